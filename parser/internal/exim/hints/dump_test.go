package hints

import (
	"os"
	"testing"
)

// The output of exim_dumpdb for a database equals what is read from it.
func TestDump(t *testing.T) {
	text, err := os.ReadFile("../../../testdata/corpus/exim-2/dumpdb-retry.txt")
	if err != nil {
		t.Fatal(err)
	}
	if !BeginsDump(text) {
		t.Error("a dump is not recognised by its beginning")
	}
	n := 0
	strange := ParseDump(string(text), func(r Retry) {
		n++
		if r.Key == "" || r.First == 0 || r.Next < r.Last || r.Last < r.First {
			t.Errorf("record %+v", r)
		}
	}, func(host, id string) { t.Errorf("%s waits for %s", id, host) })
	if n < 20 || strange != 0 {
		t.Errorf("%d records, %d lines are strange", n, strange)
	}
	text, err = os.ReadFile("../../../testdata/corpus/exim-2/dumpdb-wait.txt")
	if err != nil {
		t.Fatal(err)
	}
	n = 0
	strange = ParseDump(string(text), func(r Retry) { t.Errorf("record %+v", r) }, func(host, id string) { n++ })
	if !BeginsDump(text) || n == 0 || strange != 0 {
		t.Errorf("%d messages wait, %d lines are strange", n, strange)
	}
	for _, other := range []string{
		"", "\n", "25m  2.9K 1qlgf8-0005H9-0n <walt@example.org>\n          a@mixed.example.org\n", "1qlgf8-0005H9-0n\n", "mail.example.org is up\n",
		"  nobody 1 2 three\nfour\n", "Count  Volume  Oldest  Newest  Domain\n", "1qlgf8-0005H9-0n From: <a@b> To: c@d\n",
	} {
		if BeginsDump([]byte(other)) {
			t.Errorf("%q is taken for a dump", other)
		}
	}
}

// A key and a text may hold spaces and numbers.
func TestDumpKeys(t *testing.T) {
	var got []Retry
	ParseDump("  R:a,b#1 0,0@full.example:<q@s.example> -44 13377 H=h [192.0.2.1]: 452 4.2.2 see\n28-Nov-2026 22:56:40  28-Nov-2026 22:56:40  28-Nov-2026 23:11:40 *\n"+
		"  T:|/bin/sh -c 'exit 75':piped@panel.example 0 0\n28-Nov-2026 22:56:40  28-Nov-2026 22:56:40  28-Nov-2026 23:11:40 \n",
		func(r Retry) { got = append(got, r) }, nil)
	if len(got) != 2 || got[0].Key != "R:a,b#1 0,0@full.example:<q@s.example>" || got[0].Errno != -44 || !got[0].Expired || got[0].Next-got[0].Last != 900 ||
		got[1].Key != "T:|/bin/sh -c 'exit 75':piped@panel.example" || got[1].Expired {
		t.Errorf("got %+v", got)
	}
}

func FuzzDump(f *testing.F) {
	for _, name := range []string{"dumpdb-retry.txt", "dumpdb-wait.txt"} {
		text, err := os.ReadFile("../../../testdata/corpus/exim-2/" + name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text[:min(len(text), 2000)]))
	}
	f.Fuzz(func(t *testing.T, text string) {
		BeginsDump([]byte(text))
		ParseDump(text, func(Retry) {}, func(string, string) {})
	})
}
