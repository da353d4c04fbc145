package mailsystem

import (
	"reflect"
	"strings"
	"testing"
)

func TestOf(t *testing.T) {
	for want, names := range map[*Words][]string{
		&Sendmail: {"sendmail"}, &Postfix: {"postfix"}, &Several: {"postfix", "sendmail"},
	} {
		if got := Of(names...); got != want {
			t.Errorf("Of(%v) is %s", names, got.Name)
		}
	}
	if Of() != &Sendmail {
		t.Error("without a queue it is not sendmail")
	}
}

// No table lacks a word, and none speaks of another system.
func TestComplete(t *testing.T) {
	for _, w := range []*Words{&Sendmail, &Postfix, &Several} {
		v := reflect.ValueOf(*w)
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.Name != "Kept" && v.Field(i).IsZero() {
				t.Errorf("%s: no %s", w.Name, f.Name)
			}
		}
		for rule, f := range w.Findings {
			if f.Advice == "" {
				t.Errorf("%s: no advice for %s", w.Name, rule)
			}
		}
	}
	for rule, f := range Postfix.Findings {
		if all := f.One + f.Many + f.Text + f.Advice + f.Command; strings.Contains(all, "sendmail") {
			t.Errorf("Postfix, %s: %s", rule, all)
		}
	}
	for rule := range Sendmail.Findings {
		if _, ok := Several.Findings[rule]; !ok {
			t.Errorf("several: nothing for %s", rule)
		}
	}
}
