package share

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"net/netip"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/parser/queue"
	"github.com/spoolscope/spoolscope/parser/queuetest"
)

// message is one message of a queue made for a test.
type message struct {
	id, sender, client, auth, subject, status, reply string
	to                                               []string
}

// made builds a queue of messages on mail.our.example.
func made(messages ...message) *queue.Queue {
	b := queuetest.New()
	b.Dirs = []queue.Dir{{Host: "mail.our.example", Name: "mail.our.example", Path: "/var/spool/mqueue"}}
	b.Taken = 1709650800
	for n, m := range messages {
		if m.id == "" {
			m.id = fmt.Sprintf("425A00bQ%06d", n)
		}
		i := b.Row(0, m.id)
		b.Order = append(b.Order, i)
		add := b.Strings.Add
		b.Sender[i], b.Client[i], b.Auth[i], b.Subject[i] = add(m.sender), add(m.client), add(m.auth), add(m.subject)
		b.Status[i], b.Effective[i] = add(m.status), add(m.status)
		b.Created[i], b.LastTry[i], b.Attempts[i], b.Priority[i], b.Size[i] = 1709640000, 1709650000, 3, 30000, 120
		b.Flags[i] = queue.HasSender | queue.HasStatus
		b.State[i] = queue.Deferred
		if m.sender == "<>" {
			b.Flags[i] |= queue.NullFrom
		}
		b.SetRecipients(i, len(m.to), func(k int) (string, string) { return m.to[k], "" })
		if m.reply != "" {
			b.Flags[i] |= queue.MadeHere
			b.SetReplies(i, []queue.Exchange{{Host: "mx.there.example", Replies: []string{m.reply}}})
			b.SetGrep(i, []queue.Str{add("<<< " + m.reply)})
		}
	}
	return b.Queue
}

// sample has one of everything.
func sample() *queue.Queue {
	return made(
		message{id: "425A00bQ002972", sender: "<Anna.Berg@our.example>", client: "pc17.our.example [192.0.2.25]", subject: "Invoice 2026-0311 and signed contract",
			status: "Deferred: Connection refused by mx.there.example.", to: []string{"<bob@there.example>", `"Bo B"@there.example`}},
		message{id: "425A00bQ002973", sender: "<newsletter@shop.customer.example>", client: "relay.customer.example [192.0.2.80] (may be forged)", auth: "anna.berg",
			status: "Deferred: 421 4.7.0 too many", to: []string{"müller@there.example", "localuser7"}},
		message{id: "425A00bQ002974", sender: "<>", client: "[IPv6:2001:db8:7::25]", status: "Deferred: Connection timed out with mx.there.example.",
			to: []string{"<bounces+anna.berg=our.example@lists.example>"}, reply: "550 5.1.1 <gone@there.example>... User unknown"},
		message{id: "425A00bQ002975", sender: "root", client: "anna.berg@localhost", to: []string{`"|/usr/bin/vacation"`, "postmaster@there.example"}},
	)
}

// braces puts the masks of names in braces in their place.
func braces(m *Mask, s string) string {
	return regexp.MustCompile(`\{[^{}]*\}`).ReplaceAllStringFunc(s, func(v string) string {
		v = v[1 : len(v)-1]
		if ip, err := netip.ParseAddr(v); err == nil {
			return m.addrs[ip].String()
		}
		for _, masks := range []map[string]string{m.people, m.hosts, m.domains, m.ids} {
			if to := masks[v]; to != "" {
				return to
			}
		}
		return "{" + v + "}"
	})
}

func TestText(t *testing.T) {
	m := mustMask(t, sample(), All)
	for _, c := range []struct{ name, in, want string }{
		{"nothing", "Deferred: 452 4.2.2 Mailbox full", "Deferred: 452 4.2.2 Mailbox full"},
		{"address", "<anna.berg@our.example>... User unknown", "<{anna.berg}@{our.example}>... User unknown"},
		{"other case", "ANNA.BERG@Our.Example", "{anna.berg}@{our.example}"},
		{"domain of a recipient stays", "bob@there.example", "{bob}@there.example"},
		{"full stop", "write to bob@there.example.", "write to {bob}@there.example."},
		{"local part alone", "User anna.berg is over quota", "User {anna.berg} is over quota"},
		{"common word stays", "see the newsletter", "see the newsletter"},
		{"common word in an address", "newsletter@shop.customer.example", "{newsletter}@{shop.customer.example}"},
		{"quoted", `<"Bo B"@there.example>`, "<{bo b}@there.example>"},
		{"quoted without need", `"anna.berg"@our.example`, "{anna.berg}@{our.example}"},
		{"label", "envelope-from=anna.berg@our.example", "envelope-from={anna.berg}@{our.example}"},
		{"mailto", "mailto:bob@there.example?subject=x", "mailto:{bob}@there.example?subject=x"},
		{"xtext type", "rfc822;bob@there.example", "rfc822;{bob}@there.example"},
		{"single quotes", "'bob@there.example'", "'{bob}@there.example'"},
		{"source route", "<@relay.customer.example,@mail.our.example:bob@there.example>", "<@{relay.customer.example},@{mail.our.example}:{bob}@there.example>"},
		{"VERP", "<bounces+anna.berg=our.example@lists.example>", "<{bounces+anna.berg=our.example}@lists.example>"},
		{"VERP of an unknown list", "<x-anna.berg=our.example@there.example>", "<{x-anna.berg=our.example}@there.example>"},
		{"SRS", "SRS0=ab12=XY=our.example=anna.berg@there.example", "{srs0=ab12=xy=our.example=anna.berg}@there.example"},
		{"BATV", "prvs=4242abcdef=anna.berg@our.example", "{prvs=4242abcdef=anna.berg}@{our.example}"},
		{"percent hack", "anna.berg%our.example@there.example", "{anna.berg%our.example}@there.example"},
		{"UTF-8", "müller@there.example", "{müller}@there.example"},
		{"UTF-8 in quotation marks", "‹müller@there.example›", "‹{müller}@there.example›"},
		{"percent-encoded", "http://x.example/u?a=anna.berg%40our.example&b", "http://x.example/u?a={anna.berg}@{our.example}&b"},
		{"quoted-printable", "=3Canna.berg=40our.example=3E", "=3C{anna.berg}@{our.example}=3E"},
		{"soft line break", "anna.be=\nrg@our.example", "{anna.berg}@{our.example}"},
		{"entities", "&lt;anna&#46;berg&#x40;our.example&gt;", "&lt;{anna.berg}@{our.example}&gt;"},
		{"octal, as mailq prints", `m\303\274ller@there.example`, "{müller}@there.example"},
		{"JSON", `"anna.berg\u0040our.example"`, `"{anna.berg}@{our.example}"`},
		{"xtext", "rfc822;anna.berg+40our.example", "rfc822;{anna.berg}@{our.example}"},
		{"roles stay", "postmaster@there.example, MAILER-DAEMON", "postmaster@there.example, MAILER-DAEMON"},
		{"our server", "by mail.our.example with ESMTP", "by {mail.our.example} with ESMTP"},
		{"client", "relay.customer.example rejected", "{relay.customer.example} rejected"},
		{"server spoken to stays", "Connection refused by mx.there.example.", "Connection refused by mx.there.example."},
		{"host of ours that nothing names", "http://wiki.our.example/help", "http://{wiki.our.example}/help"},
		{"strange hosts stay", "see http://www.spamhaus.example/query", "see http://www.spamhaus.example/query"},
		{"IP address", "[192.0.2.25] blocked", "[{192.0.2.25}] blocked"},
		{"IP address and port", "192.0.2.25:4242", "{192.0.2.25}:4242"},
		{"unknown IP address", "your IP 198.51.100.77.", "your IP {198.51.100.77}."},
		{"IPv6", "[IPv6:2001:db8:7::25]", "[IPv6:{2001:db8:7::25}]"},
		{"IPv6 written otherwise", "2001:0DB8:0007:0:0:0:0:25 is", "{2001:db8:7::25} is"},
		{"IPv4 in IPv6", "::ffff:192.0.2.25", "{192.0.2.25}"},
		{"itself", "127.0.0.1, ::1 and 0.0.0.0", "127.0.0.1, ::1 and 0.0.0.0"},
		{"release", "(8.17.1.9/8.17.1.9/Debian-2)", "(8.17.1.9/8.17.1.9/Debian-2)"},
		{"enhanced code and clock", "4.2.2 at 10:41:07", "4.2.2 at 10:41:07"},
		{"subject", `550 rejected: "invoice 2026-0311  and signed CONTRACT"`, `550 rejected: "(left out)"`},
		{"cut subject", "Re: Invoice 2026-0311 and signed contr", "Re: Invoice 2026-0311 and signed contr"},
		{"id", "queued as 425A00bQ002972", "queued as {425A00bQ002972}"},
		{"id of a file", "./df425A00bQ002972: missing", "./df{425A00bQ002972}: missing"},
		{"id in other case", "425a00bq002972", "425a00bq002972"},
		{"masks stay", "person-0001@there.example host-01.invalid 240.0.1.2", "person-0001@there.example host-01.invalid 240.0.1.2"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := m.Text(c.in)
			if want := braces(m, c.want); got != want {
				t.Errorf("Text(%q) = %q, want %q", c.in, got, want)
			}
			if again := m.Text(got); again != got {
				t.Errorf("Text(%q) = %q, want what it was", got, again)
			}
			if leaks := m.Leaks([]byte(got)); len(leaks) > 0 {
				t.Errorf("Leaks(%q) = %+v", got, leaks)
			}
			if in, out := []byte(c.in), m.Bytes([]byte(c.in)); !bytes.Equal(out, []byte(got)) || string(in) != c.in {
				t.Errorf("Bytes(%q) = %q, want %q", c.in, out, got)
			}
		})
	}
}

func TestTextEncodedWords(t *testing.T) {
	m := mustMask(t, sample(), All)
	for _, in := range []string{
		"=?utf-8?Q?anna.berg=40our.example?=",
		"=?UTF-8?B?" + base64.StdEncoding.EncodeToString([]byte("<anna.berg@our.example>")) + "?=",
		"Re: =?utf-8?q?Invoice_2026-0311_and_?= =?utf-8?q?signed_contract?=",
		"token=" + base64.StdEncoding.EncodeToString([]byte("anna.berg@our.example")),
		"token=" + base64.URLEncoding.EncodeToString([]byte("to:anna.berg@our.example?>>>")),
	} {
		if leaks := m.Leaks([]byte(in)); len(leaks) == 0 {
			t.Errorf("Leaks(%q) found nothing", in)
		}
		got := m.Text(in)
		if leaks := m.Leaks([]byte(got)); len(leaks) > 0 {
			t.Errorf("Text(%q) = %q, which leaks %+v", in, got, leaks)
		}
	}
}

func TestSingleValues(t *testing.T) {
	q := sample()
	m := mustMask(t, q, All)
	for _, c := range []struct{ name, got, want string }{
		{"address", m.Address("<anna.berg@our.example>"), "<{anna.berg}@{our.example}>"},
		{"address with a name", m.Address("Anna Berg <anna.berg@our.example>"), "<{anna.berg}@{our.example}>"},
		{"null sender", m.Address("<>"), "<>"},
		{"daemon", m.Address("MAILER-DAEMON"), "MAILER-DAEMON"},
		{"local name", m.Address("localuser7"), "{localuser7}"},
		{"program", m.Address(`"|/usr/bin/vacation"`), "{|/usr/bin/vacation}"},
		{"literal", m.Address("bob@[192.0.2.25]"), "{bob}@[{192.0.2.25}]"},
		{"our host behind the @", m.Address("root@mail.our.example"), "root@{mail.our.example}"},
		{"client", m.Host("pc17.our.example [192.0.2.25]"), "{pc17.our.example} [{192.0.2.25}]"},
		{"forged client", m.Host("relay.customer.example [192.0.2.80] (may be forged)"), "{relay.customer.example} [{192.0.2.80}] (may be forged)"},
		{"ident", m.Host("anna.berg@pc17.our.example [192.0.2.25]"), "{anna.berg}@{pc17.our.example} [{192.0.2.25}]"},
		{"localhost", m.Host("root@localhost"), "root@localhost"},
		{"name without dots", m.Host("laptop"), "{laptop}"},
		{"IP address", m.Host("192.0.2.25"), "{192.0.2.25}"},
		{"id", m.ID("425A00bQ002972"), "{425A00bQ002972}"},
		{"subject", m.Subject("Invoice"), ""},
	} {
		if want := braces(m, c.want); c.got != want {
			t.Errorf("%s: %q, want %q", c.name, c.got, want)
		}
	}
	if got := mustMask(t, q, Redaction{Addresses: true}).Host("pc17.our.example [192.0.2.25]"); got != "pc17.our.example [192.0.2.25]" {
		t.Errorf("Host without hosts hidden = %q", got)
	}
	if got := mustMask(t, q, Redaction{Hosts: true}).Address("<anna.berg@our.example>"); got != "<anna.berg@our.example>" {
		t.Errorf("Address without addresses hidden = %q", got)
	}
}

func TestNothingHidden(t *testing.T) {
	zero := mustMask(t, sample(), Redaction{})
	for _, m := range []*Mask{nil, zero} {
		const s = "anna.berg@our.example [192.0.2.25] 425A00bQ002972"
		for name, got := range map[string]string{
			"Text": m.Text(s), "Bytes": string(m.Bytes([]byte(s))), "Address": m.Address(s), "Host": m.Host(s), "ID": m.ID(s), "Subject": m.Subject(s),
		} {
			if got != s {
				t.Errorf("%s of what hides nothing = %q, want %q", name, got, s)
			}
		}
		if leaks := m.Leaks([]byte(s)); leaks != nil {
			t.Errorf("Leaks = %v", leaks)
		}
		if m.Redaction().Any() {
			t.Errorf("Redaction() = %v", m.Redaction())
		}
	}
}

// Addresses of a subnet have one masked subnet, and no two one mask.
func TestSubnets(t *testing.T) {
	m := mustMask(t, sample(), All)
	seen := map[netip.Addr]string{}
	mask := func(s string) netip.Addr {
		a, err := netip.ParseAddr(m.Host(s))
		if err != nil {
			t.Fatalf("Host(%q): %v", s, err)
		}
		if other, ok := seen[a]; ok {
			t.Fatalf("%s and %s both became %s", other, s, a)
		}
		seen[a] = s
		return a
	}
	var nets4, nets6 []netip.Prefix
	for n := range 40 {
		first, last := netip.Prefix{}, netip.Prefix{}
		for h := range 256 {
			a := mask(fmt.Sprintf("198.18.%d.%d", n, h))
			if last = subnet(a); h == 0 {
				first = last
			}
			if first != last || !masked4.Contains(a) {
				t.Fatalf("198.18.%d.%d became %s, not in %s", n, h, a, first)
			}
		}
		nets4 = append(nets4, first)
		a, b := subnet(mask(fmt.Sprintf("2001:db8:%x::1", n))), subnet(mask(fmt.Sprintf("2001:db8:%x::ffff:2", n)))
		if a != b || !masked6.Overlaps(a) {
			t.Fatalf("two addresses of one subnet became ones of %s and %s", a, b)
		}
		nets6 = append(nets6, a)
	}
	for _, nets := range [][]netip.Prefix{nets4, nets6} {
		slices.SortFunc(nets, func(a, b netip.Prefix) int { return a.Addr().Compare(b.Addr()) })
		if n := len(slices.Compact(nets)); n != 40 {
			t.Errorf("40 subnets became %d", n)
		}
	}
}

// The order in which a queue was read does not matter, nor what was asked
// before.
func TestMasksAreTheSame(t *testing.T) {
	a := made(message{sender: "<a@x.example>", to: []string{"<z@there.example>"}}, message{sender: "<m@x.example>", to: []string{"<b@there.example>"}})
	b := made(message{id: "425A00bQ000001", sender: "<m@x.example>", to: []string{"<b@there.example>"}}, message{id: "425A00bQ000000", sender: "<a@x.example>", to: []string{"<z@there.example>"}})
	ma, mb := mustMask(t, a, All), mustMask(t, b, All)
	mb.Text("other@never.seen.example 203.0.113.99")
	for _, s := range []string{"a@x.example", "m@x.example", "new@unseen.example", "425A00bQ000000", "203.0.113.7"} {
		if x, y := ma.Text(s), mb.Text(s); x != y {
			t.Errorf("Text(%q) = %q and %q", s, x, y)
		}
	}
}

func TestMap(t *testing.T) {
	q := sample()
	m := mustMask(t, q, All)
	m.Text("new@unseen.example 203.0.113.99")
	var first bytes.Buffer
	if err := m.Map().Write(&first); err != nil {
		t.Fatal(err)
	}
	known, err := ReadMap(bytes.NewReader(first.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	// Another queue: what both name has the same mask, and nothing two.
	other := made(message{sender: "<aaron@our.example>", client: "a.our.example [192.0.2.7]", to: []string{"<anna.berg@elsewhere.example>"}})
	n, err := NewMask(other, All, known)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []string{"anna.berg@our.example", "new@unseen.example", "203.0.113.99", "192.0.2.25", "192.0.2.200", "425A00bQ002972", "pc17.our.example"} {
		if a, b := m.Text(s), n.Text(s); a != b {
			t.Errorf("Text(%q) = %q, and with the map %q", s, a, b)
		}
	}
	used := map[string]string{}
	for from, to := range n.people {
		if used[to] != "" {
			t.Errorf("%q and %q are both %q", used[to], from, to)
		}
		used[to] = from
	}
	if n.people["aaron"] == "" || subnet(n.addrs[netip.MustParseAddr("192.0.2.7")]) != subnet(m.addrs[netip.MustParseAddr("192.0.2.25")]) {
		t.Errorf("aaron is %q, 192.0.2.7 is %v", n.people["aaron"], n.addrs[netip.MustParseAddr("192.0.2.7")])
	}
}

func TestMapErrors(t *testing.T) {
	const key = `"key":"0000000000000000000000000000000000000000000000000000000000000000"`
	for _, c := range []struct{ name, file, want string }{
		{"no JSON", "hello", "not a map of masks: invalid character 'h' looking for beginning of value"},
		{"another file", `{"schema":"spoolscope.message/1"}`, `not a map of masks: schema "spoolscope.message/1", want "spoolscope.map/1"`},
		{"no key", `{"schema":"spoolscope.map/1"}`, `the map's key is not 64 hex digits: ""`},
		{"no mask", `{"schema":"spoolscope.map/1",` + key + `,"people":{"anna":"=cmd"}}`, `the map's mask "=cmd" for "anna" is damaged or there twice`},
		{"two of one", `{"schema":"spoolscope.map/1",` + key + `,"hosts":{"a":"host-01","b":"host-01"}}`, "is damaged or there twice"},
		{"real address", `{"schema":"spoolscope.map/1",` + key + `,"addresses":{"192.0.2.1":"198.51.100.1"}}`, `the map's mask "198.51.100.1" for "192.0.2.1" is damaged or there twice`},
	} {
		m, err := ReadMap(strings.NewReader(c.file))
		if err == nil {
			_, err = NewMask(sample(), All, m)
		}
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want %q", c.name, err, c.want)
		}
	}
}

func TestParseRedaction(t *testing.T) {
	for in, want := range map[string]Redaction{
		"": {}, "all": All, "addresses, IDs": {Addresses: true, IDs: true}, "hosts,,bodies,": {Hosts: true, Bodies: true}, "subjects": {Subjects: true},
	} {
		got, err := ParseRedaction(in)
		if err != nil || got != want {
			t.Errorf("ParseRedaction(%q) = %+v, %v, want %+v", in, got, err, want)
		}
		if again, err := ParseRedaction(got.String()); err != nil || again != got {
			t.Errorf("ParseRedaction(%q) = %+v, %v, want %+v", got.String(), again, err, got)
		}
	}
	if _, err := ParseRedaction("names"); err == nil || !strings.Contains(err.Error(), `"names" cannot be hidden`) {
		t.Errorf("ParseRedaction(names): %v", err)
	}
}

// A status that mailq cut does not tell the beginning of a name.
func TestCut(t *testing.T) {
	m := mustMask(t, sample(), All)
	for _, c := range []struct{ in, want string }{
		{"Deferred: Connection refused by relay.custo", "Deferred: Connection refused by {relay.customer.example}"},
		{"Deferred: 550 <anna.be", "Deferred: 550 <{anna.berg}"},
		{"Deferred: 550 <anna.berg@our.exa", "Deferred: 550 <{anna.berg}@{our.example}"},
		{"Deferred: Connection refused by mx.there.exam", "Deferred: Connection refused by mx.there.exam"},
		{"Deferred: Connection refused by mx.there.example.", "Deferred: Connection refused by mx.there.example."},
	} {
		if got, want := m.cut(c.in), braces(m, c.want); got != want {
			t.Errorf("cut(%q) = %q, want %q", c.in, got, want)
		}
	}
}

// seeds are texts of every kind for the fuzz targets.
var seeds = []string{
	"<anna.berg@our.example>... User unknown", "550 5.1.1 =3Canna.berg=40our.example=3E", "a@b@c@d", `"a b\"c"@x.example`, "anna%2eberg%40our%2Eexample",
	"\xff\xfeanna.berg@our.example", "=cmd|'/c calc'!A1", "a\x00n\x00n\x00a\x00.\x00b\x00e\x00r\x00g\x00", "1.2.3.4.5 25.2.0.192.zen.example ::ffff:192.0.2.25",
	"=?utf-8?Q?Invoice_2026-0311_and_signed_contract?=", "&#97;nna.berg&commat;our.example", `\141nna.berg@our.example`, "YW5uYS5iZXJnQG91ci5leGFtcGxlIA==",
	"from pc17.our.example (pc17.our.example [192.0.2.25]) by mail.our.example", "müller@there.example\r\n\tnewsletter@shop.customer.example", "df425A00bQ002972",
	"=?utf-8??Invoice_2\xea@\xba/\x8d026-0311_and_signed_contract?=", "::02@10", "0000000000000=00AnnA.Berg",
}

// Whatever a text is, no original is in what it becomes, and that stays as it
// is.
func FuzzText(f *testing.F) {
	for k := range redactions {
		for _, s := range seeds {
			f.Add(s, uint8(k))
		}
	}
	q := sample()
	f.Fuzz(func(t *testing.T, s string, pick uint8) {
		r := redactions[int(pick)%len(redactions)]
		m := mustMask(t, q, r)
		for name, mask := range map[string]func(string) string{"Text": m.Text, "Host": m.Host, "Address": m.Address, "cut": m.cut} {
			got := mask(s)
			if leaks := m.Leaks([]byte(got)); len(leaks) > 0 {
				t.Errorf("%s(%q) without %s = %q, which leaks %+v", name, s, r, got, leaks[0])
			}
		}
	})
}
