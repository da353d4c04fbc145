package archive

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/parser/hook"
	"github.com/spoolscope/spoolscope/parser/internal/sendmail/name"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// got is a member as a handler saw it.
type got struct {
	Member
	data string
}

func (g got) String() string {
	switch {
	case g.Dir:
		return g.Name + "/"
	case g.Symlink:
		return g.Name + " -> " + g.Link
	case g.Link != "":
		return g.Name + " = " + g.Link
	}
	return fmt.Sprintf("%s %d", g.Name, len(g.data))
}

// result is the outcome of a walk.
type result struct {
	members  []got
	problems []queue.Problem
	err      error
	blobs    Blobs
}

func (r *result) names() []string {
	var s []string
	for _, m := range r.members {
		s = append(s, m.String())
	}
	return s
}

func (r *result) kinds() []queue.Kind {
	var ks []queue.Kind
	for _, p := range r.problems {
		ks = append(ks, p.Kind)
	}
	return ks
}

// memoryKeep keeps every decoded stream in memory.
func memoryKeep(string) hook.Keeper { return &memory{limit: 1 << 30} }

// walk reads every member in full, and again through its blob.
func walk(t testing.TB, src Source, opt Options) *result {
	t.Helper()
	r := &result{}
	if opt.Message == nil {
		opt.Message = name.IsMessage
	}
	r.problems, r.err = Walk(context.Background(), src, &r.blobs, opt, func(m Member, data io.Reader) error {
		b, err := io.ReadAll(data)
		if err != nil {
			t.Errorf("reading %q: %v", m.Name, err)
		}
		r.members = append(r.members, got{m, string(b)})
		return nil
	})
	r.again(t)
	return r
}

// again compares what the handler saw with what the blobs hold.
func (r *result) again(t testing.TB) {
	t.Helper()
	for _, m := range r.members {
		if m.Blob == NoBlob {
			continue
		}
		b := make([]byte, len(m.data))
		n, err := r.blobs.At[m.Blob].ReadAt(b, m.Offset)
		if n != len(b) || n > 0 && string(b) != m.data {
			t.Errorf("%q again from blob %d at %d: %d bytes %.40q (%v), want %d bytes %.40q", m.Name, m.Blob, m.Offset, n, b, err, len(m.data), m.data)
		}
	}
}

func atSource(name string, data []byte) Source {
	return Source{Name: name, Size: int64(len(data)), At: bytes.NewReader(data)}
}

func readSource(name string, data []byte) Source {
	return Source{Name: name, Size: -1, R: bytes.NewReader(data)}
}

// ways are the ways to pass the same bytes.
var ways = []struct {
	name string
	src  func(string, []byte) Source
	opt  Options
}{
	{"at and keep", atSource, Options{Keep: memoryKeep}},
	{"at", atSource, Options{}},
	{"at of unknown size", func(name string, data []byte) Source {
		return Source{Name: name, Size: -1, At: bytes.NewReader(data)}
	}, Options{Keep: memoryKeep}},
	{"reader and keep", readSource, Options{Keep: memoryKeep}},
	{"reader", readSource, Options{}},
}

// someWays are all ways, or one if time is short, for tests that decode much.
func someWays() []struct {
	name string
	src  func(string, []byte) Source
	opt  Options
} {
	if testing.Short() {
		return ways[:1]
	}
	return ways
}

func TestFormats(t *testing.T) {
	want := []string{"mqueue/", "mqueue/dfAB 5", "mqueue/qfAB 700", "mqueue/empty 0", "mailq.txt 9"}
	body := plainTar(t, entriesOf(
		"mqueue/", "", "mqueue/dfAB", "hello", "mqueue/qfAB", strings.Repeat("V8\n1234", 100), "mqueue/empty", "", "mailq.txt", "no queue\n"))
	halves := func(pack func(testing.TB, []byte) []byte) []byte {
		return slices.Concat(pack(t, body[:1000]), pack(t, body[1000:]))
	}
	skippable := []byte("\x50\x2a\x4d\x18\x03\x00\x00\x00abc")
	entries := entriesOf("mqueue/", "", "mqueue/dfAB", "hello", "mqueue/qfAB", strings.Repeat("V8\n1234", 100), "mqueue/empty", "", "mailq.txt", "no queue\n")
	tests := []struct {
		name string
		data []byte
	}{
		{"tar", body},
		{"tar without end blocks", body[:len(body)-1024]},
		{"tar with a full record of padding", slices.Concat(body, make([]byte, 10240))},
		{"tar followed by garbage after its end", slices.Concat(body, bytes.Repeat([]byte("old tape "), 200))},
		{"gzip", gzipped(t, body)},
		{"gzip in two members", halves(gzipped)},
		{"gzip padded with zeros", slices.Concat(gzipped(t, body), make([]byte, 5000))},
		{"gzip, zeros, gzip", slices.Concat(gzipped(t, body[:1000]), make([]byte, 77), gzipped(t, body[1000:]))},
		{"xz", xzipped(t, body)},
		{"xz in two streams", halves(xzipped)},
		{"xz padded", slices.Concat(xzipped(t, body), make([]byte, 8))},
		{"zstd", zstded(t, body)},
		{"zstd in two frames", halves(zstded)},
		{"zstd after a skippable frame", slices.Concat(skippable, zstded(t, body))},
		{"zstd around a skippable frame", slices.Concat(zstded(t, body[:999]), skippable, zstded(t, body[999:]))},
		{"zstd padded", slices.Concat(zstded(t, body), make([]byte, 8))},
		{"gzip in gzip", gzipped(t, gzipped(t, body))},
		{"zip deflated", zipped(t, entries, 8)},
		{"zip stored", zipped(t, entries, 0)},
	}
	for _, tt := range tests {
		for _, way := range ways {
			t.Run(tt.name+"/"+way.name, func(t *testing.T) {
				r := walk(t, way.src("in/spool", tt.data), way.opt)
				if got := r.names(); !slices.Equal(got, want) || r.err != nil || len(r.problems) != 0 {
					t.Errorf("Walk = %q, %v, %v, want %q", got, r.problems, r.err, want)
				}
				kept := way.opt.Keep != nil || strings.HasPrefix(way.name, "at") && (strings.HasPrefix(tt.name, "tar") || tt.name == "zip stored") || tt.name == "zip stored"
				for _, m := range r.members {
					if m.Archive != "in/spool" {
						t.Errorf("%q: Archive = %q, want in/spool", m.Name, m.Archive)
					}
					if !m.Dir && kept != (m.Blob != NoBlob) {
						t.Errorf("%q: Blob = %d, want kept %t", m.Name, m.Blob, kept)
					}
				}
			})
		}
	}
}

func TestPlain(t *testing.T) {
	long := strings.Repeat("line of a listing\n", 10_000)
	tests := []struct {
		name string
		src  string
		data []byte
		want string
	}{
		{"a file", "/tmp/../x/mailq.txt", []byte("hello"), "x/mailq.txt 5"},
		{"empty", "qfAB", nil, "qfAB 0"},
		{"long", "mailq", []byte(long), fmt.Sprintf("mailq %d", len(long))},
		{"gzip", "a/mailq.txt.gz", gzipped(t, []byte(long)), fmt.Sprintf("a/mailq.txt %d", len(long))},
		{"gzip of nothing", "mailq.gz", gzipped(t, nil), "mailq 0"},
		{"zstd", "mailq.ZST", zstded(t, []byte("hello")), "mailq 5"},
		{"xz without suffix", "mailq", xzipped(t, []byte("hello")), "mailq 5"},
		{"a name that is all suffix", ".gz", gzipped(t, []byte("hello")), ".gz 5"},
		{"a body that looks like gzip", "mqueue/dfAB12", []byte("\x1f\x8b\x08 not"), "mqueue/dfAB12 7"},
		{"zeros", "disk", make([]byte, 700), "disk 700"},
		{"png", "x.png", []byte("\x89PNG\r\n\x1a\n..."), "x.png 11"},
	}
	for _, tt := range tests {
		for _, way := range ways {
			t.Run(tt.name+"/"+way.name, func(t *testing.T) {
				r := walk(t, way.src(tt.src, tt.data), way.opt)
				if got := r.names(); len(got) != 1 || got[0] != tt.want || len(r.problems) != 0 || r.err != nil {
					t.Errorf("Walk = %q, %v, %v, want %q", got, r.problems, r.err, tt.want)
				}
			})
		}
	}
}

func TestNested(t *testing.T) {
	inner := plainTar(t, entriesOf("mqueue/dfAB", "inner", "mqueue/qfAB", "V8\n"))
	outer := entriesOf("queues/a.tgz", string(gzipped(t, inner)), "queues/b.tar", string(inner),
		"queues/c.zip", string(zipped(t, entriesOf("qfZZ", "zipped", "dfZZ", "x"), 8)), "queues/d.zip", string(zipped(t, entriesOf("qfST", "stored"), 0)),
		"queues/mailq.gz", string(gzipped(t, []byte("listing"))), "queues/dfAB", string(gzipped(t, inner)), "end", "z")
	want := []string{
		"o: queues/a.tgz|mqueue/dfAB 5", "o: queues/a.tgz|mqueue/qfAB 3", "o: queues/b.tar|mqueue/dfAB 5", "o: queues/b.tar|mqueue/qfAB 3",
		"o: queues/c.zip|qfZZ 6", "o: queues/c.zip|dfZZ 1", "o: queues/d.zip|qfST 6", "o: queues/mailq.gz|queues/mailq 7",
		fmt.Sprintf("o|queues/dfAB %d", len(gzipped(t, inner))), "o|end 1",
	}
	tarred := plainTar(t, outer)
	for _, in := range []struct {
		name string
		data []byte
	}{
		{"tar", tarred}, {"tar.gz", gzipped(t, tarred)}, {"zip stored", zipped(t, outer, 0)}, {"zip deflated", zipped(t, outer, 8)},
	} {
		for _, way := range ways {
			t.Run(in.name+"/"+way.name, func(t *testing.T) {
				r := walk(t, way.src("o", in.data), way.opt)
				var got []string
				for _, m := range r.members {
					got = append(got, m.Archive+"|"+m.String())
				}
				if !slices.Equal(got, want) || len(r.problems) > 0 || r.err != nil {
					t.Errorf("Walk = %q, %v, %v, want %q", got, r.problems, r.err, want)
				}
			})
		}
	}
}

func TestDepth(t *testing.T) {
	data := plainTar(t, entriesOf("last", "hello"))
	for range 6 {
		data = plainTar(t, entriesOf("x.tar", string(data)))
	}
	tests := []struct {
		depth, members int
		archive        string
	}{
		{-1, 1, "o"},
		{1, 1, "o: x.tar"},
		{0, 1, "o: x.tar: x.tar: x.tar"},
		{9, 1, "o: x.tar: x.tar: x.tar: x.tar: x.tar: x.tar"},
	}
	for _, tt := range tests {
		r := walk(t, atSource("o", data), Options{Limits: Limits{Depth: tt.depth}})
		// The member that is not opened carries the label that its members would.
		if len(r.members) != tt.members || !strings.HasPrefix(r.members[0].Archive, tt.archive) {
			t.Errorf("Depth %d: Walk = %v in %q, want %d in %q", tt.depth, r.names(), r.members[0].Archive, tt.members, tt.archive)
		}
		limited := slices.Contains(r.kinds(), queue.KindLimit)
		if want := tt.depth != 9; limited != want {
			t.Errorf("Depth %d: problems %v, want a limit %t", tt.depth, r.problems, want)
		}
	}
}

func TestQuine(t *testing.T) {
	data := []byte("x")
	for range 12 {
		data = gzipped(t, data)
	}
	r := walk(t, atSource("x.gz", data), Options{})
	if len(r.members) != 1 || !slices.Equal(r.kinds(), []queue.Kind{queue.KindLimit}) {
		t.Errorf("Walk = %v, %v, want one member and a limit", r.names(), r.problems)
	}
}

func TestLinks(t *testing.T) {
	var b tarBuilder
	b.add("mq/", '5', "", "")
	b.add("mq/dfAB", '0', "", "body")
	b.add("mq/dfCD", '1', "./mq/dfAB", "")
	b.add("mq/df", '2', "../data//df", "")
	b.add("/abs", '2', "/var/spool/mqueue", "")
	b.add("../../up/x", '2', "../../../../etc/passwd", "")
	b.add("dev", '3', "", "")
	b.add("fifo", '6', "", "")
	b.add("", '5', "", "")
	r := walk(t, atSource("l.tar", b.end()), Options{})
	want := []string{"mq/", "mq/dfAB 4", "mq/dfCD = mq/dfAB", "mq/df -> data/df", "abs -> var/spool/mqueue", "up/x -> etc/passwd", "/"}
	if got := r.names(); !slices.Equal(got, want) || len(r.problems) > 0 {
		t.Errorf("Walk = %q, %v, want %q", got, r.problems, want)
	}
}

func TestUnsupported(t *testing.T) {
	for begin, want := range map[string]queue.Kind{
		"7z\xbc\xaf\x27\x1c\x00\x04": queue.KindUnsupported, "Rar!\x1a\x07\x00": queue.KindUnsupported,
		"-----BEGIN PGP MESSAGE-----\n": queue.KindEncrypted, "Salted__12345678": queue.KindEncrypted,
		"age-encryption.org/v1\n": queue.KindEncrypted,
	} {
		data := []byte(begin + strings.Repeat("x", 2000))
		r := walk(t, atSource("x", data), Options{})
		if len(r.members) != 0 || !slices.Equal(r.kinds(), []queue.Kind{want}) {
			t.Errorf("Walk(%q) = %v, %v, want %s", begin, r.names(), r.problems, want)
		}
	}
}

func TestLimits(t *testing.T) {
	bomb := gzipped(t, bytes.Repeat([]byte("x"), 10<<20))
	many := plainTar(t, entriesOf("a", "1", "b", "2", "c", "3"))
	tests := []struct {
		name    string
		data    []byte
		limits  Limits
		members int
	}{
		{"bytes", bomb, Limits{Bytes: 1 << 20}, 1},
		{"bytes of a zip", zipped(t, entriesOf("a", strings.Repeat("x", 5000), "b", strings.Repeat("y", 5000)), 8), Limits{Bytes: 7000}, 2},
		{"members", many, Limits{Members: 2}, 2},
		{"name", plainTar(t, entriesOf("a", "1", strings.Repeat("n", 150), "2", "c", "3")), Limits{Name: 140}, 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := walk(t, atSource("x", tt.data), Options{Keep: memoryKeep, Limits: tt.limits})
			if len(r.members) != tt.members || !slices.Equal(r.kinds(), []queue.Kind{queue.KindLimit}) {
				t.Fatalf("Walk = %d members, %v, want %d and one limit", len(r.members), r.problems, tt.members)
			}
			if !errors.Is(r.problems[0], queue.ErrLimit) {
				t.Errorf("%v does not wrap ErrLimit", r.problems[0])
			}
		})
	}
	t.Run("exactly", func(t *testing.T) {
		r := walk(t, atSource("x", bomb), Options{Limits: Limits{Bytes: 10 << 20}})
		if len(r.problems) != 0 {
			t.Errorf("problems %v, want none", r.problems)
		}
	})
}

func TestStops(t *testing.T) {
	data := gzipped(t, plainTar(t, entriesOf("a", "1", "b", "2", "c", "3")))
	var blobs Blobs
	stop := errors.New("enough")
	n := 0
	_, err := Walk(context.Background(), atSource("x", data), &blobs, Options{}, func(Member, io.Reader) error {
		if n++; n == 2 {
			return stop
		}
		return nil
	})
	if err != stop || n != 2 {
		t.Errorf("Walk = %v after %d members, want %v after 2", err, n, stop)
	}
	ctx, cancel := context.WithCancel(context.Background())
	n = 0
	ps, err := Walk(ctx, atSource("x", data), &blobs, Options{}, func(Member, io.Reader) error {
		n++
		cancel()
		return nil
	})
	if !errors.Is(err, context.Canceled) || n != 1 || len(ps) != 0 {
		t.Errorf("Walk = %v, %v after %d members, want it cancelled after 1", ps, err, n)
	}
}

// failing returns an error after n bytes.
type failing struct {
	data []byte
	n    int64
	err  error
}

func (f failing) ReadAt(p []byte, off int64) (int, error) {
	if off+int64(len(p)) > f.n {
		n := copy(p, f.data[min(off, f.n):f.n])
		return n, f.err
	}
	return copy(p, f.data[off:]), nil
}

func TestUnreadable(t *testing.T) {
	bad := errors.New("the file has gone")
	entries := entriesOf("a", "1", "b", strings.Repeat("0123456789", 1000), "c", "3")
	body := plainTar(t, entries)
	for _, tt := range []struct {
		name string
		data []byte
		n    int64
	}{
		{"tar", body, 4000}, {"at once", body, 0}, {"gzip", gzipped(t, body), 90}, {"zip", zipped(t, entries, 0), 4000},
	} {
		t.Run(tt.name, func(t *testing.T) {
			src := Source{Name: "x", Size: int64(len(tt.data)), At: failing{tt.data, tt.n, bad}}
			r := walk(t, src, Options{})
			if !slices.Equal(r.kinds(), []queue.Kind{queue.KindUnreadable}) || !errors.Is(r.problems[0], bad) || r.err != nil {
				t.Errorf("Walk = %q, %v, %v, want unreadable", r.names(), r.problems, r.err)
			}
		})
	}
}

func TestProgress(t *testing.T) {
	data := plainTar(t, entriesOf("a", strings.Repeat("x", 3<<20), "b", "y", "c", strings.Repeat("z", 300<<10)))
	for _, tt := range []struct {
		name string
		src  Source
	}{
		{"at", atSource("x", data)}, {"reader", readSource("x", data)},
		{"zip", atSource("x", zipped(t, entriesOf("a", string(data)), 0))},
	} {
		var told []int64
		var blobs Blobs
		Walk(context.Background(), tt.src, &blobs, Options{Progress: func(n int64) { told = append(told, n) }},
			func(_ Member, r io.Reader) error { io.Copy(io.Discard, r); return nil })
		if len(told) < 2 || !slices.IsSorted(told) || told[len(told)-1] < int64(len(data)) {
			t.Errorf("%s: progress %v, want up to %d", tt.name, told, len(data))
		}
		for i := 1; i < len(told)-1 && tt.name != "zip"; i++ { // entries are work beside their bytes
			if told[i]-told[i-1] < pollEvery {
				t.Errorf("%s: progress %v after %v", tt.name, told[i], told[i-1])
			}
		}
	}
}

// TestUnread does not read the data; Walk must keep it all the same.
func TestUnread(t *testing.T) {
	entries := entriesOf("a", strings.Repeat("x", 70_000), "b", "y", "c", strings.Repeat("z", 3<<20), "d", "end")
	body := plainTar(t, entries)
	for _, in := range []struct {
		name string
		data []byte
	}{
		{"tar", body}, {"gzip", gzipped(t, body)}, {"zstd", zstded(t, body)}, {"zip", zipped(t, entries, 8)}, {"zip stored", zipped(t, entries, 0)},
	} {
		for _, way := range ways {
			if way.opt.Keep == nil {
				continue
			}
			t.Run(in.name+"/"+way.name, func(t *testing.T) {
				r := &result{}
				r.problems, r.err = Walk(context.Background(), way.src("x", in.data), &r.blobs, way.opt, func(m Member, data io.Reader) error {
					io.ReadFull(data, make([]byte, min(m.Size, 3)))
					r.members = append(r.members, got{m, entries[len(r.members)].data})
					return nil
				})
				if len(r.members) != 4 || len(r.problems) != 0 || r.err != nil {
					t.Fatalf("Walk = %d members, %v, %v", len(r.members), r.problems, r.err)
				}
				r.again(t)
			})
		}
	}
}
