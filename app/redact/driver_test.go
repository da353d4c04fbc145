package redact_test

import (
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/app/redact"
	"github.com/spoolscope/spoolscope/app/redact/redacttest"
)

// Names chosen in a configuration get pseudonyms where Exim writes them, and nothing else does.
func TestStatusHasNoDrivers(t *testing.T) {
	rd := redacttest.New(t, redacttest.Sample(), redact.Redaction{Hosts: true})
	router, transport := rd.Driver("kunde_meier"), rd.Driver("meier_smtp")
	if router == transport || !strings.HasPrefix(router, "driver-") || rd.Driver(router) != router {
		t.Fatalf("%q, %q", router, transport)
	}
	for _, name := range []string{"driver-customers", "driver-abcdefghi", "driver-123456789"} {
		if got := rd.Driver(name); got == name || rd.Driver(got) != got {
			t.Errorf("%q becomes %q, then %q", name, got, rd.Driver(got))
		}
	}
	for text, want := range map[string]string{
		"R=kunde_meier T=meier_smtp defer (111): Connection refused": "R=" + router + " T=" + transport + " defer (111): Connection refused",
		"R=kunde_meier defer (-1): lost":                             "R=" + router + " defer (-1): lost",
		"R=dnslookup T=remote_smtp: 550 no":                          "R=dnslookup T=remote_smtp: 550 no",
		"Received from <> R=1rhX00-000001-00":                        "Received from <> R=1rhX00-000001-00",
		"x: meier_smtp transport succeeded\ny":                       "x: " + transport + " transport succeeded\ny",
		"x: local_delivery transport succeeded":                      "x: local_delivery transport succeeded",
		"Child process of meier_smtp transport returned 127":         "Child process of " + transport + " transport returned 127",
		"expanded string \"x\" for the kunde_meier router":           "expanded string \"x\" for the " + router + " router",
		"unknown mail transport error":                               "unknown mail transport error",
		"550 5.7.1 see ?R=a&T=b":                                     "550 5.7.1 see ?R=a&T=b",
		"R= T=":                                                      "R= T=",
	} {
		if got := rd.Status(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
		if got := rd.Text(text); got != text {
			t.Errorf("%q: in any text it is %q", text, got)
		}
	}
	if got := redacttest.New(t, redacttest.Sample(), redact.Redaction{Addresses: true}).Status("R=a T=b"); got != "R=a T=b" {
		t.Errorf("hosts stay, but %q", got)
	}
}

// What a filter says about a message that it froze stays unless everything is
// redacted.
func TestFrozen(t *testing.T) {
	all, hosts := redacttest.New(t, redacttest.Sample(), redact.All), redacttest.New(t, redacttest.Sample(), redact.Redaction{Hosts: true})
	for why, want := range map[string]string{
		"frozen": "frozen", "delivery error message": "delivery error message", "frozen by ACL": "frozen by ACL", "by me": "frozen",
		"by the system filter: mail of meier": "by the system filter", "by the system filter": "by the system filter",
	} {
		if got := all.Frozen(why); got != want {
			t.Errorf("%q: got %q, want %q", why, got, want)
		}
		if got := hosts.Frozen(why); got != why {
			t.Errorf("%q: got %q when only hosts are redacted", why, got)
		}
	}
	if got := all.Status("Frozen: by the system filter: meier"); got != "Frozen: by the system filter" {
		t.Errorf("got %q", got)
	}
}

// The known fields of a redacted delivery status stay.
func TestDeliveryStatus(t *testing.T) {
	rd := redacttest.New(t, redacttest.Sample(), redact.All)
	const body = "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.there.example\nOriginal-Envelope-Id: secret1\n\tsecret2\nsecret3\n\nAction: failed\nX-Own: secret4\nStatus: 5.0.0\n" +
		"X-Postfix-Sender: rfc822; postmaster\nX-Postfix-Queue-ID: AB12\n\n--b\nContent-Type: message/delivery-status\nContent-Transfer-Encoding: base64\n\nc2VjcmV0NQ==\n--b--\n"
	var b strings.Builder
	if err := rd.Body(&b, strings.NewReader(body), []byte("Content-Type: multipart/report; boundary=b\n"), true); err != nil {
		t.Fatal(err)
	}
	got := b.String()
	if strings.Contains(got, "secret") || strings.Contains(got, "c2VjcmV0") || strings.Contains(got, "Envelope") || strings.Contains(got, "X-Own") {
		t.Errorf("left: %q", got)
	}
	for _, want := range []string{"Reporting-MTA: dns; mx.there.example\n\nAction: failed\nStatus: 5.0.0\n", "X-Postfix-Sender: rfc822; postmaster\n"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in %q", want, got)
		}
	}
}
