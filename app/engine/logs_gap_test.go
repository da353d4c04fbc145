package engine

import (
	"bytes"
	"compress/gzip"
	"slices"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/parser/corpustest"
)

// without returns a .tar.gz without one of its files.
func without(t *testing.T, packed []byte, name string) []byte {
	t.Helper()
	left := false
	out := only(t, packed, func(n string) bool {
		left = left || n == name
		return n != name
	})
	if !left {
		t.Fatalf("there is no %s", name)
	}
	return out
}

// only returns a .tar.gz with some of its files.
func only(t *testing.T, packed []byte, keep func(name string) bool) []byte {
	t.Helper()
	kept := slices.DeleteFunc(corpustest.Unpack(t, packed), func(m corpustest.Member) bool { return !keep(m.Name) })
	var out bytes.Buffer
	to := gzip.NewWriter(&out)
	if _, err := to.Write(corpustest.Pack(t, kept)); err != nil {
		t.Fatal(err)
	}
	if err := to.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// With a rotated log missing in the middle, nobody knows that a message was removed by hand.
func TestAMissingLogLeavesFatesUnknown(t *testing.T) {
	c := corpustest.WithLogs(t, "sendmail")
	e := newEngine()
	load(t, e, memorySource("A.tar.gz", c.Read(t, "A.tar.gz")))
	openBeside(t, e, "B.tar.gz", without(t, c.Read(t, "B.tar.gz"), "var/log/maillog.1.gz"))
	if n := matched(t, e, "diff:went diff:likely-removed", true); n != 0 {
		t.Errorf("%d messages were removed by hand very likely, want none", n)
	}
	unknown := e.Ask(t.Context(), protocol.Request{Earlier: true, Messages: &protocol.MessagesRequest{Query: "diff:unknown", Count: 1}}, nil).Page
	if unknown.Matched == 0 {
		t.Fatal("no fate is unknown")
	}
	h := e.Ask(t.Context(), protocol.Request{Earlier: true, Detail: &protocol.DetailRequest{Ref: unknown.Rows[0].Ref}}, nil).Detail.History
	if h.Gone == nil || !strings.Contains(h.Gone.Text, "unknown: the log has a gap from ") {
		t.Errorf("what became of it = %+v, want that the log has a gap", h.Gone)
	}
	if notes := strings.Join(diff(t, e, protocol.DiffRequest{}).Notes, " "); !strings.Contains(notes, "have a gap from ") {
		t.Errorf("notes = %q, want the gap", notes)
	}
}
