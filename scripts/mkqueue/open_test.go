package main

import (
	"bytes"
	"testing"

	"github.com/spoolscope/spoolscope/app/engine"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/parser"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// open returns an engine that has loaded an archive, without notices, and the archive's queue.
func open(t testing.TB, data []byte) (*engine.Engine, *queue.Queue) {
	t.Helper()
	source := parser.Source{Name: "spool.tar", Size: int64(len(data)), At: bytes.NewReader(data)}
	e := engine.New(engine.Options{Source: func(protocol.SourceRef) parser.Source { return source }})
	a := e.Ask(t.Context(), protocol.Request{Open: &protocol.OpenRequest{Sources: []protocol.SourceRef{{Name: source.Name, Size: source.Size}}}}, nil)
	if a.Loaded.Fatal != nil || len(a.Loaded.Archive.Notice) > 0 {
		t.Fatalf("fatal %+v, notices %+v", a.Loaded.Fatal, a.Loaded.Archive.Notice)
	}
	q, err := parser.Load(t.Context(), []parser.Source{source}, parser.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return e, q
}
