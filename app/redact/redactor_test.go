package redact_test

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/app/redact"
	"github.com/spoolscope/spoolscope/app/redact/redacttest"
	"github.com/spoolscope/spoolscope/app/triage/reason"
)

func TestText(t *testing.T) {
	m := redacttest.New(t, redacttest.Sample(), redact.All)
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
			if want := redacttest.Expand(m, c.want); got != want {
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

// The domain of a recipient stays even if a local part has the same name, as
// with hosting customers: that local part is redacted only inside addresses.
func TestLocalPartLikeDomain(t *testing.T) {
	q := redacttest.Queue(
		redacttest.Message{Sender: "<parked.test@hosting.example>", To: []string{"<reader@parked.test>"}, Status: "Deferred: Connection refused by mx.parked.test."},
		redacttest.Message{Sender: "<a@b.example>", To: []string{"parked.test", "<reader@parked.test>"}, Status: "Deferred: parked.test.: Name server: host name lookup failure"},
	)
	for _, r := range []redact.Redaction{{Addresses: true}, {Addresses: true, Hosts: true}, redact.All} {
		m := redacttest.New(t, q, r)
		for _, c := range []struct{ name, got, want string }{
			{"recipient", m.Address("<reader@parked.test>"), "<{reader}@parked.test>"},
			{"in a text", m.Text("550 <reader@parked.test>... User unknown"), "550 <{reader}@parked.test>... User unknown"},
			{"domain in a text", m.Text("lookup of parked.test failed"), "lookup of parked.test failed"},
			{"next hop", m.Server("mx.parked.test"), "mx.parked.test"},
			{"cut off", m.Cut("Deferred: Connection refused by mx.parked.te"), "Deferred: Connection refused by mx.parked.te"},
			{"cut off domain", m.Cut("Deferred: parked.te"), "Deferred: parked.te"},
			{"local name", m.Address("parked.test"), "{parked.test}"},
			{"local part", m.Text("to parked.test@hosting.example"), "to {parked.test}@{hosting.example}"},
		} {
			if want := redacttest.Expand(m, c.want); c.got != want {
				t.Errorf("%s without %s: %q, want %q", c.name, r, c.got, want)
			}
			if leaks := m.Leaks([]byte(c.got)); len(leaks) > 0 {
				t.Errorf("%s without %s: %q leaks %+v", c.name, r, c.got, leaks)
			}
		}
	}
}

func TestTextEncodedWords(t *testing.T) {
	m := redacttest.New(t, redacttest.Sample(), redact.All)
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
	q := redacttest.Sample()
	m := redacttest.New(t, q, redact.All)
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
		if want := redacttest.Expand(m, c.want); c.got != want {
			t.Errorf("%s: %q, want %q", c.name, c.got, want)
		}
	}
	if got := redacttest.New(t, q, redact.Redaction{Addresses: true}).Host("pc17.our.example [192.0.2.25]"); got != "pc17.our.example [192.0.2.25]" {
		t.Errorf("Host without hosts hidden = %q", got)
	}
	if got := redacttest.New(t, q, redact.Redaction{Hosts: true}).Address("<anna.berg@our.example>"); got != "<anna.berg@our.example>" {
		t.Errorf("Address without addresses hidden = %q", got)
	}
}

func TestNothingHidden(t *testing.T) {
	zero := redacttest.New(t, redacttest.Sample(), redact.Redaction{})
	for _, m := range []*redact.Redactor{nil, zero} {
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

// Addresses of one subnet share a masked subnet, and no two share a mask.
func TestSubnets(t *testing.T) {
	m := redacttest.New(t, redacttest.Sample(), redact.All)
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
			if last = redact.Subnet(a); h == 0 {
				first = last
			}
			if first != last || !redact.Pool4.Contains(a) {
				t.Fatalf("198.18.%d.%d became %s, not in %s", n, h, a, first)
			}
		}
		nets4 = append(nets4, first)
		a, b := redact.Subnet(mask(fmt.Sprintf("2001:db8:%x::1", n))), redact.Subnet(mask(fmt.Sprintf("2001:db8:%x::ffff:2", n)))
		if a != b || !redact.Pool6.Overlaps(a) {
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

// The order in which a queue was read does not matter, nor what was redacted
// before.
func TestMasksAreTheSame(t *testing.T) {
	a := redacttest.Queue(redacttest.Message{Sender: "<a@x.example>", To: []string{"<z@there.example>"}}, redacttest.Message{Sender: "<m@x.example>", To: []string{"<b@there.example>"}})
	b := redacttest.Queue(redacttest.Message{ID: "425A00bQ000001", Sender: "<m@x.example>", To: []string{"<b@there.example>"}}, redacttest.Message{ID: "425A00bQ000000", Sender: "<a@x.example>", To: []string{"<z@there.example>"}})
	ma, mb := redacttest.New(t, a, redact.All), redacttest.New(t, b, redact.All)
	mb.Text("other@never.seen.example 203.0.113.99")
	for _, s := range []string{"a@x.example", "m@x.example", "new@unseen.example", "425A00bQ000000", "203.0.113.7"} {
		if x, y := ma.Text(s), mb.Text(s); x != y {
			t.Errorf("Text(%q) = %q and %q", s, x, y)
		}
	}
}

func TestMap(t *testing.T) {
	q := redacttest.Sample()
	m := redacttest.New(t, q, redact.All)
	m.Text("new@unseen.example 203.0.113.99")
	var first bytes.Buffer
	if err := m.Map().Write(&first); err != nil {
		t.Fatal(err)
	}
	known, err := redact.ReadMap(bytes.NewReader(first.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	// Another queue: names in both keep their masks, and no mask is used twice.
	other := redacttest.Queue(redacttest.Message{Sender: "<aaron@our.example>", Client: "a.our.example [192.0.2.7]", To: []string{"<anna.berg@elsewhere.example>"}})
	n, err := redact.New(other, redact.All, reason.Blame, known)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []string{"anna.berg@our.example", "new@unseen.example", "203.0.113.99", "192.0.2.25", "192.0.2.200", "425A00bQ002972", "pc17.our.example"} {
		if a, b := m.Text(s), n.Text(s); a != b {
			t.Errorf("Text(%q) = %q, and with the map %q", s, a, b)
		}
	}
	used := map[string]string{}
	for from, to := range n.Map().People {
		if used[to] != "" {
			t.Errorf("%q and %q are both %q", used[to], from, to)
		}
		used[to] = from
	}
	all := n.Map()
	near, was := netip.MustParseAddr(all.Addresses["192.0.2.7"]), netip.MustParseAddr(m.Map().Addresses["192.0.2.25"])
	if all.People["aaron"] == "" || redact.Subnet(near) != redact.Subnet(was) {
		t.Errorf("aaron is %q, 192.0.2.7 is %v", all.People["aaron"], near)
	}
}

func TestMapErrors(t *testing.T) {
	const key = `"key":"0000000000000000000000000000000000000000000000000000000000000000"`
	for _, c := range []struct{ name, file, want string }{
		{"no JSON", "hello", "not a pseudonym map: invalid character 'h' looking for beginning of value"},
		{"another file", `{"schema":"spoolscope.message/1"}`, `not a pseudonym map: schema "spoolscope.message/1", want "spoolscope.map/1"`},
		{"no key", `{"schema":"spoolscope.map/1"}`, `pseudonym map: key "" is not 64 hex digits`},
		{"no mask", `{"schema":"spoolscope.map/1",` + key + `,"people":{"anna":"=cmd"}}`, `pseudonym map: "=cmd" for "anna" is malformed or assigned twice`},
		{"two of one", `{"schema":"spoolscope.map/1",` + key + `,"hosts":{"a":"host-01","b":"host-01"}}`, "is malformed or assigned twice"},
		{"real address", `{"schema":"spoolscope.map/1",` + key + `,"addresses":{"192.0.2.1":"198.51.100.1"}}`, `pseudonym map: "198.51.100.1" for "192.0.2.1" is malformed or assigned twice`},
	} {
		m, err := redact.ReadMap(strings.NewReader(c.file))
		if err == nil {
			_, err = redact.New(redacttest.Sample(), redact.All, reason.Blame, m)
		}
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want %q", c.name, err, c.want)
		}
	}
}

func TestParse(t *testing.T) {
	for in, want := range map[string]redact.Redaction{
		"": {}, "all": redact.All, "addresses, IDs": {Addresses: true, IDs: true}, "hosts,,bodies,": {Hosts: true, Bodies: true}, "subjects": {Subjects: true},
	} {
		got, err := redact.Parse(in)
		if err != nil || got != want {
			t.Errorf("redact.Parse(%q) = %+v, %v, want %+v", in, got, err, want)
		}
		if again, err := redact.Parse(got.String()); err != nil || again != got {
			t.Errorf("redact.Parse(%q) = %+v, %v, want %+v", got.String(), again, err, got)
		}
	}
	if _, err := redact.Parse("names"); err == nil || !strings.Contains(err.Error(), `"names" cannot be redacted`) {
		t.Errorf("redact.Parse(names): %v", err)
	}
}

// A status that mailq cut does not reveal the beginning of a name.
func TestCut(t *testing.T) {
	m := redacttest.New(t, redacttest.Sample(), redact.All)
	for _, c := range []struct{ in, want string }{
		{"Deferred: Connection refused by relay.custo", "Deferred: Connection refused by {relay.customer.example}"},
		{"Deferred: 550 <anna.be", "Deferred: 550 <{anna.berg}"},
		{"Deferred: 550 <anna.berg@our.exa", "Deferred: 550 <{anna.berg}@{our.example}"},
		{"Deferred: Connection refused by mx.there.exam", "Deferred: Connection refused by mx.there.exam"},
		{"Deferred: Connection refused by mx.there.example.", "Deferred: Connection refused by mx.there.example."},
	} {
		if got, want := m.Cut(c.in), redacttest.Expand(m, c.want); got != want {
			t.Errorf("cut(%q) = %q, want %q", c.in, got, want)
		}
	}
}

// Whatever the text is, no original is left in the result, and redacting it
// again changes nothing.
func FuzzText(f *testing.F) {
	for k := range redacttest.Redactions {
		for _, s := range redacttest.Seeds {
			f.Add(s, uint8(k))
		}
	}
	q := redacttest.Sample()
	f.Fuzz(func(t *testing.T, s string, pick uint8) {
		r := redacttest.Redactions[int(pick)%len(redacttest.Redactions)]
		m := redacttest.New(t, q, r)
		for name, mask := range map[string]func(string) string{"Text": m.Text, "Host": m.Host, "Address": m.Address, "cut": m.Cut} {
			got := mask(s)
			if leaks := m.Leaks([]byte(got)); len(leaks) > 0 {
				t.Errorf("%s(%q) without %s = %q, which leaks %+v", name, s, r, got, leaks[0])
			}
		}
	})
}
