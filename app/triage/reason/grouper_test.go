package reason

import (
	"fmt"
	"strings"
	"testing"
)

func TestGrouper(t *testing.T) {
	full := func(s string) Reason { return Parse(s) }
	cut := func(s string) Reason { return Parse(s, Cut) }
	tests := []struct {
		name        string
		reasons     []Reason
		of          Reason
		key, server string
	}{
		{"full", []Reason{full("Deferred: 450 a b")}, cut("Deferred: 450 a"), "450 a b", ""},
		{"in a word", []Reason{full("Deferred: 450 alpha beta")}, cut("Deferred: 450 alpha be"), "450 alpha beta", ""},
		{"after a blank", []Reason{full("Deferred: 450 alpha beta")}, cut("Deferred: 450 alpha "), "450 alpha beta", ""},
		{"two go on", []Reason{full("Deferred: 450 a b"), full("Deferred: 450 a c")}, cut("Deferred: 450 a "), "450 a", ""},
		{"longest cut", []Reason{cut("Deferred: 450 alpha bet"), cut("Deferred: 450 alpha beta")}, cut("Deferred: 450 alpha b"), "450 alpha beta", ""},
		{"in an address", []Reason{full("Deferred: 450 for a@x.example no")}, cut("Deferred: 450 for a@x.exa"), "450 for ‹address› no", ""},
		{"before the @", []Reason{full("Deferred: 450 for a@x.example no")}, cut("Deferred: 450 for anna"), "450 for ‹address› no", ""},
		{"in brackets", []Reason{full("Deferred: 450 from [192.0.2.1] no")}, cut("Deferred: 450 from [192."), "450 from [‹ip›] no", ""},
		{"unclosed", []Reason{full("Deferred: 450 <a@x.example>: no")}, cut("Deferred: 450 <anna@very.lo"), "450 ‹address›: no", ""},
		{"in a unit", []Reason{full("Deferred: 450 in 5 minutes")}, cut("Deferred: 450 in 4 min"), "450 in ‹number› minutes", ""},
		{"words before anything", []Reason{full("Deferred: 450 <a@x.example>: no"), full("Deferred: 450 mailbox full")}, cut("Deferred: 450 mail"), "450 mailbox full", ""},
		{"other code", []Reason{full("Deferred: 451 a b")}, cut("Deferred: 450 a"), "450 a", ""},
		{"host", []Reason{full("Deferred: Connection refused by mx.x.example.")}, cut("Deferred: Connection refused by mx.x.ex"), "temporary: Connection refused by ‹host›", "mx.x.example"},
		{"host, two", []Reason{full("Deferred: Connection refused by mx.x.example."), full("Deferred: Connection refused by mx.x.exact.")},
			cut("Deferred: Connection refused by mx.x.ex"), "temporary: Connection refused by ‹host›", "mx.x.ex"},
		{"host, itself", []Reason{full("Deferred: Connection refused by mx.x.example."), full("Deferred: Connection refused by mx.x.example.org.")},
			cut("Deferred: Connection refused by mx.x.example"), "temporary: Connection refused by ‹host›", "mx.x.example"},
		{"host, longest cut", []Reason{cut("Deferred: Connection refused by mx.x.exam")}, cut("Deferred: Connection refused by mx.x.ex"), "temporary: Connection refused by ‹host›", "mx.x.exam"},
		{"network error", []Reason{full("Deferred: mx.x.example.: Network is unreachable")}, cut("Deferred: mx.x.example.: Network is"), "temporary: ‹host›: Network is unreachable", "mx.x.example"},
		{"name server", []Reason{full("Deferred: Name server: mx.x.example.: host name lookup failure")}, cut("Deferred: Name server: mx.x.ex"), "temporary: Name server: ‹host›: host name lookup failure", ""},
		{"map key", []Reason{full("host map: lookup (x.example): deferred")}, cut("host map: lookup (x.ex"), "temporary: host map: lookup (‹host›): deferred", ""},
		{"map end", []Reason{full("host map: lookup (x.example): deferred")}, cut("host map: lookup (x.example): de"), "temporary: host map: lookup (‹host›): deferred", ""},
		{"mailer", []Reason{full("Deferred: local mailer (/bin/x) exited with EX_TEMPFAIL")}, cut("Deferred: local mailer (/bin/x) exited with "), "temporary: local mailer (/bin/x) exited with EX_TEMPFAIL", ""},
		{"cname", []Reason{full("Deferred: DNS failure: CNAME loop for x.example")}, cut("Deferred: DNS failure: CNAME loop for x.ex"), "temporary: DNS failure: CNAME loop for ‹host›", ""},
		{"own text", []Reason{full("Transient parse error -- message queued for future delivery")}, cut("Transient parse error -- mess"), "temporary: Transient parse error -- message queued for future delivery", ""},
		{"a sign that begins like a mark", []Reason{full("Deferred: 450 for a@x.example no")}, cut("Deferred: 450 for ’tis"), "450 for ‹address› no", ""},
		{"a mark in the text", []Reason{full("Deferred: 450 for ‹b"), full("Deferred: 450 for ‹c")}, cut("Deferred: 450 for ‹a"), "450 for ‹a", ""},
		{"seen differently", []Reason{cut("Deferred: 450 for a@x.exa")}, cut("Deferred: 450 for abc1234x5"), "450 for ‹address›", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for range 2 {
				got := NewGrouper(append(tt.reasons, tt.of)).Full(tt.of)
				if got.Key != tt.key || got.Server != tt.server {
					t.Errorf("Full(%q, %q) = %q, %q, want %q, %q", tt.of.Key, tt.of.Server, got.Key, got.Server, tt.key, tt.server)
				}
				// In any order.
				for i, j := 0, len(tt.reasons)-1; i < j; i, j = i+1, j-1 {
					tt.reasons[i], tt.reasons[j] = tt.reasons[j], tt.reasons[i]
				}
			}
		})
	}
	g := NewGrouper(nil)
	if r := full("Deferred"); g.Full(r).Key != r.Key || g.Full(cut("Deferred: x")).Key != "temporary: x" {
		t.Error("an empty Grouper changes reasons")
	}
}

// Wherever mailq cuts a status, the rest is still recognised as its beginning.
func TestEveryCut(t *testing.T) {
	for _, c := range corpus(t) {
		for _, s := range c.statuses {
			full := Parse(s)
			for n := 54; n < min(len(s), 140); n++ {
				r := Parse(s[:n], Cut)
				if !r.PrefixOf(full) {
					t.Errorf("Parse(%q).PrefixOf(Parse(%q)) = false: %q + %q, %q; %q", s[:n], s, r.stem, r.tail, r.Server, full.Key)
				}
			}
		}
	}
}

func many(n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = fmt.Sprintf("Deferred: 451 4.7.1 <user%d@host%d.x.example>: Greylisting in action, please come back in %d seconds, see http://x.example/%d", i, i%100, i%300, i)
	}
	return out
}

func BenchmarkParse(b *testing.B) {
	statuses := many(1000)
	b.ReportAllocs()
	for b.Loop() {
		for _, s := range statuses {
			Parse(s)
		}
	}
}

// The worst case for a Grouper: cut texts that share nothing but the codes.
func BenchmarkGrouper(b *testing.B) {
	var rs []Reason
	for i := range 40000 {
		s := strings.Map(func(r rune) rune { return r - '0' + 'a' }, fmt.Sprintf("%08d", i*7919%100000007))
		rs = append(rs, Parse("Deferred: 451 4.7.1 "+s, Cut))
	}
	b.ReportAllocs()
	for b.Loop() {
		NewGrouper(rs)
	}
}
