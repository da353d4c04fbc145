package corpustest

import (
	"encoding/json"
	"testing"
)

// EximFacts is what is known of a spool of Exim, from Exim's own programs.
type EximFacts struct {
	Host     string        `json:"host"`
	Now      int64         `json:"now"`
	Messages []EximMessage `json:"messages"`
}

// EximMessage is one message of it. Texts have a character for each byte.
type EximMessage struct {
	ID         string   `json:"id"`
	Queue      string   `json:"queue"` // "" the default one
	Files      []string `json:"files"`
	Sender     string   `json:"sender"`
	Created    int64    `json:"created"`
	Warnings   int64    `json:"warnings"`
	Frozen     bool     `json:"frozen"`
	Login      string   `json:"login"`
	Journal    []string `json:"journal"`
	BodyBytes  int64    `json:"D_bytes"`
	BodySHA256 string   `json:"D_sha256"`
	HeadBytes  int64    `json:"H_bytes"`
	HeadSHA256 string   `json:"H_sha256"`
	TextBytes  int64    `json:"mvc_bytes"` // of `exim -Mvc`
	TextSHA256 string   `json:"mvc_sha256"`
	Injected   struct {
		Recipients []string `json:"recipients"`
		Note       string   `json:"note"`
	} `json:"injected_as"`
	// Exipick has variables by exipick; it is nil where that could not read the message.
	Exipick map[string]string `json:"exipick"`
}

// EximFacts returns what is known of a case that Exim made.
func (c Case) EximFacts(t testing.TB) EximFacts {
	t.Helper()
	var f EximFacts
	if err := json.Unmarshal(c.Read(t, "facts.json"), &f); err != nil {
		t.Fatalf("%s: %v", c.Name, err)
	}
	return f
}
