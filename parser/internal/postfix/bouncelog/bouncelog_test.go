package bouncelog

import (
	"reflect"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/parser/corpustest"
)

const block = `
<b@mixed.example.org>: host mx.mixed.example.org[192.0.2.11] said: 451 4.3.0 later (in reply to RCPT TO command)
recipient=b@mixed.example.org
offset=770
dsn_orig_rcpt=rfc822;b@mixed.example.org
status=4.3.0
action=delayed
diag_type=smtp
diag_text=451 4.3.0 later
mta_type=dns
mta_mname=mx.mixed.example.org
reason=host mx.mixed.example.org[192.0.2.11] said: 451 4.3.0 later (in reply to RCPT TO command)

`

func TestParse(t *testing.T) {
	const reason = "host mx.mixed.example.org[192.0.2.11] said: 451 4.3.0 later (in reply to RCPT TO command)"
	full := Entry{
		Recipient: "b@mixed.example.org", Offset: 770, Status: "4.3.0", Action: "delayed", DiagType: "smtp", DiagText: "451 4.3.0 later",
		Server: "mx.mixed.example.org", Reason: reason,
	}
	old := Entry{Recipient: "b@mixed.example.org", Offset: -1, Reason: reason}
	for _, tt := range []struct {
		name, text string
		want       []Entry
	}{
		{"empty", "", nil},
		{"both styles", block, []Entry{full}},
		{"two", block + block, []Entry{full, full}},
		{"the old style alone", "\n<b@mixed.example.org>: " + reason + "\n\n", []Entry{old}},
		{"old entries without lines between", "<b@mixed.example.org>: " + reason + "\n<b@mixed.example.org>: " + reason + "\n", []Entry{old, old}},
		{"the new style alone", strings.Replace(block, "<b@mixed.example.org>: "+reason+"\n", "", 1), []Entry{full}},
		{"cut", strings.TrimSpace(block)[:len(reason)+len("<b@mixed.example.org>: ")], []Entry{old}},
		{"an empty address", "recipient=<>\noriginal_recipient=root\nreason=x\n", []Entry{{Original: "root", Offset: -1, Reason: "x"}}},
		{"bad offsets", "offset=-5\nreason=x\n\noffset=99999999999999999999\nreason=y\n", []Entry{{Offset: -1, Reason: "x"}, {Offset: -1, Reason: "y"}}},
		{"anything else", "!what\nnothing\n>x\n", nil},
	} {
		if got, _ := Parse(tt.text); !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%s: %+v, want %+v", tt.name, got, tt.want)
		}
	}
}

// Real logs have as many entries as were counted in them, each with its
// position.
func TestRealLogs(t *testing.T) {
	c := corpustest.Open(t, "postfix-2")
	want := map[string]int{}
	for _, l := range c.PostfixFacts(t).Logs {
		want[l.Path] = l.Entries
	}
	read := 0
	for _, m := range corpustest.Unpack(t, c.Read(t, "spool.tar.gz")) {
		n, ok := want[strings.TrimPrefix(m.Name, "var/spool/postfix/")]
		if !ok {
			continue
		}
		read++
		entries, _ := Parse(string(m.Data))
		if len(entries) != n {
			t.Errorf("%s has %d entries, want %d", m.Name, len(entries), n)
		}
		for _, e := range entries {
			if e.Reason == "" || e.Offset < 0 && e.Action != "expanded" {
				t.Errorf("%s: %+v", m.Name, e)
			}
		}
	}
	if read < 70 {
		t.Errorf("%d logs were read, want at least 70", read)
	}
}

func FuzzParse(f *testing.F) {
	f.Add(block)
	f.Add("<a>: b\n\noffset=1\n")
	f.Add("=x\n<>: \nreason\n")
	f.Fuzz(func(t *testing.T, text string) {
		entries, cut := Parse(text)
		if cut || len(entries) > len(text) {
			t.Errorf("%d entries, cut %v", len(entries), cut)
		}
	})
}
