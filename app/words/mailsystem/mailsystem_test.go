package mailsystem

import (
	"reflect"
	"strings"
	"testing"
)

func TestOf(t *testing.T) {
	for _, tc := range []struct {
		want  *Words
		names []string
	}{
		{&Sendmail, []string{"sendmail"}}, {&Postfix, []string{"postfix"}}, {&Exim, []string{"exim"}}, {&Exim, []string{"exim", "exim"}},
		{&Several, []string{"postfix", "sendmail"}}, {&Several, []string{"postfix", "exim"}}, {&Several, []string{"sendmail", "postfix", "exim"}},
	} {
		if got := Of(tc.names...); got != tc.want {
			t.Errorf("Of(%v) is %s", tc.names, got.Name)
		}
	}
	if Of() != &Sendmail {
		t.Error("without a queue it is not sendmail")
	}
}

// No table lacks a word, and none names another system.
func TestComplete(t *testing.T) {
	for _, w := range []*Words{&Sendmail, &Postfix, &Exim, &Several} {
		v := reflect.ValueOf(*w)
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.Name != "Kept" && f.Name != "DeferCommand" && v.Field(i).IsZero() {
				t.Errorf("%s: no %s", w.Name, f.Name)
			}
		}
		for rule, f := range w.Findings {
			if f.Advice == "" {
				t.Errorf("%s: no advice for %s", w.Name, rule)
			}
		}
	}
	for name, w := range tables {
		for rule, f := range w.Findings {
			said := strings.ToLower(f.One + f.Many + f.Text + f.Advice + f.Command)
			for other := range tables {
				if other != name && strings.Contains(said, other) {
					t.Errorf("%s, %s: %s", name, rule, said)
				}
			}
		}
	}
	for rule := range Sendmail.Findings {
		if _, ok := Several.Findings[rule]; !ok {
			t.Errorf("several: nothing for %s", rule)
		}
	}
}
