package archive

import (
	"archive/tar"
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// sumXZ appends the checksum of a block header.
func sumXZ(b []byte) []byte { return binary.LittleEndian.AppendUint32(b, crc32.ChecksumIEEE(b)) }

func TestTarFormats(t *testing.T) {
	long := "evidence/" + strings.Repeat("a-long-folder-name/", 10) + "qfAB12"
	for _, format := range []tar.Format{tar.FormatUSTAR, tar.FormatPAX, tar.FormatGNU} {
		t.Run(format.String(), func(t *testing.T) {
			var buf bytes.Buffer
			w := tar.NewWriter(&buf)
			mod := time.Unix(1234567890, 0)
			for _, h := range []*tar.Header{
				{Name: long, Size: 5, Mode: 0o600, ModTime: mod},
				{Name: "next", Size: 5, Mode: 0o600, ModTime: mod},
				{Name: "caf\xe9", Size: 5, Mode: 0o600, ModTime: mod},
				{Name: "hard", Linkname: "next", Typeflag: tar.TypeLink, ModTime: mod},
				{Name: "d/soft", Linkname: long[:90], Typeflag: tar.TypeSymlink, ModTime: mod},
			} {
				h.Format = format
				if h.Name[0] == 'c' && format != tar.FormatGNU {
					h.Name = "cafe" // archive/tar writes such names in GNU's format only
				}
				check(t, w.WriteHeader(h))
				if h.Size > 0 {
					_, err := io.WriteString(w, "hello")
					check(t, err)
				}
			}
			check(t, w.Close())
			r := walk(t, atSource("x", buf.Bytes()), Options{})
			want := []string{long + " 5", "next 5", "caf\xe9 5", "hard = next", "d/soft -> d/" + long[:90]}
			if format != tar.FormatGNU {
				want[2] = "cafe 5"
			}
			if got := r.names(); !slices.Equal(got, want) || len(r.problems) > 0 {
				t.Errorf("Walk = %q, %v, want %q", got, r.problems, want)
			}
			for _, m := range r.members {
				if !m.ModTime.Equal(mod) {
					t.Errorf("%q: ModTime = %v, want %v", m.Name, m.ModTime, mod)
				}
			}
		})
	}
}

func TestTarV7(t *testing.T) {
	var b tarBuilder
	for _, e := range entriesOf("mq/", "", "mq/qfAB", "V1\n") {
		h := b.header(e.name, 0, "", int64(len(e.data)))
		clear(h[257:])
		// Numbers as old programs wrote them: spaces first, one after.
		copy(h[124:136], fmt.Sprintf("%11o ", len(e.data)))
		b.Write(sum(h))
		b.data(e.data)
	}
	r := walk(t, atSource("x", b.end()), Options{})
	if got, want := r.names(), []string{"mq/", "mq/qfAB 3"}; !slices.Equal(got, want) || len(r.problems) > 0 {
		t.Errorf("Walk = %q, %v, want %q", got, r.problems, want)
	}
}

func TestTarSignedChecksum(t *testing.T) {
	var b tarBuilder
	h := b.header("caf\xe9\xe8", '0', "", 1)
	n := 8 * int(' ')
	for i, c := range h {
		if i < 148 || i >= 156 {
			n += int(int8(c))
		}
	}
	copy(h[148:156], fmt.Sprintf("%06o\x00 ", n))
	b.Write(h)
	b.data("x")
	r := walk(t, atSource("x", b.end()), Options{})
	if got, want := r.names(), []string{"caf\xe9\xe8 1"}; !slices.Equal(got, want) || len(r.problems) > 0 {
		t.Errorf("Walk = %q, %v, want %q", got, r.problems, want)
	}
}

func TestTarExtended(t *testing.T) {
	tests := []struct {
		name    string
		records string
		want    string
		kinds   []queue.Kind
	}{
		{"path", "11 path=a/b\n", "a/b 5", nil},
		{"size", "10 size=3\n", "short 3", nil},
		{"mtime", "17 mtime=123.456\n", "short 5", nil},
		{"bytes that are not UTF-8", "12 path=\xff\xfe\xfd\n", "\xff\xfe\xfd 5", nil},
		{"unknown keys", "12 comment=x\n11 path=a/b\n", "", nil},
		{"too long a record", "99 path=a/b\n", "short 5", []queue.Kind{"damaged"}},
		{"no number", "x path=a/b\n", "short 5", []queue.Kind{"damaged"}},
		{"a wrong size", "11 size=-1\n", "short 5", []queue.Kind{"damaged"}},
		{"padding", "11 path=a/b\n\x00\x00\x00", "a/b 5", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var b tarBuilder
			b.add("PaxHeaders/short", 'x', "", fixLengths(tt.records))
			b.add("short", '0', "", "hello")
			b.add("after", '0', "", "z")
			r := walk(t, atSource("x", b.end()), Options{})
			if tt.want == "" {
				tt.want = "a/b 5"
			}
			if got := r.names(); len(got) != 2 || got[0] != tt.want || got[1] != "after 1" || !slices.Equal(r.kinds(), tt.kinds) {
				t.Errorf("Walk = %q, %v, want %q, %v", got, r.problems, tt.want, tt.kinds)
			}
		})
	}
}

// fixLengths corrects the lengths of records that are meant to be right.
func fixLengths(records string) string {
	var b strings.Builder
	for line := range strings.Lines(records) {
		n, rest, ok := strings.Cut(line, " ")
		if ok && n != "99" && n != "x" {
			line = fmt.Sprintf("%d %s", len(rest)+3, rest)
		}
		b.WriteString(line)
	}
	return b.String()
}

// TestTarHugeHeader reads headers that claim gigabytes.
func TestTarHugeHeader(t *testing.T) {
	for _, flag := range []byte{'x', 'L', 'K', 'g'} {
		for _, size := range []int64{HeaderLimit + 1, 5 << 30, 1<<62 + 5, 1<<63 - 1} {
			var b tarBuilder
			b.add("before", '0', "", "1")
			b.Write(b.header("huge", flag, "", size))
			if size < 1<<30 {
				b.Write(make([]byte, padded(size)))
			}
			b.add("after", '0', "", "2")
			data := b.end()
			r := walk(t, atSource("x", data), Options{})
			want := []string{"before 1"}
			if size < 1<<30 {
				want = append(want, "after 1")
			}
			if got := r.names(); !slices.Equal(got, want) {
				t.Errorf("%c of %d: Walk = %q, %v, want %q", flag, size, got, r.problems, want)
			}
			if limited := slices.Contains(r.kinds(), queue.KindLimit); limited != (flag != 'g') {
				t.Errorf("%c of %d: problems %v", flag, size, r.problems)
			}
		}
	}
}

func TestTarHugeSize(t *testing.T) {
	for _, size := range []int64{1 << 40, 1<<63 - 1} {
		var b tarBuilder
		b.Write(b.header("huge", '0', "", size))
		b.data("hello")
		for _, way := range ways {
			r := walk(t, way.src("x", b.Bytes()), way.opt)
			if got := r.names(); !slices.Equal(got, []string{"huge 512"}) || !slices.Equal(r.kinds(), []queue.Kind{"truncated"}) {
				t.Errorf("size %d, %s: Walk = %q, %v, want what there is", size, way.name, got, r.problems)
			}
		}
	}
}

// TestTarSparse reads a file of two pieces in each of the formats.
func TestTarSparse(t *testing.T) {
	const hole = 4096
	want := strings.Repeat("a", blockSize) + strings.Repeat("\x00", hole-blockSize) + strings.Repeat("b", blockSize)
	data := strings.Repeat("a", blockSize) + strings.Repeat("b", blockSize)
	record := func(key, value string) string {
		line := " " + key + "=" + value + "\n"
		n := len(line) + 2
		if n >= 100 {
			n++
		}
		return fmt.Sprintf("%d%s", n, line)
	}
	gnu := func() []byte {
		var b tarBuilder
		h := b.header("df", 'S', "", int64(len(data)))
		copy(h[257:], "ustar  \x00")
		clear(h[345:])
		for i, n := range []int{0, blockSize, hole, blockSize} {
			copy(h[386+12*i:], fmt.Sprintf("%011o", n))
		}
		copy(h[483:], fmt.Sprintf("%011o", len(want)))
		b.Write(sum(h))
		b.data(data)
		b.add("after", '0', "", "z")
		return b.end()
	}
	pax := func(records, prefix string) []byte {
		var b tarBuilder
		b.add("x", 'x', "", records)
		b.add("GNUSparseFile.1/df", '0', "", prefix+data)
		b.add("after", '0', "", "z")
		return b.end()
	}
	tests := []struct {
		name string
		data []byte
	}{
		{"gnu", gnu()},
		{"pax 0.1", pax(record("path", "df")+record("GNU.sparse.size", fmt.Sprint(len(want)))+record("GNU.sparse.numblocks", "2")+
			record("GNU.sparse.map", fmt.Sprintf("0,512,%d,512", hole)), "")},
		{"pax 1.0", pax(record("GNU.sparse.major", "1")+record("GNU.sparse.minor", "0")+record("GNU.sparse.name", "df")+
			record("GNU.sparse.realsize", fmt.Sprint(len(want))), fmt.Sprintf("2\n0\n512\n%d\n512\n", hole)+strings.Repeat("\x00", blockSize-17))},
	}
	for _, tt := range tests {
		for _, way := range ways {
			t.Run(tt.name+"/"+way.name, func(t *testing.T) {
				r := walk(t, way.src("x", tt.data), way.opt)
				if got := r.names(); !slices.Equal(got, []string{fmt.Sprintf("df %d", len(want)), "after 1"}) || len(r.problems) > 0 {
					t.Fatalf("Walk = %q, %v", got, r.problems)
				}
				if m := r.members[0]; m.data != want || m.Blob != NoBlob || m.Size != int64(len(want)) {
					t.Errorf("data %.40q of %d, blob %d, want the holes filled and no blob", m.data, m.Size, m.Blob)
				}
			})
		}
	}
}

func TestNumber(t *testing.T) {
	tests := []struct {
		in   string
		want int64
		ok   bool
	}{
		{"0000644\x00", 0o644, true}, {"   644 \x00", 0o644, true}, {"", 0, true}, {"\x00\x00\x00", 0, true},
		{"64x", 0, false}, {"8", 0, false}, {"12\x0034", 0o12, true},
		{"\x80\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01\x00", 256, true},
		{"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xfe", -2, true},
		{"\x80\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00", 0, false},
		{"777777777777777777777777777", 0, false},
	}
	for _, tt := range tests {
		if got, ok := number([]byte(tt.in)); ok != tt.ok || ok && got != tt.want {
			t.Errorf("number(%q) = %d, %t, want %d, %t", tt.in, got, ok, tt.want, tt.ok)
		}
	}
}
