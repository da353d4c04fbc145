package hints

import (
	"archive/tar"
	"encoding/binary"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spoolscope/spoolscope/parser/corpustest"
)

// databases returns the hints of a real spool by name.
func databases(t testing.TB, c corpustest.Case) map[string][]byte {
	t.Helper()
	found := map[string][]byte{}
	for _, m := range corpustest.Unpack(t, c.Read(t, c.Archives(t)[0])) {
		if path.Base(path.Dir(m.Name)) == "db" && m.Typeflag == tar.TypeReg && path.Ext(m.Name) == "" {
			found[path.Base(m.Name)] = m.Data
		}
	}
	return found
}

// The records equal those that exim_dumpdb prints.
func TestRetry(t *testing.T) {
	c := corpustest.Open(t, "exim-2")
	var got []string
	format, whole := ParseRetry(databases(t, c)["retry"], func(r Retry) {
		day := func(t int64) string { return time.Unix(t, 0).UTC().Format("02-Jan-2006 15:04:05") }
		mark := ""
		if r.Expired {
			mark = "*"
		}
		got = append(got, fmt.Sprintf("%s %d %s|%s  %s  %s %s", r.Key, r.Errno, r.Text, day(r.First), day(r.Last), day(r.Next), mark))
	})
	if format != BerkeleyHash || !whole {
		t.Errorf("ParseRetry = %v, %v", format, whole)
	}
	var want []string
	lines := strings.Split(strings.TrimRight(string(c.Read(t, "dumpdb-retry.txt")), "\n"), "\n")
	more := regexp.MustCompile(`^(  .*? -?\d+) \d+ `) // fields that are not kept
	for i := 0; i+1 < len(lines); i += 2 {
		want = append(want, strings.TrimPrefix(more.ReplaceAllString(lines[i], "$1 "), "  ")+"|"+lines[i+1])
	}
	slices.Sort(got)
	slices.Sort(want)
	if len(got) != len(want) || len(got) < 10 {
		t.Fatalf("%d records, want %d", len(got), len(want))
	}
	for i := range got {
		if got[i] != want[i] {
			t.Errorf("got  %q\nwant %q", got[i], want[i])
		}
	}
}

// The messages that wait for a host are those that exim_dumpdb prints; it prints only the beginning
// of each record.
func TestWaits(t *testing.T) {
	c := corpustest.Open(t, "exim-2")
	waits := map[string][]string{}
	format, whole := ParseWaits(databases(t, c)["wait-remote_smtp"], func(host, id string) { waits[host] = append(waits[host], id) })
	printed := strings.Split(strings.TrimSpace(string(c.Read(t, "dumpdb-wait.txt"))), "\n")
	if format != BerkeleyHash || !whole || len(waits["mx.refused.example.org"]) < 3 || len(waits) != len(printed) {
		t.Errorf("ParseWaits = %v, %v with %v", format, whole, waits)
	}
	for _, line := range printed {
		host, list, _ := strings.Cut(strings.TrimSpace(line), " ")
		for _, id := range ids(list) {
			if !slices.Contains(waits[host], id) {
				t.Errorf("%s waits for %s, read are %q", id, host, waits[host])
			}
		}
	}
}

func TestFormats(t *testing.T) {
	at := func(offset int, order binary.AppendByteOrder, n uint32) []byte {
		return append(order.AppendUint32(make([]byte, offset), n), make([]byte, 600)...)
	}
	for _, tt := range []struct {
		want Format
		b    []byte
	}{
		{Empty, nil}, {SQLite, []byte("SQLite format 3\x00xxx")}, {TDB, []byte("TDB file\n")}, {GDBM, at(0, binary.LittleEndian, 0x13579ace)},
		{GDBM, at(0, binary.BigEndian, 0x13579ad0)}, {BerkeleyOther, at(12, binary.BigEndian, magicBtree)}, {BerkeleyOther, at(0, binary.BigEndian, magicHash)},
		{BerkeleyHash, at(12, binary.BigEndian, magicHash)}, {Unknown, []byte("hello")}, {Unknown, make([]byte, 4096)},
	} {
		if got, whole := ParseRetry(tt.b, func(Retry) { t.Error("a record") }); got != tt.want || whole != (got == Empty) {
			t.Errorf("%v is %v, %v", tt.want, got, whole)
		}
	}
}

// database writes a hash database in the other byte order, with one value on
// overflow pages.
func database(value []byte) []byte {
	const size = 512
	order := binary.BigEndian
	b := make([]byte, 4*size)
	order.PutUint32(b[magicAt:], magicHash)
	order.PutUint32(b[pageSizeAt:], size)
	b[typeAt] = 8
	page := b[size : 2*size]
	page[typeAt] = pageHash
	order.PutUint16(page[20:], 2)
	key := append([]byte{itemHere}, "T:mx.example:192.0.2.1\x00"...)
	order.PutUint16(page[pageHeader:], uint16(size-len(key)))
	copy(page[size-len(key):], key)
	ref := make([]byte, 12)
	ref[0] = itemOverflow
	order.PutUint32(ref[4:], 2)
	order.PutUint32(ref[8:], uint32(len(value)))
	order.PutUint16(page[pageHeader+2:], uint16(size-len(key)-len(ref)))
	copy(page[size-len(key)-len(ref):], ref)
	for i, at := 0, 2*size; i < len(value); at += size {
		p := b[at : at+size]
		n := copy(p[pageHeader:], value[i:])
		i += n
		p[typeAt] = pageOverflow
		order.PutUint16(p[22:], uint16(n))
		order.PutUint32(p[16:], uint32(at/size+1))
	}
	return b
}

// Long values, another byte order, times of 32 bits.
func TestOverflow(t *testing.T) {
	order := binary.BigEndian
	v := order.AppendUint32(nil, 1752500000)
	for _, n := range []uint32{1752400000, 1752500000, 1752600000, 1, 111, 0x4d} {
		v = order.AppendUint32(v, n)
	}
	v = append(v, strings.Repeat("Connection refused ", 30)...)
	var got []Retry
	if format, whole := ParseRetry(database(append(v, 0)), func(r Retry) { got = append(got, r) }); format != BerkeleyHash || !whole {
		t.Errorf("ParseRetry = %v, %v", format, whole)
	}
	want := Retry{Key: "T:mx.example:192.0.2.1", First: 1752400000, Last: 1752500000, Next: 1752600000, Expired: true, Errno: 111, Text: strings.Repeat("Connection refused ", 30)}
	if len(got) != 1 || got[0] != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	b := database(append(v, 0))
	order.PutUint32(b[3*512-512+16:], 2) // a chain that leads to itself
	order.PutUint32(b[2*512-12-24+8:], 900)
	ParseRetry(b, func(Retry) {})
}

func TestIDs(t *testing.T) {
	for s, want := range map[string]string{
		"1uaW5S-0001u0-2V1uaX1b-0001uX-30":                        "[1uaW5S-0001u0-2V 1uaX1b-0001uX-30]",
		"1uaW5S-0001u0-2V1ub3oK-000000001zl-1GJw1uaX1b-0001uX-30": "[1uaW5S-0001u0-2V 1ub3oK-000000001zl-1GJw 1uaX1b-0001uX-30]",
		"1uaW5S-0001u0-2V1uaX1b-1uafSJ-000000001vV-1IBx":          "[1uaW5S-0001u0-2V 1uaX1b-1uafSJ-00 1uafSJ-000000001vV-1IBx]",
		"": "[]",
	} {
		if got := fmt.Sprint(ids(s)); got != want {
			t.Errorf("ids(%q) = %s, want %s", s, got, want)
		}
	}
}

func FuzzHints(f *testing.F) {
	for _, b := range databases(f, corpustest.Open(f, "exim-2")) {
		f.Add(b)
	}
	f.Add(database(make([]byte, 700)))
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) > 1<<20 {
			return
		}
		kept := 0
		ParseRetry(b, func(r Retry) {
			kept += len(r.Text)
			if !isTime(r.Next) {
				t.Errorf("a next try at %d", r.Next)
			}
		})
		ParseWaits(b, func(host, id string) { kept += len(id) })
		if kept > 80*len(b)+1000 {
			t.Errorf("%d bytes of %d", kept, len(b))
		}
	})
}
