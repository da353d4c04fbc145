package parser

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/parser/bombtest"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Files that are made to exhaust whoever opens them are read to a limit, which a
// Problem names, and what stands before it is shown. How long each takes and how
// much memory is measured by scripts/bombs.
func TestBombs(t *testing.T) {
	small := []string{"sparse.tar", "huge.tar", "header.tar", "window.zst", "deep.gz", "nested.zip", "zeros.tar.bz2", "headers.tgz", "line.tgz"}
	for _, b := range bombtest.All() {
		if testing.Short() && !slices.Contains(small, b.File) {
			continue
		}
		t.Run(b.Name, func(t *testing.T) {
			data := b.Make()
			q, err := Load(context.Background(), []Source{{Name: b.File, Size: int64(len(data)), At: bytes.NewReader(data)}}, Options{InMemory: true})
			if err != nil {
				t.Fatal(err)
			}
			if len(q.Order) < b.Messages {
				t.Errorf("%d messages, want at least %d", len(q.Order), b.Messages)
			}
			if b.Limit != "" && !slices.ContainsFunc(q.Problems, func(p queue.Problem) bool { return strings.Contains(p.Reason, b.Limit) }) {
				var all []string
				for _, p := range q.Problems[:min(len(q.Problems), 5)] {
					all = append(all, fmt.Sprintf("%.200s", p.Reason))
				}
				t.Errorf("%d problems, none says %q: %q", len(q.Problems), b.Limit, all)
			}
		})
	}
}
