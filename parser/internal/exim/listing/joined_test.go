package listing

import (
	"reflect"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// A listing whose line ends became blanks has the same entries.
func TestJoined(t *testing.T) {
	const text = "25m  2.9K 1qlgf8-0005H9-0n <ann@plum.example>\n          bo@fig.example\n          \"a \\\"b\"@fig.example\n        D cy@fig.example\n\n" +
		" 4d   978 1uafSI-000000001vE-0U6S <> *** frozen ***\n          dee@fig.example\n\n" +
		" 5h   942 1qlgfB-0005H9-0n <ann@plum.example>\n    *** spool format error: size=750 ***\n          hal@fig.example\n\n" +
		" 3h       1qlgfA-0005H9-0n\n *** spool format error: size=12 ***\n\n" +
		"12h   13K 1qlgf9-0005H9-0n <eve@plum.example> (eve)\n       +D fay@fig.example\n          gil@fig.example\n"
	read := func(text string) (out []queue.ListingEntry) {
		_, problems := Parse(strings.NewReader(text), "mailq", Options{}, func(_ int, e queue.ListingEntry) {
			e.Pos = queue.Pos{}
			out = append(out, e)
		})
		if len(problems) > 0 {
			t.Errorf("%q: %v", text, problems)
		}
		return out
	}
	want := read(text)
	kept := strings.ReplaceAll(text, "\n", " ")
	for _, joined := range []string{kept, strings.Join(strings.Fields(text), " "), "  " + kept + "\n"} {
		if got := read(joined); len(want) != 5 || !reflect.DeepEqual(got, want) {
			t.Errorf("%q: %+v, want %+v", joined, got, want)
		}
	}
	forged := `25m 2.9K 1qlgf8-0005H9-0n <"a 4d 978 1qlgf9-0005H9-0n <"@plum.example>`
	if got := read(forged); len(got) != 1 {
		t.Errorf("%d entries of one with a quoted sender", len(got))
	}
}
