package parser

import (
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/parser/corpustest"
	"github.com/spoolscope/spoolscope/parser/hook"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// The replies of every bounce in the corpus are those of its own transcript.
// The facts also count quoted and nested ones.
func TestCorpusBounces(t *testing.T) {
	total, nested := 0, 0
	for _, c := range corpustest.Sendmail(t) {
		a := c.Archives(t)[0]
		q := loadBytes(t, Options{}, source(a, c.Read(t, a)))
		for _, f := range c.Facts(t) {
			for _, m := range f.Messages {
				at := slices.IndexFunc(q.Order, func(i int32) bool { return q.Text(q.ID[i]) == m.ID && q.Dirs[q.Dir[i]].Path == m.Queue })
				if m.DSNKind == nil || m.DataSize == nil || at < 0 || q.Data[q.Order[at]].Size < 0 {
					continue
				}
				i := q.Order[at]
				total++
				if checkBounce(t, c.Name+" "+m.ID, q, i, m.DataReplies) {
					nested++
				}
			}
		}
	}
	if total < 100 || nested == 0 {
		t.Errorf("%d bounces in the corpus, %d nested", total, nested)
	}
}

// checkBounce compares row i with its data file, in which this many lines begin
// with "<<< ". It reports whether the bounce returns a bounce.
func checkBounce(t *testing.T, name string, q *queue.Queue, i int32, replies int) bool {
	r, err := q.Open(q.Data[i])
	must(t, err)
	data, err := io.ReadAll(r)
	must(t, err)
	b := ParseBounce(data, name)
	got := 0
	var lines, kept []string
	for _, e := range b.Exchanges {
		got += len(e.Replies)
		lines = append(lines, e.Replies...)
	}
	for k, to := q.Replies(i); k < to; k++ {
		kept = append(kept, strings.Split(q.Text(q.ReplyText[k]), "\n")...)
	}
	if !slices.Equal(kept, lines) {
		t.Errorf("%s: the replies in the queue have the lines %q, those in the bounce %q", name, kept, lines)
	}
	own := ownReplies(string(data))
	if got != own {
		t.Errorf("%s: %d replies, want %d", name, got, own)
	}
	if own > replies || own < replies && !b.Nested {
		t.Errorf("%s: %d own replies, the file has %d lines, nested %v", name, own, replies, b.Nested)
	}
	if b.Client == "" || b.Received == "" || b.ReportingMTA == "" || len(b.Recipients) == 0 {
		t.Errorf("%s: client %q, received %q, reporting %q, %d recipients", name, b.Client, b.Received, b.ReportingMTA, len(b.Recipients))
	}
	if q.Text(q.Origin[i]) == "" || q.Text(q.OriginBy[i]) != b.Client {
		t.Errorf("%s: original sender %q by %q, want one by %q", name, q.Text(q.Origin[i]), q.Text(q.OriginBy[i]), b.Client)
	}
	if id := q.Text(q.OriginID[i]); strings.Contains(b.Original.Received, "(8.") {
		if _, ok := queue.DecodeID(id, 0, q.Created[i]); !ok {
			t.Errorf("%s: the original's id is %q, want one from %q", name, id, b.Original.Received)
		}
	}
	if strings.Contains(b.Original.Subject, "\n") || b.Original.Subject == "" && strings.Contains(string(data), "\nSubject:") {
		t.Errorf("%s: original subject %q", name, b.Original.Subject)
	}
	return b.Nested
}

// ownReplies counts naively: "<<< " lines before the second boundary.
func ownReplies(data string) int {
	lines := strings.Split(data, "\n")
	bounds, n := 0, 0
	for _, l := range lines {
		switch {
		case len(lines) > 2 && l == lines[2]:
			bounds++
		case bounds == 1 && strings.HasPrefix(l, "<<< "):
			n++
		}
	}
	return n
}

// A bounce's files may come in any order.
func TestBounceOrder(t *testing.T) {
	b := bounce("mqueue/", idA)
	want := summary(loadTar(t, b...))
	if !strings.Contains(want[0], "[mx.fig.example=550 5.1.1 no such user] of <ann@plum.example> by home [192.0.2.7]") {
		t.Fatalf("the bounce is %s", want)
	}
	other := message("mqueue/", idB)
	sameLines(t, "data first", summary(loadTar(t, b[1], b[0])), want)
	sameLines(t, "data first, others between", summary(loadTar(t, b[1], other[0], other[1], b[0]))[:1], want)
	packed := source("a.tar.gz", gz(t, tarOf(t, b[1], b[0])))
	sameLines(t, "data first, compressed", summary(loadBytes(t, Options{}, packed)), want)
	sameLines(t, "data first, nothing kept", summary(loadBytes(t, Options{Hooks: hook.Hooks{Keep: without}}, packed)), want)

	// Text that looks like a bounce is one only if its control file says so.
	for name, in := range map[string][]file{
		"from elsewhere": {b[1], {name: b[0].name, data: controlFile("F")}},
		"no control":     {b[1], other[0]},
	} {
		q := loadTar(t, in...)
		if i := rowOf(t, q, idA); q.ReplyN[i] != 0 || q.ReplyAt[i] != 0 || q.Origin[i]+q.OriginBy[i]+q.OriginID[i] != 0 || q.Flags[i]&queue.Refused == 0 {
			t.Errorf("%s: %s", name, summary(q))
		}
	}
}

// However many bounces come before their control files, each keeps its replies.
func TestManyBouncesFirst(t *testing.T) {
	var in []file
	for k := range 20 {
		b := bounce("mqueue/", strings.Replace(idA, "Kc", "K"+string(rune('a'+k)), 1))
		in = append(in, b[1], b[0])
	}
	q := loadBytes(t, Options{Hooks: hook.Hooks{Keep: without}}, source("a.tar.gz", gz(t, tarOf(t, in...))))
	for _, i := range q.Order {
		if q.ReplyN[i] != 1 {
			t.Errorf("%s has %d replies, want 1", q.Text(q.ID[i]), q.ReplyN[i])
		}
	}
}

// Of two data files the later one counts, with all its contents.
func TestDuplicates(t *testing.T) {
	b, m := bounce("mqueue/", idA), message("mqueue/", idA)
	for name, in := range map[string][]file{
		"bounce first":                files(b, m),
		"data before control":         {b[1], m[1], b[0], m[0]},
		"control read while it waits": {b[1], b[0], m[1], m[0]},
	} {
		t.Run(name, func(t *testing.T) {
			q := loadTar(t, in...)
			i := rowOf(t, q, idA)
			if q.ReplyN[i] != 0 || q.Origin[i] != 0 || q.Size[i] != 6 || q.IsMade(i) || q.Bounce[i] != 0 || q.Flags[i]&queue.Refused != 0 {
				t.Errorf("%s, want the message", summary(q))
			}
			sameLines(t, "problems", kinds(q), []string{"duplicate", "duplicate"})
		})
	}
	q := loadTar(t, files(m, b)...)
	if i := rowOf(t, q, idA); q.ReplyN[i] != 1 || !q.IsMade(i) || q.Flags[i]&queue.Refused == 0 {
		t.Errorf("%s, want the bounce", summary(q))
	}
}
