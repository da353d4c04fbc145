package parser

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/parser/corpustest"
	eximlisting "github.com/spoolscope/spoolscope/parser/internal/exim/listing"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// eximListed is what a spool says that a listing prints of one message.
type eximListed struct {
	id, sender, login string
	age, size         int64
	frozen, damaged   bool
	left, done        []string
	members           []string // done, and no recipients themselves
}

// listedBy returns what the files of one queue of a spool say, in the order of the ids. at is the
// time of the listing.
func listedBy(t *testing.T, q *queue.Queue, named string, at int64) (all []eximListed) {
	t.Helper()
	for m := range q.All() {
		if m.Dir().Queue != named || !m.Files().Has(queue.ControlFile) {
			continue
		}
		c, problems, err := ReadControl(m)
		if err != nil {
			t.Fatal(err)
		}
		e := eximListed{
			id: m.ID(), sender: m.Sender(), age: at - m.Created().Unix(), size: m.Size(), frozen: m.State() == queue.Quarantined, damaged: len(problems) > 0,
		}
		if m.Has(queue.NullFrom) {
			e.sender = queue.NullSender
		}
		if slices.ContainsFunc(c.Attributes, func(o queue.Macro) bool { return o.Name == "sender_set_untrusted" }) {
			e.login = strings.TrimSuffix(m.Client(), "@localhost")
		}
		for _, r := range m.Recipients() {
			e.left = append(e.left, r.Address)
		}
		for _, r := range c.Done {
			if r.Member {
				e.members = append(e.members, r.Address)
			} else {
				e.done = append(e.done, r.Address)
			}
		}
		all = append(all, e)
	}
	slices.SortFunc(all, func(a, b eximListed) int { return strings.Compare(a.id, b.id) })
	return all
}

// Each listing of the corpus agrees with the files of its spool: the messages, and the age, size,
// sender, user, marks and recipients of each.
func TestEximListedAsInFiles(t *testing.T) {
	type has struct{ first, done, members bool } // of an entry: its first line, and recipients that are done
	all, noMembers := has{true, true, true}, has{true, true, false}
	for _, tt := range []struct {
		corpus, name, named string
		has                 has
		frozen              bool // only those
		times               int  // that it prints the queue
	}{
		{"exim", "mailq.txt", "", noMembers, false, 1}, {"exim", "exim-bpr.txt", "", noMembers, false, 1}, {"exim", "exim-bpa.txt", "", all, false, 1},
		{"exim", "exiqgrep.txt", "", has{first: true}, true, 1},
		{"exim-2", "mailq.txt", "", noMembers, false, 1}, {"exim-2", "exim-bpr.txt", "", noMembers, false, 1}, {"exim-2", "exim-bpa.txt", "", all, false, 1},
		{"exim-2", "exim-bpu.txt", "", has{first: true}, false, 1}, {"exim-2", "mailq-slow.txt", "slow", noMembers, false, 1},
		{"exim-2", "exim-bpi.txt", "", has{}, false, 1}, {"exim-2", "exipick.txt", "", has{}, false, 2}, {"exim-2", "exipick-vars.txt", "", has{}, false, 1},
	} {
		c := corpustest.Open(t, tt.corpus)
		q := loadBytes(t, Options{}, source("spool.tar.bz2", c.Read(t, "spool.tar.bz2")))
		want := listedBy(t, q, tt.named, c.Fact(t).At("now").Number())
		if tt.frozen {
			want = slices.DeleteFunc(want, func(e eximListed) bool { return !e.frozen })
		}
		got := map[string]queue.ListingEntry{}
		entries := 0
		eximlisting.Parse(bytes.NewReader(c.Read(t, tt.name)), tt.name, eximlisting.Options{}, func(_ int, e queue.ListingEntry) {
			entries++
			got[e.ID] = e
		})
		if len(got) != len(want) || entries != tt.times*len(want) || len(want) == 0 {
			t.Errorf("%s/%s: %d entries of %d messages, want %d", tt.corpus, tt.name, entries, len(got), len(want))
		}
		for _, w := range want {
			g, ok := got[w.id]
			if !ok {
				t.Errorf("%s/%s: %s is missing", tt.corpus, tt.name, w.id)
				continue
			}
			if !tt.has.first {
				continue
			}
			if diff := w.differs(g, tt.has.done, tt.has.members); diff != "" {
				t.Errorf("%s/%s: %s: %s", tt.corpus, tt.name, w.id, diff)
			}
		}
	}
}

// differs says how an entry differs from the files, "" if it does not.
func (w *eximListed) differs(g queue.ListingEntry, done, members bool) string {
	mark := byte(' ')
	switch {
	case w.damaged:
		mark = queue.MarkUnreadable
	case w.frozen:
		mark = queue.MarkFrozen
	}
	rounded := queue.ListedEntry{Size: g.Size, Rounded: true}
	left, finished, became := []string(nil), []string(nil), []string(nil)
	for _, r := range g.Recipients {
		switch {
		case r.Member:
			became = append(became, r.Address)
		case r.Done:
			finished = append(finished, r.Address)
		default:
			left = append(left, r.Address)
		}
	}
	if !done {
		w.done = nil
	}
	if !members {
		w.members = nil
	}
	const moment = 90 // that the whole listing took
	switch {
	case w.damaged && len(w.left) == 0: // Exim prints nothing about the rest
		return differs("recipients", left, w.left)
	case g.Age != nil && !roundsTo(w.age-moment, w.age+moment, *g.Age):
		return fmt.Sprintf("%d seconds old, want %d", *g.Age, w.age)
	case g.Age == nil:
		return "has no age"
	case !w.damaged && !rounded.SameSize(w.size):
		return fmt.Sprintf("%d bytes, want %d", g.Size, w.size)
	case g.Sender != w.sender || g.Login != w.login || g.Mark != mark:
		return fmt.Sprintf("from %q of %q marked %q, want %q of %q marked %q", g.Sender, g.Login, g.Mark, w.sender, w.login, mark)
	}
	return differs("recipients", left, w.left) + differs("done", finished, w.done) + differs("done members", became, w.members)
}

func differs(what string, got, want []string) string {
	if slices.Equal(sorted(got), sorted(want)) {
		return ""
	}
	return fmt.Sprintf("%s %q, want %q; ", what, got, want)
}

// roundsTo reports whether Exim prints this age for any number of seconds in a
// range.
func roundsTo(least, most, age int64) bool {
	const minute, hour, day = 60, 60 * 60, 24 * 60 * 60
	for s := least; s <= most; s++ {
		minutes := s / minute
		printed := minutes * minute
		if minutes > 90 {
			hours := (minutes + 30) / 60
			if printed = hours * hour; hours > 72 {
				printed = (hours + 12) / 24 * day
			}
		}
		if printed == age {
			return true
		}
	}
	return false
}

// The counts and sums that Exim's programs print agree with the files.
func TestEximCounts(t *testing.T) {
	total := regexp.MustCompile(`(?m)^ *(\d+) .* TOTAL$`)
	for _, c := range corpustest.Exim(t) {
		q := loadBytes(t, Options{}, source("spool.tar.bz2", c.Read(t, "spool.tar.bz2")))
		listed := listedBy(t, q, "", c.Fact(t).At("now").Number())
		left := 0
		for _, e := range listed {
			left += len(e.left)
		}
		if n := strings.TrimSpace(string(c.Read(t, "exim-bpc.txt"))); n != strconv.Itoa(len(listed)) {
			t.Errorf("%s: exim -bpc counts %s messages, the files have %d", c.Name, n, len(listed))
		}
		printed := c.Read(t, "oracle-summary.txt")
		m := total.FindSubmatch(printed)
		if m == nil || string(m[1]) != strconv.Itoa(left) {
			t.Errorf("%s: exiqsumm counts %q recipients, the files have %d", c.Name, m, left)
		}
		_, problems := eximlisting.Parse(bytes.NewReader(printed), "summary", eximlisting.Options{}, nil)
		if len(problems) != 1 || !strings.Contains(problems[0].Reason, fmt.Sprintf("counts %d recipients", left)) {
			t.Errorf("%s: the table of exiqsumm gives %v", c.Name, problems)
		}
	}
}

// What exipick prints about a message agrees with its files. It assumes that the id in the body file
// has 16 characters, so for ids of 23 its size is seven too large.
func TestEximPickedVariables(t *testing.T) {
	c := corpustest.Open(t, "exim-2")
	q := loadBytes(t, Options{}, source("spool.tar.bz2", c.Read(t, "spool.tar.bz2")))
	compared := 0
	eximlisting.Parse(bytes.NewReader(c.Read(t, "exipick-vars.txt")), "exipick", eximlisting.Options{}, func(_ int, e queue.ListingEntry) {
		i, ok := rowOfID(q, e.ID)
		if !ok || e.Mark == queue.MarkUnreadable {
			return
		}
		compared++
		size := q.Size[i] + int64(len(e.ID)-len(exim16))
		if e.Arrived == nil || *e.Arrived != q.Created[i] || e.Size != size || e.Mark == queue.MarkFrozen != (q.State[i] == queue.Quarantined) {
			t.Errorf("%s: %+v, want %d bytes since %d, %v", e.ID, e, size, q.Created[i], q.State[i])
		}
	})
	if compared != 70 {
		t.Errorf("%d messages compared", compared)
	}
}
