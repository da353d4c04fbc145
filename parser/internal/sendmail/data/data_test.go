package data

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/spoolscope/spoolscope/parser/internal/sendmail/dsn"
)

// refused implements the guide's "^<<< 5.. " in the C locale, where a dot is any
// byte; in a Go regexp it would be a character.
func refused(line []byte) bool {
	return len(line) >= 8 && bytes.HasPrefix(line, []byte("<<< 5")) && line[7] == ' '
}

// naive returns what Scan finds in data without long lines, the plain way.
func naive(data []byte) Scan {
	out := Scan{Size: int64(len(data)), Sum: sha256.Sum256(data)}
	for _, line := range bytes.Split(data, []byte("\n")) {
		if bytes.Contains(line, []byte("<<<")) {
			out.Lines = append(out.Lines, string(line))
			out.Refused = out.Refused || refused(line)
		}
	}
	if dsn.Looks(data[:min(len(data), 4096)]) {
		out.Start = data[:min(len(data), dsn.MaxBytes)]
	}
	return out
}

func same(t *testing.T, name string, got, want Scan) {
	t.Helper()
	gotStart, wantStart := string(got.Start), string(want.Start)
	got.Start, want.Start = nil, nil
	if !reflect.DeepEqual(got, want) {
		t.Errorf("Scan(%s) = %s, want %s", name, brief(got), brief(want))
	}
	if gotStart != wantStart {
		t.Errorf("Scan(%s).Start has %d bytes, want %d", name, len(gotStart), len(wantStart))
	}
}

func brief(s Scan) string {
	var lines []string
	for _, l := range s.Lines[:min(len(s.Lines), 10)] {
		lines = append(lines, fmt.Sprintf("%d:%.40q", len(l), l))
	}
	return fmt.Sprintf("{size %d refused %v cut %d sum %x %d lines %v}", s.Size, s.Refused, s.Cut, s.Sum[:3], len(s.Lines), lines)
}

// readers give the same bytes in different pieces.
var readers = map[string]func(io.Reader) io.Reader{
	"whole":      func(r io.Reader) io.Reader { return r },
	"one byte":   iotest.OneByteReader,
	"half":       iotest.HalfReader,
	"data error": iotest.DataErrReader,
}

func TestScan(t *testing.T) {
	pad := func(n int) string { return strings.Repeat("x", n) }
	tests := []struct{ name, in string }{
		{"empty", ""},
		{"no line end", "abc"},
		{"only line ends", "\n\n\n"},
		{"a mark without line end", "a\n<<< 550 5.1.1 no"},
		{"refused", "a\n<<< 550 5.1.1 no\nb\n"},
		{"refused without text", "<<< 550 \n"},
		{"not refused: no text", "<<< 550\n"},
		{"not refused: 4xx", "<<< 450 4.2.0 later\n"},
		{"not refused: more lines follow", "<<< 550-no\n"},
		{"not refused: not at the start", " <<< 550 no\n> <<< 550 no\n"},
		{"any two bytes", "<<< 5\x00\xff no\n"},
		{"in the middle", "user text <<< here\nand <<<< here\n<<\n"},
		{"NUL bytes", "\x00a\x00<<<\x00b\n\x00\n<<<\x00"},
		{"CR", "a <<< b\r\nc\r\n"},
		{"a bounce", "This is a MIME-encapsulated message\n\n--B\n\n<<< 550 5.1.1 no\n"},
		{"a long bounce", "This is a MIME-encapsulated message\n" + strings.Repeat(pad(71)+"\n", 6000) + "<<< 450 x\n"},
		{"a mark over the window's end", strings.Repeat("a\n", window/2-1) + "<<<\n<<< 550 x\n"},
		{"a line over the window's end", pad(window-3) + "\n<<< " + pad(100) + "\n"},
		{"a line as long as the window", pad(window-4) + "<<<\n" + "b <<<\n"},
		{"a line of two windows", "<<< 550 " + pad(2*window) + "\nb <<<\n"},
		{"the longest line", "<<< 550 " + pad(MaxLine-8) + "\n<<<\n"},
		{"the longest line at the end", "a\n" + pad(MaxLine-3) + "<<<"},
	}
	for _, tt := range tests {
		for name, wrap := range readers {
			if len(tt.in) > 4*window && name == "one byte" {
				continue // a million small reads show no more than a thousand
			}
			t.Run(tt.name+"/"+name, func(t *testing.T) {
				var s Scanner
				got, err := s.Scan(wrap(strings.NewReader(tt.in)), true)
				if err != nil {
					t.Fatal(err)
				}
				same(t, tt.name, got, naive([]byte(tt.in)))
			})
		}
	}
}

func TestLongLines(t *testing.T) {
	pad := func(n int) string { return strings.Repeat("x", n) }
	tests := []struct {
		name, in string
		lines    []string
		cut      int
		refused  bool
	}{
		{"without a mark", pad(MaxLine+1) + "\n<<<\n", []string{"<<<"}, 0, false},
		{"a very long one without a mark", pad(5*MaxLine) + "\nb", nil, 0, false},
		{"one byte too long", "<<< 550 " + pad(MaxLine-7) + "\n<<<\n", []string{"<<< 550 " + pad(MaxLine-8), "<<<"}, 1, true},
		{"shortened at its end", "<<<" + pad(3*MaxLine), []string{"<<<" + pad(MaxLine-3)}, 1, false},
		{"a late mark", pad(2*MaxLine) + "<<<" + pad(2*MaxLine) + "<<<\na <<<\n", []string{"a <<<"}, 1, false},
		{"a late mark, then the end", pad(2*MaxLine) + "<<<", nil, 1, false},
		{"no start of a line", pad(MaxLine+1) + "<<< 550 no\n", nil, 1, false},
		{"the mark over the limit", pad(MaxLine-1) + "<<<\n", nil, 1, false},
		{"the mark over the next piece", pad(MaxLine) + "<<<\n", nil, 1, false},
		{"the mark over two pieces", pad(MaxLine+1+MaxLine) + "<<<\n", nil, 1, false},
		{"two long ones", "<<<" + pad(MaxLine) + "\n" + pad(MaxLine) + "<<<\n", []string{"<<<" + pad(MaxLine-3)}, 2, false},
	}
	for _, tt := range tests {
		for _, name := range []string{"whole", "half"} {
			t.Run(tt.name+"/"+name, func(t *testing.T) {
				var s Scanner
				got, err := s.Scan(readers[name](strings.NewReader(tt.in)), true)
				if err != nil {
					t.Fatal(err)
				}
				same(t, tt.name, got, Scan{
					Size: int64(len(tt.in)), Sum: sha256.Sum256([]byte(tt.in)), Lines: tt.lines, Cut: tt.cut, Refused: tt.refused,
				})
			})
		}
	}
}

func TestLimits(t *testing.T) {
	var s Scanner
	got, err := s.Scan(strings.NewReader(strings.Repeat("<<<\n", MaxLines+5)), false)
	if err != nil || len(got.Lines) != MaxLines || got.Cut != 5 {
		t.Errorf("%d lines, %d cut, %v; want %d and 5", len(got.Lines), got.Cut, err, MaxLines)
	}
	line := "<<< 550 " + strings.Repeat("x", 1<<16-8)
	got, err = s.Scan(strings.NewReader(strings.Repeat(line+"\n", MaxKept>>16+3)), false)
	if err != nil || len(got.Lines) != MaxKept>>16 || got.Cut != 3 || !got.Refused {
		t.Errorf("%d lines, %d cut, %v; want %d and 3", len(got.Lines), got.Cut, err, MaxKept>>16)
	}
	// each file has the whole limit
	if got, _ = s.Scan(strings.NewReader(line), false); len(got.Lines) != 1 || got.Cut != 0 || got.Sum != [32]byte{} {
		t.Errorf("after a big file: %s", brief(got))
	}
}

func TestReadErrors(t *testing.T) {
	boom := errors.New("boom")
	tests := []struct {
		name string
		r    io.Reader
		want error
	}{
		{"fails", io.MultiReader(strings.NewReader("a\n<<< 550 x\nb <<<"), iotest.ErrReader(boom)), boom},
		{"ends early", io.MultiReader(strings.NewReader("a\n<<< 550 x\nb <<<"), iotest.ErrReader(io.ErrUnexpectedEOF)), nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var s Scanner
			got, err := s.Scan(tt.r, true)
			if !errors.Is(err, tt.want) {
				t.Errorf("error %v, want %v", err, tt.want)
			}
			same(t, tt.name, got, naive([]byte("a\n<<< 550 x\nb <<<")))
		})
	}
}

func FuzzScan(f *testing.F) {
	f.Add([]byte("a\n<<< 550 5.1.1 no\nb\n"), 0, 1)
	f.Add([]byte("<<<\x00<<\n\n<<< 4"), window-5, 3)
	f.Add([]byte("This is a MIME-encapsulated message\n<<< 5xx \n"), 4090, 7)
	f.Add([]byte("   ----- Transcript of session follows -----\r\n<<<"), window, 4096)
	f.Fuzz(func(t *testing.T, data []byte, before, piece int) {
		// the text follows some lines, so that it crosses the end of a window
		before = min(max(before, 0), 2*window)
		in := append(bytes.Repeat([]byte("ab\n"), before/3), data...)
		if len(data) > MaxLine {
			return
		}
		var s Scanner
		got, err := s.Scan(&pieces{r: bytes.NewReader(in), n: min(max(piece, 1), 1<<20)}, true)
		if err != nil {
			t.Fatal(err)
		}
		same(t, fmt.Sprintf("%.60q after %d", data, before), got, naive(in))
	})
}

// pieces reads n bytes at most.
type pieces struct {
	r io.Reader
	n int
}

func (p *pieces) Read(b []byte) (int, error) { return p.r.Read(b[:min(len(b), p.n)]) }

func TestWholeFindsWhatScanFinds(t *testing.T) {
	for _, text := range []string{
		"", "<", "<<", "<<<", "a<<<b\n<<< 550 no\nlast <<<", "<a<<b<<<c", "<<<<\n<<<", "no\n", "x\n<< <<\n",
		"text\n   ----- The following", "   -----x", "--   ----- x", "-----", "   ----- ", "    ****", "------   ----- y\n<<< 5xx x",
	} {
		var s Scanner
		want, err := s.Scan(strings.NewReader(text), true)
		if err != nil {
			t.Fatal(err)
		}
		want.Start = append([]byte(nil), want.Start...)
		got := s.Whole([]byte(text), true)
		if got.Size != want.Size || got.Sum != want.Sum || got.Refused != want.Refused || got.Cut != want.Cut ||
			!slices.Equal(got.Lines, want.Lines) || !bytes.Equal(got.Start, want.Start) {
			t.Errorf("Whole(%q) = %+v, want %+v", text, got, want)
		}
		if i := indexMark([]byte(text)); i != strings.Index(text, "<<<") {
			t.Errorf("indexMark(%q) = %d", text, i)
		}
	}
}

func BenchmarkWhole(b *testing.B) {
	text := []byte(strings.Repeat("<p>Some <b>words</b> of a mail - with dashes -- and more of them</p>\n", 60))
	var s Scanner
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		s.Whole(text, false)
	}
}
