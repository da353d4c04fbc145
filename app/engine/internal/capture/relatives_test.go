package capture

import (
	"bytes"
	"testing"

	"github.com/spoolscope/spoolscope/parser"
	"github.com/spoolscope/spoolscope/parser/corpustest"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Every message that another one's event names is found by its id, and the maps are made once for a
// history.
func TestRelatives(t *testing.T) {
	found := 0
	for _, system := range []string{"sendmail", "postfix", "exim"} {
		packed := corpustest.WithLogs(t, system).Read(t, "B.tar.gz")
		q, err := parser.Load(t.Context(), []parser.Source{{Name: "B.tar.gz", Size: int64(len(packed)), At: bytes.NewReader(packed)}}, parser.Options{})
		if err != nil {
			t.Fatal(err)
		}
		c := New(q, nil)
		r := c.Relatives()
		for _, i := range q.Order {
			if !r.Has(q.ID[i]) {
				t.Errorf("%s: %s is not known", system, q.Text(q.ID[i]))
			}
			for _, e := range q.History.Of(i) {
				if e.Kind != queue.EventNotice && e.Kind != queue.EventMoved || e.Other == q.ID[i] || e.Other == 0 {
					continue
				}
				found++
				if from, ok := r.Of(e.Other); !ok || from.ID == e.Other {
					t.Errorf("%s: %s comes from %v, %v", system, q.Text(e.Other), from, ok)
				}
			}
		}
		if r.Has(0) || c.Relatives() != r {
			t.Errorf("%s: they are made again", system)
		}
		h := *q.History
		c.Index.History = &h
		if c.Relatives() == r {
			t.Errorf("%s: another history has the relatives of the previous one", system)
		}
	}
	if found == 0 {
		t.Error("no event names another message")
	}
}
