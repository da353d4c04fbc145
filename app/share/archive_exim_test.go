package share

import (
	"bytes"
	"compress/gzip"
	"io"
	"testing"

	"github.com/spoolscope/spoolscope/app/redact"
	"github.com/spoolscope/spoolscope/parser"
	"github.com/spoolscope/spoolscope/parser/corpustest"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// An archive of a spool of Exim is read as the same queue, redacted or not. The retry database is
// not written, so the next try is unknown.
func TestArchiveExim(t *testing.T) {
	for _, c := range corpustest.Exim(t) {
		name := c.Archives(t)[0]
		q := load(t, name, c.Read(t, name))
		for _, r := range []redact.Redaction{{}, {Addresses: true, Hosts: true, IDs: true, Subjects: true}} {
			packed := export(t, "archive", selection(t, q, r))
			back := load(t, "a.tar.gz", packed)
			if len(back.Order) != len(q.Order) {
				t.Fatalf("%s: %d messages came back of %d", c.Name, len(back.Order), len(q.Order))
			}
			type total struct {
				states                               [queue.NumStates]int
				rcpts, statuses, made, warned, named int
				done, members, journal               int // of recipients
			}
			count := func(q *queue.Queue) (n total) {
				for _, i := range q.Order {
					n.states[q.State[i]]++
					if q.IsMade(i) {
						n.made++
					}
					if q.Flags[i]&queue.Warned != 0 {
						n.warned++
					}
					if q.Dirs[q.Dir[i]].Queue != "" {
						n.named++
					}
					c, _, _ := parser.ReadControl(q.Message(i))
					n.done += len(c.Done)
					for _, r := range c.Done {
						if r.Member {
							n.members++
						}
					}
					n.journal += len(q.Message(i).Finished())
					from, to := q.Recipients(i)
					for k := from; k < to; k++ {
						n.rcpts++
						if q.RcptStat[k] != 0 {
							n.statuses++
						}
					}
				}
				return n
			}
			if got, want := count(back), count(q); got != want || want.done == 0 {
				t.Errorf("%s: %+v, want %+v", c.Name, got, want)
			}
			for _, p := range back.Problems {
				if p.Kind == queue.KindListing || p.Kind == queue.KindOnlyListed {
					t.Errorf("%s: the listing that was written: %v", c.Name, p)
				}
			}
			if len(back.Listings) != len(q.Listings) || len(back.Listings) > 0 && back.Listings[0].System != queue.Exim {
				t.Errorf("%s: %d listings, want %d", c.Name, len(back.Listings), len(q.Listings))
			}
			if !r.IDs {
				continue
			}
			plain, err := gzip.NewReader(bytes.NewReader(packed))
			if err != nil {
				t.Fatal(err)
			}
			text, err := io.ReadAll(plain)
			if err != nil {
				t.Fatal(err)
			}
			for _, i := range q.Order {
				if id := q.Text(q.ID[i]); bytes.Contains(text, []byte(id)) {
					at := bytes.Index(text, []byte(id))
					t.Errorf("%s: the id %s is in the archive: %q", c.Name, id, text[max(at-60, 0):at+40])
				}
				for _, name := range []string{"kontor.example", "pult3", "nina", "127.0.51"} {
					if at := bytes.Index(text, []byte(name)); at >= 0 {
						t.Fatalf("%s: %s is in the archive: %q", c.Name, name, text[max(at-200, 0):at+40])
					}
				}
			}
		}
	}
}
