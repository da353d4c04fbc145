package listing

import (
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// A listing whose line ends became spaces has the same entries.
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
	// Behind a command or a time, and broken once before a recipient or an entry.
	words := strings.Fields(text)
	for _, prompt := range []string{"root@mx:~# exim -bp ", "[root@mail1 ~]# mailq ", "$ sudo exim -bp | more ", "Tue Mar  5 09:41:07 UTC 2024 "} {
		if got := read(prompt + kept); len(got) != 5 || !reflect.DeepEqual(got, want) {
			t.Errorf("behind %q: %+v, want %+v", prompt, got, want)
		}
	}
	begins := regexp.MustCompile(`^(\d+[mhd]|[a-z]+@.*)$`)
	for i, w := range words {
		if i == 0 || !begins.MatchString(w) || strings.HasSuffix(words[i-1], "D") {
			continue
		}
		broken := strings.Join(words[:i], " ") + "\n" + strings.Join(words[i:], " ")
		if got := read(broken); !reflect.DeepEqual(got, want) {
			t.Errorf("%q: %+v, want %+v", broken, got, want)
		}
	}
	one := read("root@mx:~# exim -bp " + strings.Join(words[:5], " "))
	if len(one) != 1 || one[0].ID != "1qlgf8-0005H9-0n" || len(one[0].Recipients) != 1 {
		t.Errorf("one entry behind its command: %+v", one)
	}
}

// A quoted address may look like an entry, and a quotation mark may be unpaired. Neither hides an
// entry without a Problem.
func TestJoinedQuotes(t *testing.T) {
	const id, other, last = "1qlgf8-0005H9-0n", "1qlgf9-0005H9-0n", "1uafSI-000000001vE-0U6S"
	for _, tt := range []struct {
		text     string
		ids      string
		problems int
	}{
		{"25m 2.9K " + id + ` <"a 4d 978 ` + other + ` <"@plum.example>`, id, 1},
		{"25m 2.9K " + id + ` <"a 4d 978 ` + other + ` <"@plum.example> bo@fig.example 4d 978 ` + last + " <> cy@fig.example", id + " " + last, 1},
		{"25m 2.9K " + id + ` <ann@plum.example> "bo@fig.example 4d 978 ` + other + " <> cy@fig.example 4d 978 " + last + " <> cy@fig.example", id + " " + other + " " + last, 0},
		{"25m 2.9K " + id + ` <ann@plum.example> "bo@fig.example 4d 978 ` + other + ` <> "cy@fig.example 4d 978 ` + last + ` <> "a b"@fig.example`, id + " " + other + " " + last, 0},
		{"25m 2.9K " + id + " <ann@plum.example> bo@fig.example 4d 978 " + other + " <> cy@fig.example 4d 978 " + last + "\n<>\n", id + " " + other, 2},
		{"25m 2.9K " + id + ` <ann"@plum.example> bo@fig.example 4d 978 ` + other + ` <> cy@fig.example 4d 978 ` + last + " <>", id + " " + other + " " + last, 0},
	} {
		var ids []string
		_, problems := Parse(strings.NewReader(tt.text), "mailq", Options{}, func(_ int, e queue.ListingEntry) { ids = append(ids, e.ID) })
		if got := strings.Join(ids, " "); got != tt.ids || len(problems) != tt.problems {
			t.Errorf("%s: entries %s, want %s; %d problems, want %d: %v", tt.text, got, tt.ids, len(problems), tt.problems, problems)
		}
	}
}
