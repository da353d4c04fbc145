package envelope

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
)

const head = "1qlgf8-0005Go-0b-H\nDebian exim 105 -113\n<ann@plum.example>\n1695867718 2\n"

func TestParse(t *testing.T) {
	m, faults := Parse(head + `-received_time_usec .145614
--helo_name pult.example
--(mysql)auth_id nina
-aclm _tag 11
two
-frozen
-acl 12 1
x
-acl 3 0

-unknown_option with value
-frozen 1695896505
-local
YY c@x.example
YN a@x.example
NN A@x.example
NN d@x.example
5
a@x.example
"odd one 1,2#3"@x.example
o1@refused.example  0,0 owner-once@ok.example 21,0#3
s1@x.test rfc822;orig+2Bs1@first.test 27,28  0,-1#3
list@x.example owner@x.example 15,2#1

` + "021P Received: from me\n\tx\n" + "011* Subject: a\n" + "012  Subject: bc\n")
	if len(faults) != 0 || !m.Complete {
		t.Fatalf("faults %+v", faults)
	}
	if m.ID != "1qlgf8-0005Go-0b" || m.Login != "Debian exim" || m.UID != 105 || m.GID != -113 || m.Sender != "ann@plum.example" || m.Arrived != 1695867718 || m.Warnings != 2 {
		t.Errorf("Parse = %+v", m)
	}
	for name, value := range map[string]string{
		"received_time_usec": ".145614", "helo_name": "pult.example", "auth_id": "nina", "acl_m2": "x", "acl_c3": "", "unknown_option": "with value", "local": "",
	} {
		if got, ok := m.Option(name); got != value || !ok {
			t.Errorf("option %s is %q, %v, want %q", name, got, ok, value)
		}
	}
	recipients := []Recipient{
		{Address: "a@x.example", Parent: -1},
		{Address: `"odd one 1,2#3"@x.example`, Parent: -1},
		{Address: "o1@refused.example", ErrorsTo: "owner-once@ok.example", Parent: 0},
		{Address: "s1@x.test", ORCPT: "rfc822;orig+2Bs1@first.test", Notify: 28, Parent: -1},
		{Address: "list@x.example", ErrorsTo: "owner@x.example", Parent: 2},
	}
	if !reflect.DeepEqual(m.Recipients, recipients) {
		t.Errorf("recipients %+v, want %+v", m.Recipients, recipients)
	}
	if got := fmt.Sprint(m.Done); got != "[c@x.example a@x.example A@x.example d@x.example]" {
		t.Errorf("done %s", got)
	}
	if left := m.Pending([]string{"s1@x.test"}); len(left) != 3 || left[0].Address != recipients[1].Address {
		t.Errorf("pending %+v", left)
	}
	if got := m.Text(); got != "Received: from me\n\tx\nSubject: bc\n" || m.Size() != int64(len(got)) {
		t.Errorf("the header is %q of %d bytes", got, m.Size())
	}
	if f := m.Header[2]; f.Line != 32 || m.Header[1].Type != Replaced {
		t.Errorf("header %+v", m.Header)
	}
}

// Lines of early versions, and ambiguous ones.
func TestRecipient(t *testing.T) {
	for line, want := range map[string]Recipient{
		"a@b":                          {Address: "a@b", Parent: -1},
		"a@b 3":                        {Address: "a@b", Parent: 3},
		"a@b 0,0,-1":                   {Address: "a@b", Parent: -1},
		"a@b c@d 3,-1#1":               {Address: "a@b", ErrorsTo: "c@d", Parent: -1},
		"a@b c@d 99,-1#1":              {Address: "a@b c@d 99,-1#1", Parent: -1},
		"a@b 0,-1#1":                   {Address: "a@b 0,-1#1", Parent: -1},
		"a@b  0,-1#1":                  {Address: "a@b", Parent: -1},
		"a@b#x":                        {Address: "a@b#x", Parent: -1},
		"a b@c":                        {Address: "a b@c", Parent: -1},
		"größe@x.example  0,0  0,-1#3": {Address: "größe@x.example", Parent: -1},
		"":                             {Parent: -1},
		"#3":                           {Address: "#3", Parent: -1},
	} {
		if got := parseRecipient(line); got != want {
			t.Errorf("parseRecipient(%q) = %+v, want %+v", line, got, want)
		}
	}
}

// A length needs no leading zeros: Exim reads any number.
func TestShortLengths(t *testing.T) {
	m, faults := Parse(head + "XX\n1\na@x.example\n\n5  S: t\n10F From: a@b\n")
	if len(faults) != 0 || len(m.Header) != 2 || m.Text() != "S: t\nFrom: a@b\n" {
		t.Errorf("%d fields, faults %+v: %q", len(m.Header), faults, m.Text())
	}
}

// Damage costs the damaged part and no more.
func TestDamage(t *testing.T) {
	rest := "XX\n1\na@x.example\n\n011  Subject: a\n"
	for _, tt := range []struct {
		name, text string
		line       int
		cut        bool
		rcpts      int
		fields     int
	}{
		{"empty", "", 1, true, 0, 0},
		{"another name", "hello\n" + head[strings.Index(head, "\n")+1:] + rest, 1, false, 1, 1},
		{"no user", strings.Replace(head, " 105", "", 1) + rest, 2, false, 1, 1},
		{"no sender", strings.Replace(head, "<ann@plum.example>", "ann", 1) + rest, 3, false, 1, 1},
		{"no time", strings.Replace(head, "1695867718", "soon", 1) + rest, 4, false, 1, 1},
		{"no length of a variable", head + "-aclm 0 x\n" + rest, 5, false, 1, 1},
		{"a variable longer than the file", head + "-aclm 0 99999\n" + rest, 6, true, 0, 0},
		{"a variable that is too long", head + "-aclm 0 1\nxy\n" + rest, 6, false, 1, 1},
		{"cut in the options", head + "-loc", 5, true, 0, 0},
		{"cut in the tree", head + "YY a@b\n", 6, true, 0, 0},
		{"no tree", head + "YZ a@b\n" + rest[3:], 5, false, 1, 1},
		{"no count", head + "XX\nmany\na@b\n\n011  Subject: a\n", 6, false, 0, 1},
		{"cut in the recipients", head + "XX\n3\na@b\n", 8, true, 1, 0},
		{"fewer recipients", head + "XX\n3\na@b\n\n011  Subject: a\n", 8, false, 1, 1},
		{"more recipients", head + "XX\n1\na@b\nc@d\n\n011  Subject: a\n", 8, false, 1, 1},
		{"no header", head + "XX\n1\na@b\n", 8, true, 1, 0},
		{"a field without length", head + rest + "Subject: b\n", 10, false, 1, 1},
		{"a NUL byte in a field", head + rest + "010  Subject\x00b\n", 10, false, 1, 2},
		{"a field that is cut", head + rest + "099  Subject: b\n", 11, true, 1, 2},
		{"the length of a field is cut", head + rest + "09", 10, true, 1, 1},
	} {
		m, faults := Parse(tt.text)
		if m.Complete || len(faults) != 1 || faults[0].Line != tt.line || faults[0].Cut != tt.cut || len(m.Recipients) != tt.rcpts || len(m.Header) != tt.fields {
			t.Errorf("%s: %d recipients, %d fields, faults %+v; want %+v", tt.name, len(m.Recipients), len(m.Header), faults, tt)
		}
		for _, f := range faults {
			if f.At < 0 || f.At > int64(len(tt.text)) {
				t.Errorf("%s: a fault at %d of %d bytes", tt.name, f.At, len(tt.text))
			}
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(head + "-aclm 0 3\na\nb\n-frozen 12\nYN a@b\nNN c@d\n1\na@b x@y 3,0 c@d 3,-1#3\n\n011  Subject: a\n")
	f.Add(head + "XX\n0\n\n")
	f.Add(head[:30])
	f.Fuzz(func(t *testing.T, text string) {
		m, faults := Parse(text)
		if m.Complete != (len(faults) == 0) || len(faults) > MaxFaults {
			t.Errorf("complete is %v with %d faults", m.Complete, len(faults))
		}
		for _, f := range faults {
			if f.At < 0 || f.At > int64(len(text)) || f.Line < 1 {
				t.Errorf("fault %+v outside of %d bytes", f, len(text))
			}
		}
		for _, h := range m.Header {
			if text[h.At:h.At+int64(len(h.Text))] != h.Text {
				t.Errorf("a field at %d is not there", h.At)
			}
		}
	})
}
