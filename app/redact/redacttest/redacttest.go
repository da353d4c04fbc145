// Package redacttest has queues, redactions and texts for the tests of redact and
// its callers. Its sample queue has an original of every kind, and its seeds write
// them in the forms that a redactor has to see through.
package redacttest

import (
	"net/netip"
	"regexp"
	"testing"

	"github.com/spoolscope/spoolscope/app/redact"
	"github.com/spoolscope/spoolscope/app/triage/reason"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Redactions are nothing, each category alone, those that meet in one text, and
// all.
var Redactions = []redact.Redaction{
	{}, {Addresses: true}, {Hosts: true}, {Subjects: true}, {Bodies: true}, {IDs: true},
	{Addresses: true, Hosts: true}, {Addresses: true, Hosts: true, Subjects: true, IDs: true}, redact.All,
}

// New makes a redactor that starts without pseudonyms.
func New(t testing.TB, q *queue.Queue, r redact.Redaction) *redact.Redactor {
	t.Helper()
	rd, err := redact.New(q, r, reason.Blame, nil)
	if err != nil {
		t.Fatal(err)
	}
	return rd
}

// Expand replaces each original in braces, as in "<{anna.berg}@{our.example}>",
// by its pseudonym. An original without one stays, with its braces.
func Expand(rd *redact.Redactor, s string) string {
	m := rd.Map()
	return regexp.MustCompile(`\{[^{}]*\}`).ReplaceAllStringFunc(s, func(v string) string {
		v = v[1 : len(v)-1]
		if ip, err := netip.ParseAddr(v); err == nil {
			return m.Addresses[ip.String()]
		}
		for _, names := range []map[string]string{m.People, m.Hosts, m.Domains, m.IDs} {
			if to := names[v]; to != "" {
				return to
			}
		}
		return "{" + v + "}"
	})
}

// Seeds are texts of every kind for fuzz targets.
var Seeds = []string{
	"<anna.berg@our.example>... User unknown", "550 5.1.1 =3Canna.berg=40our.example=3E", "a@b@c@d", `"a b\"c"@x.example`, "anna%2eberg%40our%2Eexample",
	"\xff\xfeanna.berg@our.example", "=cmd|'/c calc'!A1", "a\x00n\x00n\x00a\x00.\x00b\x00e\x00r\x00g\x00", "1.2.3.4.5 25.2.0.192.zen.example ::ffff:192.0.2.25",
	"=?utf-8?Q?Invoice_2026-0311_and_signed_contract?=", "&#97;nna.berg&commat;our.example", `\141nna.berg@our.example`, "YW5uYS5iZXJnQG91ci5leGFtcGxlIA==",
	"from pc17.our.example (pc17.our.example [192.0.2.25]) by mail.our.example", "müller@there.example\r\n\tnewsletter@shop.customer.example", "df425A00bQ002972",
	"=?utf-8??Invoice_2\xea@\xba/\x8d026-0311_and_signed_contract?=", "::02@10", "0000000000000=00AnnA.Berg",
}
