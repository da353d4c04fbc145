package spool

import "testing"

func TestParse(t *testing.T) {
	const short, long = "1qlgf8-0005H9-0n", "1uafSI-000000001vE-0U6S"
	for name, want := range map[string]File{
		"var/spool/exim4/input/" + short + "-H":               {Spool: "var/spool/exim4", Kind: Envelope, ID: short},
		"var/spool/exim4/input/I/" + long + "-D":              {Spool: "var/spool/exim4", Kind: Body, ID: long},
		"var/spool/exim4/slow/input/I/" + long + "-J":         {Spool: "var/spool/exim4/slow", Kind: Journal, ID: long},
		"exim/msglog/I/" + long:                               {Spool: "exim", Kind: Log, ID: long},
		"input/8/" + short + "-H":                             {Kind: Envelope, ID: short},
		"8/" + short + "-H":                                   {Kind: Envelope, ID: short},
		"9/" + short + "-H":                                   {Spool: "9", Kind: Envelope, ID: short},
		short + "-D":                                          {Kind: Body, ID: short},
		short:                                                 {Kind: Log, ID: short},
		"evidence/" + short + "-H":                            {Spool: "evidence", Kind: Envelope, ID: short},
		"var/spool/exim/Finput/" + short + "-H":               {Spool: "var/spool/exim", Kind: Envelope, ID: short, Aside: true},
		"var/spool/exim/input/hdr." + short:                   {Spool: "var/spool/exim", Kind: Temporary, ID: short},
		"var/spool/exim/input/" + short + "-0123-K":           {Spool: "var/spool/exim", Kind: Temporary, ID: short},
		"var/spool/exim/db/retry":                             {Spool: "var/spool/exim", Kind: Hints, ID: "retry"},
		"db/wait-remote_smtp":                                 {Kind: Hints, ID: "wait-remote_smtp"},
		"var/spool/exim/db/retry.lockfile":                    {},
		"var/spool/exim/db/callout":                           {},
		"var/spool/exim/msglog.OLD/" + short:                  {},
		"retry":                                               {},
		"var/spool/exim/input/" + short + "-X":                {},
		"var/spool/exim/input/README":                         {},
		"var/spool/exim/scan/" + short + "/" + short + ".eml": {},
		"-H": {},
		"":   {},
	} {
		got, ok := Parse(name)
		if got != want || ok != (want != File{}) {
			t.Errorf("Parse(%q) = %+v, %v, want %+v", name, got, ok, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("var/spool/exim4/input/8/1qlgf8-0005H9-0n-H")
	f.Add("db/retry")
	f.Fuzz(func(t *testing.T, name string) {
		if got, ok := Parse(name); ok && got.Kind == None {
			t.Errorf("Parse(%q) = %+v", name, got)
		}
	})
}
