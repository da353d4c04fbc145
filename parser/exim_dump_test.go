package parser

import (
	"archive/tar"
	"slices"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/parser/corpustest"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Without its databases, a spool has the next tries that exim_dumpdb printed: in the archive or
// beside it.
func TestEximDump(t *testing.T) {
	c := corpustest.Open(t, "exim-2")
	packed, printed := c.Read(t, "spool.tar.bz2"), c.Read(t, "dumpdb-retry.txt")
	tries := func(sources ...Source) (map[string]int64, *queue.Queue) {
		q := loadBytes(t, Options{InMemory: true}, sources...)
		at := map[string]int64{}
		for _, i := range q.Order {
			if next := q.NextTry(i); next != queue.NoNumber {
				at[q.Text(q.ID[i])] = next
			}
		}
		return at, q
	}
	want, _ := tries(source("spool.tar.bz2", packed))
	without := func(more map[string][]byte) []byte {
		members := slices.DeleteFunc(corpustest.Unpack(t, packed), func(m corpustest.Member) bool { return strings.Contains(m.Name, "/db/") })
		for name, data := range more {
			members = append(members, corpustest.Member{Header: tar.Header{Name: name, Mode: 0o644}, Data: data})
		}
		return corpustest.Pack(t, members)
	}
	if none, _ := tries(source("spool.tar", without(nil))); len(want) < 20 || len(none) != 0 {
		t.Fatalf("%d messages have a next try, %d without the databases", len(want), len(none))
	}
	for name, got := range map[string]func() (map[string]int64, *queue.Queue){
		"beside": func() (map[string]int64, *queue.Queue) {
			return tries(source("spool.tar", without(nil)), source("retry.txt", printed))
		},
		"within": func() (map[string]int64, *queue.Queue) {
			return tries(source("spool.tar", without(map[string][]byte{"retry.txt": printed})))
		},
		"in GDBM": func() (map[string]int64, *queue.Queue) {
			return tries(source("retry.txt", printed), source("spool.tar", without(map[string][]byte{"var/spool/exim4/db/retry": append([]byte("\xce\x9a\x57\x13"), make([]byte, 60)...)})))
		},
	} {
		at, q := got()
		agree := 0
		for id, next := range want {
			if at[id] == next {
				agree++
			}
		}
		if agree*10 < len(want)*9 { // exim_dumpdb shows only the beginning of texts, and the waits are missing
			t.Errorf("%s: %d of %d messages have the same next try: %v", name, agree, len(want), at)
		}
		named := false
		for _, p := range q.Problems {
			named = named || p.Kind == queue.KindHints && strings.Contains(p.Reason, "GDBM") && strings.Contains(p.Reason, "exim_dumpdb")
		}
		if named != (name == "in GDBM") {
			t.Errorf("%s: problems %v", name, q.Problems)
		}
	}
	q := loadBytes(t, Options{}, source("retry.txt", printed))
	if !slices.ContainsFunc(q.Problems, func(p queue.Problem) bool { return p.Kind == queue.KindHints }) {
		t.Errorf("alone: %v", q.Problems)
	}
}
