package parser

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"math/rand"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/spoolscope/spoolscope/parser/corpustest"
	"github.com/spoolscope/spoolscope/parser/hook"
	"github.com/spoolscope/spoolscope/parser/internal/archive"
	"github.com/spoolscope/spoolscope/parser/internal/mailsystem"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// unpack returns the files of an archive, with hard links resolved.
func unpack(t *testing.T, c corpustest.Case, name string) []file {
	t.Helper()
	var out []file
	var blobs archive.Blobs
	_, err := archive.Walk(context.Background(), archive.Source{Name: name, Size: -1, R: bytes.NewReader(c.Read(t, name))}, &blobs, archive.Options{},
		func(m archive.Member, r io.Reader) error {
			data, err := io.ReadAll(r)
			f := file{name: m.Name, data: string(data)}
			switch {
			case m.Dir:
				f.name += "/"
			case m.Symlink:
				f.sym = m.Link
			case m.Link != "":
				at := slices.IndexFunc(out, func(f file) bool { return f.name == m.Link })
				f.data = out[at].data
			}
			out = append(out, f)
			return err
		})
	must(t, err)
	return out
}

// The same files in another order, another archive or none make the same queue.
func TestPackingMeansNothing(t *testing.T) {
	for _, name := range []string{"bounces", "groups", "verbose-and-quarantine", "lost-and-broken", "basic"} {
		t.Run(name, func(t *testing.T) {
			c := corpustest.Open(t, name)
			in := unpack(t, c, c.Archives(t)[0])
			// File times are those of the new archive, so none is before the capture.
			want := summary(loadTar(t, in...))
			shuffled := slices.Clone(in)
			rand.New(rand.NewSource(1)).Shuffle(len(in), func(i, k int) { shuffled[i], shuffled[k] = shuffled[k], shuffled[i] })
			sameLines(t, "shuffled", summary(loadTar(t, shuffled...)), want)
			sameLines(t, "tar.gz", summary(loadBytes(t, Options{}, source("spool.tar.gz", gz(t, tarOf(t, in...))))), want)
			sameLines(t, "zip", summary(loadBytes(t, Options{}, source("spool.zip", zipOf(t, in...)))), want)
			sameLines(t, "tar, read once", summary(loadBytes(t, Options{}, Source{Name: "-", Size: -1, R: iotest.HalfReader(bytes.NewReader(tarOf(t, shuffled...)))})), want)
			for _, prefix := range []string{"", "/", "./"} {
				var sources []Source
				for _, f := range shuffled {
					if !strings.HasSuffix(f.name, "/") {
						sources = append(sources, source(prefix+f.name, []byte(f.data)))
					}
				}
				sameLines(t, "files named "+prefix+"…", summary(loadBytes(t, Options{}, sources...)), want)
			}
		})
	}
}

// A truncated archive yields all messages before the cut.
func TestTruncated(t *testing.T) {
	var in []file
	for k := range 40 {
		in = append(in, message("mqueue/", strings.Replace(idA, "Kc", "K"+string(rune('0'+k%10))+"", 1)[:8]+"0"+strings.Repeat(string(rune('0'+k/10)), 5))...)
	}
	whole := tarOf(t, in...)
	zipped := gz(t, whole)
	all := summary(loadBytes(t, Options{}, source("spool.tar", whole)))
	for _, cut := range []int{len(whole)/7 | 1, len(whole)/3 | 1, len(whole)/2 | 1, 9*len(whole)/10 | 1} {
		got := loadBytes(t, Options{}, source("spool.tar", whole[:cut]))
		if n := cut / 2048; len(got.Order) < n { // a message is two files of two blocks
			t.Errorf("%d messages of the first %d bytes, want %d", len(got.Order), cut, n)
		}
		for i, line := range summary(got) {
			if !slices.Contains(all, line) && i < len(got.Order)-1 && !strings.Contains(line, "incomplete") {
				t.Errorf("cut at %d: %s", cut, line)
			}
		}
		if !slices.Contains(kinds(got), "truncated") {
			t.Errorf("cut at %d: problems %v, want one of kind truncated", cut, kinds(got))
		}
	}
	got := loadBytes(t, Options{}, source("spool.tar.gz", zipped[:len(zipped)*2/3]))
	if len(got.Order) == 0 || !slices.Contains(kinds(got), "truncated") {
		t.Errorf("of a cut tar.gz %d messages, problems %v", len(got.Order), kinds(got))
	}
}

func TestProblemKinds(t *testing.T) {
	m := message("mqueue/", idA)
	encrypted := zipOf(t, m...)
	// the first bit of the flags of each header
	for i := 0; i+4 < len(encrypted); i++ {
		switch string(encrypted[i : i+4]) {
		case "PK\x03\x04":
			encrypted[i+6] |= 1
		case "PK\x01\x02":
			encrypted[i+8] |= 1
		}
	}
	postfix, exim := corpustest.Open(t, "postfix"), corpustest.Open(t, "exim")
	corpus := func(c corpustest.Case) Source { a := c.Archives(t)[0]; return source(a, c.Read(t, a)) }
	cf := func(more ...string) file { return file{name: "mqueue/qf" + idA, data: controlFile(more...)} }
	tests := []struct {
		name string
		src  Source
		want string // kinds
		n    int    // messages
	}{
		{"nothing wrong", source("a.tar", tarOf(t, m...)), "", 1},
		{"empty queue", source("a.tar", tarOf(t, file{name: "var/spool/mqueue/"})), "empty-queue", 0},
		{"empty listing", text("mailq.txt", "/var/spool/mqueue is empty\n\t\tTotal requests: 0\n"), "empty-queue", 0},
		{"nothing", source("a.tar", tarOf(t, file{name: "etc/passwd", data: "root"})), "nothing", 0},
		{"no files", source("a.tar", tarOf(t)), "nothing", 0},
		{"a text", text("notes.txt", "buy milk\n"), "unsupported", 0},
		{"rar", text("a.rar", "Rar!\x1a\x07\x01\x00xxxxxxxxxxxxxxxx"), "unsupported", 0},
		{"encrypted", source("a.zip", encrypted), "encrypted", 0},
		{"encrypted with age", source("a.age", []byte("age-encryption.org/v1\n-> X25519 x\n")), "encrypted", 0},
		{"postfix", corpus(postfix), "not-listed", 29}, // one came after postqueue ran
		{"exim", corpus(exim), "", 34},
		{"a postfix listing", source("mailq.txt", postfix.Read(t, "mailq.txt")), "", 28},
		{"sendmail's queue beside a postfix listing", source("a.tar", tarOf(t, append(m, file{name: "mailq.txt", data: string(postfix.Read(t, "mailq.txt"))})...)), "", 29},
		{"unreadable", Source{Name: "a.tar", Size: 100, R: iotest.ErrReader(errors.New("gone"))}, "unreadable", 0},
		{"no data file", source("a.tar", tarOf(t, append(message("mqueue/", idB), m[0])...)), "no-data", 2},
		{"archived without data files", source("a.tar", tarOf(t, m[0])), "", 1},
		{"data file alone", source("a.tar", tarOf(t, m[1])), "no-control", 1},
		{"lost", source("a.tar", tarOf(t, file{name: "mqueue/Qf" + idA, data: m[0].data}, m[1])), "lost", 1},
		{"temporary", source("a.tar", tarOf(t, append(m, file{name: "mqueue/tf" + idA, data: "V8\n"})...)), "temp", 1},
		{"stale temporary", source("a.tar", tarOf(t, append(m, file{name: "mqueue/Tf" + idA, data: "V8\n"})...)), "temp", 1},
		{"temporary alone", source("a.tar", tarOf(t, file{name: "mqueue/tf" + idA, data: m[0].data}, m[1])), "temp", 1},
		{"transcript", source("a.tar", tarOf(t, append(m, file{name: "mqueue/xf" + idA, data: "<<< 450 x\n"})...)), "transcript", 1},
		{"leftover", source("a.tar", tarOf(t, append(message("mqueue/", idB), file{name: "mqueue/nf" + idA})...)), "leftover", 2},
		{"cut", source("a.tar", tarOf(t, file{name: m[0].name, data: m[0].data[:60]}, m[1])), "cut", 1},
		{"empty control file", source("a.tar", tarOf(t, file{name: m[0].name}, m[1])), "cut", 1},
		{"bad line", source("a.tar", tarOf(t, cf("zoo", "MDeferred"), m[1])), "line", 1},
		{"a bounce that is none", source("a.tar", tarOf(t, cf("Fr"), file{name: m[1].name, data: "This is a MIME-encapsulated message\n"})), "dsn", 1},
		{"future", source("a.tar", tarOf(t, append(m, file{name: "mqueue/qf" + idB, data: strings.Replace(controlFile("Mx"), "T1709631667", "T1909631667", 1)}, file{name: "mqueue/df" + idB})...)), "future", 2},
		{"beside the queue", source("a.tar", tarOf(t, append(m, file{name: "mqueue/README", data: "x"}, file{name: "mqueue/old/"}, file{name: "mqueue/dfx", data: "x"},
			file{name: "mqueue/qfsaved", data: "x"}, file{name: "mqueue/xfsaved", data: "x"})...)), "not-queue not-queue not-queue not-queue not-queue", 1},
		{"sendmail's own", source("a.tar", tarOf(t, append(m, file{name: "mqueue/.hoststat/"}, file{name: "mqueue/.hoststat/net./x", data: "V0\n"},
			file{name: "mqueue/sm-client.pid", data: "1\n"}, file{name: "mqueue/qd9/"}, file{name: "mqueue/df/"})...)), "", 1},
		{"a control file under another name", source("a.tar", tarOf(t, append(m, file{name: "mqueue/qfcopy", data: m[0].data})...)), "no-data", 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			q := loadBytes(t, Options{}, tt.src)
			if got := strings.Join(kinds(q), " "); got != tt.want || len(q.Order) != tt.n {
				t.Errorf("%d messages, problems %q; want %d and %q\n%v", len(q.Order), got, tt.n, tt.want, q.Problems)
			}
		})
	}
}

func TestManyProblemsOfAKind(t *testing.T) {
	var in []file
	for k := range mailsystem.MaxOfKind + 7 {
		in = append(in, file{name: "mqueue/qf" + idA, data: ".\n"})
		if k > 0 {
			in[k].data = "" // the same file again, cut
		}
	}
	q := loadTar(t, in...)
	count := map[queue.Kind]int{}
	more := ""
	for _, p := range q.Problems {
		count[p.Kind]++
		if p.Kind == queue.KindDuplicate && p.File == "" {
			more = p.Reason
		}
	}
	if count[queue.KindDuplicate] != mailsystem.MaxOfKind+1 || more != "6 more of this kind are not listed" {
		t.Errorf("%d problems of the kind, the last says %q", count[queue.KindDuplicate], more)
	}
}

func TestLimits(t *testing.T) {
	long := controlFile("Mx") + strings.Repeat("x", MaxControl)
	q := loadTar(t, file{name: "mqueue/qf" + idA, data: long})
	if !slices.Contains(kinds(q), "limit") || q.Text(q.Sender[0]) != "ann@plum.example" {
		t.Errorf("problems %v, sender %q", kinds(q), q.Text(q.Sender[0]))
	}
	q = loadTar(t, file{name: "mqueue/df" + idA, data: "<<<" + strings.Repeat("x", 2<<20)})
	if k := kinds(q); !slices.Contains(k, "limit") {
		t.Errorf("a long line: problems %v", k)
	}
}

func TestCancel(t *testing.T) {
	data := tarOf(t, files(message("mqueue/", idA), message("mqueue/", idB), message("mqueue/", idC))...)
	ctx, cancel := context.WithCancel(context.Background())
	n := 0
	q, err := Load(ctx, []Source{
		{Name: "a.tar", Size: -1, R: iotest.OneByteReader(&gate{bytes.NewReader(data), func(read int) {
			if n = read; read == len(data)/2 {
				cancel()
			}
		}})},
		text("never", "V8\n"),
	}, Options{})
	if !errors.Is(err, context.Canceled) || q == nil || len(q.Order) == 0 || len(q.Order) == 3 || len(q.Sources) != 1 {
		t.Errorf("Load gives %v with %d messages of %d sources", err, len(q.Order), len(q.Sources))
	}
	if n > len(data)/2+1 {
		t.Errorf("%d bytes were read after it was cancelled at %d", n, len(data)/2)
	}
	cancel()
	if q, err := Load(ctx, []Source{source("a.tar", data)}, Options{}); !errors.Is(err, context.Canceled) || q == nil || len(q.Order) != 0 {
		t.Errorf("cancelled before: %v, %v", q, err)
	}
	if q, err := Load(context.Background(), nil, Options{}); err != nil || q == nil || q.Len() != 0 || len(q.Problems) != 0 {
		t.Errorf("no sources: %v, %v", q, err)
	}
}

// gate records how much was read.
type gate struct {
	r    *bytes.Reader
	told func(read int)
}

func (h *gate) Read(p []byte) (int, error) {
	n, err := h.r.Read(p)
	h.told(int(h.r.Size()) - h.r.Len())
	return n, err
}

func TestProgressAndPartial(t *testing.T) {
	var in []file
	for k := range 20 {
		id := strings.Replace(idA, "Kc", "K"+string(rune('a'+k)), 1)
		in = append(in, message("mqueue/", id)[0], file{name: "mqueue/df" + id, data: strings.Repeat("x\n", 100<<10)})
	}
	data := tarOf(t, in...)
	var last Progress
	calls, partial, rows := 0, 0, 0
	q := loadBytes(t, Options{
		Progress: func(p Progress) {
			if p.Read < last.Read || p.Messages < last.Messages || last.Joining || p.Read-last.Read > 2<<20 {
				t.Errorf("progress %+v after %+v", p, last)
			}
			calls, last = calls+1, p
		},
		Hooks: hook.Hooks{Partial: func(q *queue.Queue) {
			if partial++; partial > calls {
				t.Errorf("partial queue %d after %d reports of progress", partial, calls)
			}
			if q.Len() < rows || len(q.Subject) != q.Len() {
				t.Errorf("%d rows after %d", q.Len(), rows)
			}
			rows = q.Len()
		}},
	}, source("a.tar", data), text("mailq.txt", "/var/spool/mqueue is empty\n"))
	if want := (Progress{Source: "mailq.txt", File: "mailq.txt", Index: 1, Read: int64(len(data)) + 27, Messages: 20, Joining: true}); last != want {
		t.Errorf("the last progress is %+v, want %+v", last, want)
	}
	if calls < len(data)>>20 || partial < 3 || rows < 10 || len(q.Order) != 20 {
		t.Errorf("%d reports of progress and %d partial queues of up to %d rows for %d bytes", calls, partial, rows, len(data))
	}
}

func TestDigests(t *testing.T) {
	m := message("mqueue/", idA)
	if q := loadTar(t, m...); q.Digests != nil {
		t.Errorf("digests without asking: %v", q.Digests)
	}
	q := loadBytes(t, Options{Digests: true}, source("a.tar", tarOf(t, m...)))
	d := q.Digests[rowOf(t, q, idA)]
	for i, got := range [][32]byte{d.Control, d.Data} {
		want := sha256.Sum256([]byte(m[i].data))
		if hex.EncodeToString(got[:]) != hex.EncodeToString(want[:]) {
			t.Errorf("digest of %s is %x, want %x", m[i].name, got, want)
		}
	}
}

// What was read can be opened again.
func TestOpenAgain(t *testing.T) {
	m := message("mqueue/", idA)
	for name, data := range map[string][]byte{"a.tar": tarOf(t, m...), "a.tar.gz": gz(t, tarOf(t, m...))} {
		q := loadBytes(t, Options{}, source(name, data))
		i := rowOf(t, q, idA)
		for k, ref := range []queue.FileRef{q.Control[i], q.Data[i]} {
			r, err := q.Open(ref)
			must(t, err)
			if got, err := io.ReadAll(r); string(got) != m[k].data || err != nil {
				t.Errorf("%s: %s is %q, %v", name, m[k].name, got, err)
			}
			if q.FileName(ref) != m[k].name || ref.Time != now {
				t.Errorf("%s: %s of time %d, want %s of %d", name, q.FileName(ref), ref.Time, m[k].name, now)
			}
		}
	}
}

func TestSubFolders(t *testing.T) {
	q := loadTar(t, files(message("mqueue/qd1/", idA), []file{{name: "mqueue/qd2/qf/qf" + idB, data: controlFile("MDeferred")}, {name: "mqueue/qd2/df/df" + idB}})...)
	for _, d := range q.Dirs {
		if want := path.Base(d.Path) == "qd2"; d.Sub != want {
			t.Errorf("%s has sub-directories: %v, want %v", d.Path, d.Sub, want)
		}
	}
}

func TestHeader(t *testing.T) {
	in := "V8\nFb\nSann@plum.example\nH?P?Return-Path: <\x81g>\nH??To: bo@fig.example,\n\tcy@fig.example\nH??Bcc: dan@fig.example\nH?x?Full-Name: Ann\nH?D?Date: today\n.\n"
	for flags, want := range map[string]string{
		"b": "To: bo@fig.example,\n\tcy@fig.example\nDate: today\n",
		"8": "To: bo@fig.example,\n\tcy@fig.example\nBcc: dan@fig.example\nDate: today\n",
	} {
		c, problems := ParseControl(strings.Replace(in, "Fb", "F"+flags, 1), "qfA")
		if got := string(Header(&c)); got != want || len(problems) != 0 {
			t.Errorf("Header with flags %q = %q, want %q; %v", flags, got, want, problems)
		}
	}
}

func FuzzLoad(f *testing.F) {
	refused := "Deferred: Connection refused by fig.example."
	for _, in := range [][]file{
		files(message("mqueue/", idA), bounce("mqueue/", idB), []file{{name: "mailq.txt", data: listed(mqueue, entry(idA, "*", refused), entry(idC, " ", ""))}}),
		{{name: "mqueue/df", sym: "../big"}, {name: "big/df" + idA, data: bounceText}, {name: "mqueue/qf" + idA, data: controlFile("Fr")}, {name: "mqueue/df" + idB, hard: "big/df" + idA}},
		{{name: "qd1/qf" + idA, data: controlFile("dqd2")}, {name: "qd2/df" + idA, data: "x"}, {name: "qd2/hf" + idA, data: "V8\nqspam\n"}, {name: "qd2/Qf" + idB}, {name: "qd2/tf" + idB}, {name: "qd2/nf" + idC}},
		append(eximMessage("exim/input/I/", exim23, "frozen 1"), file{name: "exim/input/I/" + exim23 + "-J", data: "bo@fig.example\n"},
			file{name: "exim/msglog/I/" + exim23, data: "2024-03-05 11:41:08 bo@fig.example R=r T=t defer (111): Connection refused\n*** Frozen\n"}, file{name: "exim/db/retry", data: "TDB file\n"}),
		{{name: "mailq.txt", data: listedV(mqueue, entryV(idA, refused, "x"))}, {name: "old/mailq.txt", data: listed("/srv/q", entry(idA, " ", ""))}},
	} {
		data := tarOf(f, in...)
		f.Add(bytes.TrimRight(data, "\x00"))
		f.Add(gz(f, data))
		f.Add(zipOf(f, slices.DeleteFunc(in, func(f file) bool { return f.sym+f.hard != "" })...))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 1<<20 {
			return
		}
		load := func(ctx context.Context) (*queue.Queue, error) {
			return Load(ctx, []Source{source("a.tar", data)}, Options{Hooks: hook.Hooks{Keep: func(string) hook.Keeper { return &memory{} }}, Digests: true})
		}
		q, err := load(context.Background())
		if err != nil || q == nil {
			t.Fatalf("Load: %v", err)
		}
		checkQueue(t, q)
		if most := FreeMemory + MemoryPerByte*int64(len(data)) + 2*MaxControl; q.Strings.Size() > most {
			t.Errorf("%d bytes of text are kept of %d", q.Strings.Size(), len(data))
		}
		for _, p := range q.Problems {
			if p.File == "a.tar" && p.Offset > int64(len(data)) && p.Err != io.ErrUnexpectedEOF {
				t.Errorf("%v is at %d of %d", p, p.Offset, len(data))
			}
		}
		// Stopped at any check of the context, it ends with what was read until
		// then.
		part, err := load(&endsAtLook{Context: context.Background(), left: 1 + len(data)%13})
		if part == nil || err != nil && !errors.Is(err, context.Canceled) {
			t.Fatalf("stopped, Load = %v", err)
		}
		checkQueue(t, part)
	})
}

// endsAtLook is a context that is canceled once it has been checked that many
// times.
type endsAtLook struct {
	context.Context
	left int
}

// Err implements context.Context.
func (c *endsAtLook) Err() error {
	if c.left--; c.left < 0 {
		return context.Canceled
	}
	return nil
}

// checkQueue checks that every index of a queue is valid.
func checkQueue(t *testing.T, q *queue.Queue) {
	t.Helper()
	seen := map[int32]bool{}
	for _, i := range q.Order {
		if i < 0 || int(i) >= q.Len() || seen[i] {
			t.Fatalf("row %d of %d, seen %v", i, q.Len(), seen[i])
		}
		seen[i] = true
		if int(q.Dir[i]) >= len(q.Dirs) || q.State[i] >= queue.NumStates || int(q.Listing[i]) >= len(q.Listed) {
			t.Fatalf("row %d: directory %d, state %d, entry %d", i, q.Dir[i], q.State[i], q.Listing[i])
		}
		if _, to := q.Recipients(i); int(to) > len(q.RcptAddr) || len(q.RcptAddr) != len(q.RcptStat) {
			t.Fatalf("row %d: recipients to %d of %d", i, to, len(q.RcptAddr))
		}
		if _, to := q.Replies(i); int(to) > len(q.ReplyText) || len(q.ReplyText) != len(q.ReplyHost) || len(q.ReplyText) != len(q.ReplyEcho) {
			t.Fatalf("row %d: replies to %d of %d", i, to, len(q.ReplyText))
		}
		if _, to := q.Grep(i); int(to) > len(q.GrepLine) {
			t.Fatalf("row %d: lines to %d of %d", i, to, len(q.GrepLine))
		}
		for _, ref := range []queue.FileRef{q.Control[i], q.Data[i], q.Xscript(i)} {
			if ref.Size < 0 {
				continue
			}
			r, err := q.Open(ref)
			if errors.Is(err, queue.ErrNoBytes) {
				continue
			}
			if n, err := io.Copy(io.Discard, r); err != nil || n != ref.Size {
				t.Fatalf("row %d: %q has %d bytes of %d: %v", i, q.FileName(ref), n, ref.Size, err)
			}
		}
	}
	for _, e := range q.Listed {
		if int(e.Message) >= q.Len() || int(e.Listing) >= len(q.Listings) {
			t.Fatalf("entry %+v", e)
		}
	}
	for _, p := range q.Problems {
		if p.Kind == "" || p.Reason == "" || p.Offset < -1 || len(p.Bytes) > 120 {
			t.Fatalf("problem %+v", p)
		}
	}
}
