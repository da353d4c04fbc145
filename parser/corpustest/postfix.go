package corpustest

import (
	"bytes"
	"encoding/json"
	"testing"
	"time"
)

// PostfixFacts is the facts.json of a case of Postfix: what postcat and the file system said
// of each message.
type PostfixFacts struct {
	Host     string           `json:"host"`
	Now      int64            `json:"now"`
	Messages []PostfixMessage `json:"messages"`
	Logs     []PostfixLog     `json:"logs"`
}

// PostfixMessage is one message. The cases differ in how much they say; nil is unknown.
type PostfixMessage struct {
	ID         string              `json:"id"`
	Queue      string              `json:"queue"`    // deferred, hold …
	Instance   string              `json:"instance"` // "" for postfix
	Sender     string              `json:"sender"`   // without quotes, as the recipients
	Recipients []string            `json:"recipients"`
	Done       []string            `json:"done"`
	Cancelled  []string            `json:"cancelled"`
	Arrival    string              `json:"arrival"`
	FileBytes  int64               `json:"file_bytes"`
	FileSHA256 string              `json:"file_sha256"`
	ModTime    int64               `json:"mtime"`
	Size       string              `json:"size"` // the C record
	Attributes []string            `json:"attributes"`
	Other      map[string][]string `json:"other"` // the other records, as postcat calls them
	TextSHA256 string              `json:"text_sha256"`
	TextBytes  int64               `json:"text_bytes"`
}

// Arrived returns when the message arrived, Unix seconds; 0 unknown.
func (m PostfixMessage) Arrived() int64 {
	t, err := time.Parse(time.ANSIC, m.Arrival)
	if err != nil {
		return 0
	}
	return t.Unix()
}

// PostfixLog is a log of a message.
type PostfixLog struct {
	ID      string `json:"id"`
	Log     string `json:"log"` // defer, bounce, trace
	Path    string `json:"path"`
	Entries int    `json:"entries"`
}

// PostfixFacts returns what is known of a case of Postfix.
func (c Case) PostfixFacts(t testing.TB) PostfixFacts {
	t.Helper()
	var f PostfixFacts
	if err := json.Unmarshal(c.Read(t, "facts.json"), &f); err != nil {
		t.Fatal(err)
	}
	for i := range f.Messages {
		m := &f.Messages[i]
		m.Sender = latin1(m.Sender)
		for _, list := range [][]string{m.Recipients, m.Done, m.Cancelled, m.Attributes} {
			for k, s := range list {
				list[k] = latin1(s)
			}
		}
	}
	return f
}

// latin1 returns the bytes of a string of facts.json, whose characters are bytes.
func latin1(s string) string {
	b := make([]byte, 0, len(s))
	for _, r := range s {
		b = append(b, byte(r))
	}
	return string(b)
}

// PostqueueEntry is a line of postqueue -j.
type PostqueueEntry struct {
	Queue      string `json:"queue_name"`
	ID         string `json:"queue_id"`
	Arrival    int64  `json:"arrival_time"`
	Size       int64  `json:"message_size"`
	Sender     string `json:"sender"`
	Recipients []struct {
		Address string `json:"address"`
		Reason  string `json:"delay_reason"`
	} `json:"recipients"`
}

// Postqueue returns the entries of a file with the output of postqueue -j.
func (c Case) Postqueue(t testing.TB, name string) []PostqueueEntry {
	t.Helper()
	var all []PostqueueEntry
	for d := json.NewDecoder(bytes.NewReader(c.Read(t, name))); d.More(); {
		var e PostqueueEntry
		if err := d.Decode(&e); err != nil {
			t.Fatal(err)
		}
		all = append(all, e)
	}
	return all
}
