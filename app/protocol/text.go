package protocol

import "github.com/spoolscope/spoolscope/app/words"

// Piece is a part of a text; a varying one is marked on screen.
type Piece = words.Piece

// Moment is a point in time, in seconds since 1970 UTC. 0 means unknown.
type Moment = int64

// Fact is a term with its value and a remark.
type Fact struct {
	Name  string `json:"name"`
	Value string `json:"value"`
	Note  string `json:"note,omitempty"`
	Mono  bool   `json:"mono,omitempty"`
	Tags  []Fact `json:"tags,omitempty"` // flags: Name the letter, Value the words
}

// File is something to save: an attachment or a message.
type File struct {
	Name string `json:"name"`
	Type string `json:"type"`
	Data []byte `json:"-"` // transferred beside the answer, never as JSON
}
