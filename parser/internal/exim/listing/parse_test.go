package listing

import (
	"bytes"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/spoolscope/spoolscope/parser/corpustest"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// read parses a text and writes each entry in one line.
func read(r io.Reader, opt Options) (entries, problems []string, ls []queue.Listing) {
	ls, ps := Parse(r, "f", opt, func(_ int, e queue.ListingEntry) {
		var to []string
		for _, r := range e.Recipients {
			mark := ""
			switch {
			case r.Member:
				mark = "+D "
			case r.Done:
				mark = "D "
			}
			to = append(to, mark+r.Address)
		}
		age := int64(-1)
		if e.Age != nil {
			age = *e.Age
		}
		out := fmt.Sprintf("%s%c %d %d %s %s %s [%s]", e.ID, e.Mark, age, e.Size, e.Sender, e.Login, e.Remark, strings.Join(to, ", "))
		entries = append(entries, strings.ReplaceAll(out, fmt.Sprint(int64(queue.NoNumber)), "?"))
	})
	for _, p := range ps {
		problems = append(problems, fmt.Sprintf("%d %s", p.Line, p.Kind))
	}
	return entries, problems, ls
}

const long = `48h  1.0K 1ql68K-0005EJ-1C <owner@refused.example.com>
          u0@refused.example.com

25m   978 1ubbTy-000000002AA-40vA <> *** frozen ***
        D c@mixed.example.org
          "odd one"@refused.example.com
       +D t2@ok.example.org

 4d   13M 1ub3oP-00000000207-02e4 <pretend@elsewhere.test> (walt)
          walt@example.org

`

var ofLong = []string{
	"1ql68K-0005EJ-1C  172800 1024 owner@refused.example.com   [u0@refused.example.com]",
	`1ubbTy-000000002AA-40vAf 1500 978 <>   [D c@mixed.example.org, "odd one"@refused.example.com, +D t2@ok.example.org]`,
	"1ub3oP-00000000207-02e4  345600 13631488 pretend@elsewhere.test walt  [walt@example.org]",
}

var blanks = regexp.MustCompile(`(?m)^ +| {2,}`)

func TestLong(t *testing.T) {
	squeezed := blanks.ReplaceAllStringFunc(long, func(s string) string { return " " })
	lines := func(before string) string {
		return before + strings.ReplaceAll(strings.TrimSuffix(long, "\n"), "\n", "\n"+before) + "\n"
	}
	for name, text := range map[string]string{
		"as printed":       long,
		"squeezed":         squeezed,
		"at the left":      strings.ReplaceAll(squeezed, "\n ", "\n"),
		"without gaps":     strings.ReplaceAll(long, "\n\n", "\n"),
		"CRLF":             strings.ReplaceAll(long, "\n", "\r\n"),
		"quoted":           lines("> "),
		"indented":         lines("        "),
		"numbered":         "1: " + strings.ReplaceAll(strings.TrimSuffix(long, "\n"), "\n", "\n2: "),
		"double spaced":    strings.ReplaceAll(long, "\n", "\n\n"),
		"in colours":       strings.ReplaceAll(long, "frozen", "\x1b[01;31m\x1b[Kfrozen\x1b[m\x1b[K"),
		"paged":            strings.Replace(long, "\n25m", "\n--More--\n25m", 1),
		"of a session":     "[root@mail1 ~]# exim -bp\n" + long + "[root@mail1 ~]# \n",
		"tabs":             strings.ReplaceAll(long, "        ", "\t"),
		"of exiqgrep":      strings.ReplaceAll(long, "\n          ", "\n\t  "),
		"a host":           lines("mail1: "),
		"escaped":          strings.NewReplacer("<", "&lt;", ">", "&gt;").Replace(long),
		"a mark is broken": strings.Replace(long, "<> *** frozen", "<> ***\nfrozen", 1),
		"a mark goes on":   strings.Replace(long, "<> *** frozen", "<>\n*** frozen", 1),
		"a sender is":      strings.Replace(long, " <pretend@", "\n<pretend@", 1),
		"a login is":       strings.Replace(long, " (walt)", "\n(walt)", 1),
		"in a forum":       "```\n" + long + "```\n",
		"counted":          long + "3\n",
	} {
		entries, problems, ls := read(strings.NewReader(text), Options{})
		if !slices.Equal(entries, ofLong) {
			t.Errorf("%s: entries are\n%s", name, strings.Join(entries, "\n"))
		}
		for _, p := range problems {
			if !strings.HasSuffix(p, "cleaned") {
				t.Errorf("%s: problem %s", name, p)
			}
		}
		last := ls[len(ls)-1]
		if len(ls) > 1 && last.Entries > 0 || ls[0].ProvesEmpty() || ls[0].System != queue.Exim {
			t.Errorf("%s: listings are %+v", name, ls)
		}
	}
}

// TestBroken reads lines that a terminal of 80 columns broke inside words.
func TestBroken(t *testing.T) {
	long := strings.Repeat("l", 70)
	text := " 9h   13K 1qlgf8-0005Gy-0h <" + long + "@example.org>\n          " + long + "@example.org\n          a@example.org\n\n"
	var cut strings.Builder
	for line := range strings.Lines(text) {
		for len(line) > 81 {
			cut.WriteString(line[:80] + "\n")
			line = line[80:]
		}
		cut.WriteString(line)
	}
	want := []string{"1qlgf8-0005Gy-0h  32400 13312 " + long + "@example.org   [" + long + "@example.org, a@example.org]"}
	if entries, problems, _ := read(strings.NewReader(cut.String()), Options{}); !slices.Equal(entries, want) || len(problems) > 0 {
		t.Errorf("%q, problems %v", entries, problems)
	}
}

func TestForms(t *testing.T) {
	tests := []struct {
		name, text string
		opt        Options
		want       []string
		problems   string
	}{
		{"ids", "1ql68K-0005EJ-1C\n1ubbTy-000000002AA-40vA\n", Options{}, []string{"1ql68K-0005EJ-1C  -1 ?    []", "1ubbTy-000000002AA-40vA  -1 ?    []"}, ""},
		{"brief", "1ql68K-0005EJ-1C From: <a@example.org> To: b@example.org;\"c;d\"@example.org\n", Options{},
			[]string{`1ql68K-0005EJ-1C  -1 ? a@example.org   [b@example.org, "c;d"@example.org]`}, ""},
		{"variables", "1ql68K-0005EJ-1C From: <> To: b@example.org Vars: message_size='2133';deliver_freeze='1';recipients_count='1\n';recipients_del=''\n", Options{},
			[]string{"1ql68K-0005EJ-1Cf -1 2133 <>   [b@example.org]"}, ""},
		{"flat", " 9h   13K 1ql68K-0005EJ-1C <> *** frozen *** a@example.org b@example.org\n", Options{},
			[]string{"1ql68K-0005EJ-1Cf 32400 13312 <>   [a@example.org, b@example.org]"}, ""},
		{"of the future", "-59m    99 1ql68K-0005EJ-1C <a@example.org>\n          b@example.org\n\n 2m  1.4K 1ubbTy-000000002AA-40vA <>\n          c@example.org\n", Options{},
			[]string{"1ql68K-0005EJ-1C  -1 99 a@example.org   [b@example.org]", "1ubbTy-000000002AA-40vA  120 1433 <>   [c@example.org]"}, ""},
		{"the body is lost", " 9h       1ql68K-0005EJ-1C <a@example.org>\n          b@example.org\n\n", Options{},
			[]string{"1ql68K-0005EJ-1C  32400 ? a@example.org   [b@example.org]"}, ""},
		{"damaged", " 5h   942 1ubWqA-000000002A5-0oTO <nina@kontor.example>\n    *** spool format error: size=750 *** *** frozen ***\n          cut@refused.example.org\n\n" +
			"      1ubWqA-000000002A6-1gfy\n    *** spool format error: size=257 ***\n\n 2m  1.4K 1ubbTy-000000002AA-40vA <a@example.org>\n          b@example.org\n\n", Options{},
			[]string{"1ubWqA-000000002A5-0oTOu 18000 942 nina@kontor.example  spool format error: size=750, frozen [cut@refused.example.org]",
				"1ubWqA-000000002A6-1gfyu -1 ?   spool format error: size=257 []", "1ubbTy-000000002AA-40vA  120 1433 a@example.org   [b@example.org]"}, ""},
		{"exipick fails", "Couldn't parse 1ubWqA-000000002A6-1gfy: \n", Options{}, []string{"1ubWqA-000000002A6-1gfyu -1 ?   exipick could not read it []"}, ""},
		{"the sender is lost", " 9h   13K 1ql68K-0005EJ-1C  *** frozen ***\n          b@example.org\n", Options{}, []string{"1ql68K-0005EJ-1Cf 32400 13312    [b@example.org]"}, ""},
		{"a path", " 9h   13K 1ql68K-0005EJ-1C <a@example.org>\n          /dev/null\n          |/bin/false x\n", Options{}, []string{"1ql68K-0005EJ-1C  32400 13312 a@example.org   [/dev/null, |/bin/false x]"}, ""},
		{"a strange line", "48h  1.0K 1ql68K-0005EJ-1C <>\n          a@example.org\nwhat is this\n", Options{}, []string{"1ql68K-0005EJ-1C  172800 1024 <>   [a@example.org]"}, "3 listing"},
		{"fewer than counted", "[root@mail1 ~]# exim -bpc\n3\n48h  1.0K 1ql68K-0005EJ-1C <>\n          a@example.org\n", Options{}, []string{"1ql68K-0005EJ-1C  172800 1024 <>   [a@example.org]"}, "2 partial"},
		{"exiqgrep stops", "Line mismatch:           cut@refused.example.org\n", Options{}, nil, "1 refused"},
		{"no right", "exim: permission denied\n", Options{}, nil, "1 refused"},
		{"no program", "-bash: exim: command not found\n", Options{}, nil, "1 refused"},
		{"a table", "\nCount  Volume  Oldest  Newest  Domain\n-----  ------  ------  ------  ------\n\n    6    24KB      9h      9h  example.org\n" + strings.Repeat("-", 63) + "\n    6    24KB      9h      9h  TOTAL\n\n", Options{}, nil, "2 counts"},
	}
	for _, tt := range tests {
		entries, problems, ls := read(strings.NewReader(tt.text), tt.opt)
		if !slices.Equal(entries, tt.want) || strings.Join(problems, ", ") != tt.problems || slices.ContainsFunc(ls, func(l queue.Listing) bool { return l.ProvesEmpty() }) {
			t.Errorf("%s: %q, problems %q", tt.name, entries, problems)
		}
	}
	if _, problems, _ := read(iotest.TimeoutReader(strings.NewReader(long+strings.Repeat("\n", 1<<20))), Options{}); !strings.Contains(strings.Join(problems, " "), "unreadable") {
		t.Errorf("problems of a text that cannot be read are %v", problems)
	}
}

func TestEmpty(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		opt        Options
		proves     bool
	}{
		{"nothing", "", Options{}, false},
		{"a session", "# exim -bp\n# \n", Options{}, false},
		{"a count", "0\n", Options{Count: true}, true},
		{"a count of a session", "# exim -bpc\n0\n", Options{}, true},
		{"a number", "0\n", Options{}, false},
		{"34", "34\n", Options{Count: true}, false},
		{"no matches", " matches out of  messages\n", Options{}, true},
		{"none of some", "0 matches out of 34 messages\n", Options{}, false},
		{"a part", "# exim -qGslow -bpc\n0\n", Options{}, false},
		{"an error", "exim: permission denied\n0\n", Options{Count: true}, false},
	} {
		_, _, ls := read(strings.NewReader(tt.text), tt.opt)
		if got := slices.ContainsFunc(ls, func(l queue.Listing) bool { return l.ProvesEmpty() }); got != tt.proves {
			t.Errorf("%s: ProvesEmpty is %v: %+v", tt.name, got, ls)
		}
	}
}

// TestCaptures reads a log of several runs.
func TestCaptures(t *testing.T) {
	_, problems, ls := read(strings.NewReader("Tue Mar  5 09:41:07 UTC 2024\n"+long+"Tue Mar  5 10:41:07 UTC 2024\n"+long+"# exim -bp\n"+long), Options{})
	if len(ls) != 3 || ls[0].Taken != 1709631667 || ls[1].Taken != 1709635267 || len(problems) > 0 {
		t.Errorf("listings are %+v, problems %v", ls, problems)
	}
}

// TestCorpus compares what the programs print about the same queues.
func TestCorpus(t *testing.T) {
	for _, tt := range []struct {
		corpus, name string
		entries      int
		like         string
	}{
		{"exim", "mailq.txt", 34, ""}, {"exim", "exim-bpr.txt", 34, "mailq.txt"}, {"exim", "exim-bpa.txt", 34, "mailq.txt"}, {"exim", "exiqgrep.txt", 9, ""},
		{"exim-2", "mailq.txt", 72, ""}, {"exim-2", "exim-bpr.txt", 72, "mailq.txt"}, {"exim-2", "exim-bpi.txt", 72, ""}, {"exim-2", "exim-bpu.txt", 72, ""},
		{"exim-2", "exim-bpa.txt", 72, ""}, {"exim-2", "mailq-slow.txt", 8, ""}, {"exim-2", "exipick.txt", 144, ""}, {"exim-2", "exipick-vars.txt", 72, ""},
	} {
		c := corpustest.Open(t, tt.corpus)
		entries, problems, ls := read(bytes.NewReader(c.Read(t, tt.name)), Options{})
		for _, p := range problems {
			if tt.name != "exiqgrep.txt" {
				t.Errorf("%s/%s: problem %s", tt.corpus, tt.name, p)
			}
		}
		if len(entries) != tt.entries || ls[0].Unread > 0 {
			t.Errorf("%s/%s: %d entries, want %d: %+v", tt.corpus, tt.name, len(entries), tt.entries, ls)
		}
		if tt.like == "" {
			continue
		}
		other, _, _ := read(bytes.NewReader(c.Read(t, tt.like)), Options{})
		slices.Sort(other)
		if slices.Sort(entries); !slices.Equal(entries, other) {
			t.Errorf("%s/%s and %s differ", tt.corpus, tt.name, tt.like)
		}
	}
}
