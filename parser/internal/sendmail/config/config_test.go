package config

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

func TestParse(t *testing.T) {
	const day = 86400
	all := func(n int64) Lifetime { return Lifetime{Normal: n, Urgent: n, NonUrgent: n, DSN: n} }
	tests := []struct {
		name, text string
		want       Lifetime
		problem    string
	}{
		{"m4's", "#  level 10 config file format\nV10/Berkeley\n# timeouts (many of these)\n#O Timeout.initial=5m\nO Timeout.queuereturn=5d\n#O Timeout.queuereturn.normal=2d\nO Timeout.queuewarn=4h\n", all(5 * day), ""},
		{"its own for urgent mail", "O Timeout.queuereturn=3d\nO Timeout.queuereturn.urgent=6h\n", Lifetime{3 * day, 6 * 3600, 3 * day, 3 * day, all(0).Pos}, ""},
		{"of bounces", "O Timeout.queuereturn.dsn=12h\n", Lifetime{DSN: 12 * 3600}, ""},
		{"the last one counts", "O Timeout.queuereturn=5d\nO Timeout.queuereturn=2d\n", all(2 * day), ""},
		{"all sorts", "O Timeout.queuereturn.*=4d\n", all(4 * day), ""},
		{"several units", "O Timeout.queuereturn=1w2d12h\n", all(9*day + day/2), ""},
		{"without unit", "O Timeout.queuereturn=7\n", all(7 * day), ""},
		{"in any case, with blanks", "O  TIMEOUT.QueueReturn = 36h \r\n", all(day + day/2), ""},
		{"continued", "O Timeout.queuereturn\n\t=5d\n", all(5 * day), ""},
		{"a comment behind", "O Timeout.queuereturn=5d # as agreed\n", all(5 * day), ""},
		{"short form", "OT3d/4h\n", all(3 * day), ""},
		{"short form of timeouts", "Orinitial=5m,queuereturn=3d\n", all(3 * day), ""},
		{"long form of the short one", "O QueueTimeout=6d/4h\n", all(6 * day), ""},
		{"no final line end", "O Timeout.queuereturn=5d", all(5 * day), ""},
		{"a comment", "#O Timeout.queuereturn=1d\n", Lifetime{}, ""},
		{"another option", "O Timeout.queuewarn=4h\nO QueueDirectory=/var/spool/mqueue\nOQ/var/spool/mqueue\n", Lifetime{}, ""},
		{"now", "O Timeout.queuereturn=now\n", Lifetime{}, `Timeout.queuereturn is "now"`},
		{"no time", "O Timeout.queuereturn=\n", Lifetime{}, `is ""`},
		{"zero", "O Timeout.queuereturn=0\n", Lifetime{}, `is "0"`},
		{"malformed", "O Timeout.queuereturn=5 days\n", Lifetime{}, `is "5 days", which is not a time`},
		{"too long", "O Timeout.queuereturn=99999999999999999999d\n", Lifetime{}, "not a time"},
		{"damage leaves what was before", "O Timeout.queuereturn=5d\nO Timeout.queuereturn=5x\n", all(5 * day), `is "5x"`},
		{"nothing but a comment behind the letter", "O #\nO\nOT\nOr\nO \n", Lifetime{}, ""},
		{"empty", "", Lifetime{}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, problems := Parse(strings.NewReader(tt.text), "etc/mail/sendmail.cf")
			if pos := got.Pos; (pos.File != "") != (tt.want.Normal > 0) || pos.File != "" && pos.Line == 0 {
				t.Errorf("Parse says %d s are set at %+v", got.Normal, pos)
			}
			if got.Pos = tt.want.Pos; got != tt.want {
				t.Errorf("Parse = %+v, want %+v", got, tt.want)
			}
			if said := len(problems) > 0; said != (tt.problem != "") || said && !strings.Contains(problems[0].Reason, tt.problem) {
				t.Errorf("problems %v, want %q", problems, tt.problem)
			}
		})
	}
}

func TestParseLimits(t *testing.T) {
	late := strings.Repeat("#\n", MaxBytes) + "O Timeout.queuereturn=5d\n"
	if got, _ := Parse(strings.NewReader(late), "f"); got.Normal != 0 {
		t.Errorf("beyond %d bytes %d s were read", MaxBytes, got.Normal)
	}
	if _, problems := Parse(strings.NewReader(strings.Repeat("OTx\n", 1000)), "f"); len(problems) != maxProblems {
		t.Errorf("%d problems, want %d", len(problems), maxProblems)
	}
	r := io.MultiReader(strings.NewReader("OT3d\n"), iotest.ErrReader(errors.New("gone")))
	if got, problems := Parse(r, "f"); got.Normal != 3*86400 || len(problems) != 1 {
		t.Errorf("Parse = %+v, %v, want what was read and why it ends", got, problems)
	}
}

func FuzzParse(f *testing.F) {
	f.Add("O #\n")
	f.Add("O Timeout.queuereturn=5d\nOT3d/4h\nOrqueuereturn=1w\n\tx\n")
	f.Fuzz(func(t *testing.T, text string) {
		got, problems := Parse(strings.NewReader(text), "f")
		for _, n := range []int64{got.Normal, got.Urgent, got.NonUrgent, got.DSN} {
			if n < 0 || n > maxTime {
				t.Errorf("a lifetime of %d s", n)
			}
		}
		for _, p := range problems {
			if p.Offset < 0 || p.Offset > int64(len(text)) {
				t.Errorf("problem at %d of %d", p.Offset, len(text))
			}
		}
	})
}
