package parser

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/parser/bombtest"
	"github.com/spoolscope/spoolscope/parser/queue"
)

var long = flag.Bool("long", false, "open every file that is made to exhaust its reader")

// Files that are made to exhaust their reader are read up to a limit, which a
// Problem names, and everything before it is shown. scripts/bombs and a test in
// the page measure the time and memory.
func TestBombs(t *testing.T) {
	small := []string{"sparse.tar", "huge.tar", "header.tar", "window.zst", "deep.gz", "nested.zip", "zeros.tar.bz2", "headers.tgz", "line.tgz",
		"claims.zip", "size.zip", "sparse.pax.tar", "negative.tar", "deep.tar", "sealed.7z", "dictionary.lz", "pointer.postfix.tgz", "parts.tgz",
		"brackets.json.gz", "values.tgz", "lines.tgz", "hostnames.tgz"}
	some := []string{"zeros.tgz", "three.tar.gz.zst.xz", "three.tar.zst", "names.zip", "reverse.zip", "overlapping.zip", "quoting.zip", "deep.tgz", "links.tgz",
		"maps.tgz", "symlinks.tgz", "recipients.tgz", "entries.txt.zst", "pointers.postfix.tgz"}
	for _, b := range bombtest.All() {
		if !slices.Contains(small, b.File) && !*long && (testing.Short() || !slices.Contains(some, b.File)) {
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
			if b.Limit != "" && b.Limit != bombtest.ManyReasons && !slices.ContainsFunc(q.Problems, func(p queue.Problem) bool { return strings.Contains(p.Reason, b.Limit) }) {
				var all []string
				for _, p := range q.Problems[:min(len(q.Problems), 5)] {
					all = append(all, fmt.Sprintf("%.200s", p.Reason))
				}
				t.Errorf("%d problems, none says %q: %q", len(q.Problems), b.Limit, all)
			}
		})
	}
}
