package triage

import (
	"errors"
	"reflect"
	"testing"
)

func TestParseQuery(t *testing.T) {
	tests := []struct {
		name, query string
		want        []Term
	}{
		{"empty", "  ", nil},
		{"word", "invoice", []Term{{Value: "invoice"}}},
		{"token", "state:deferred", []Term{{Key: "state", Value: "deferred"}}},
		{"key without case", "STATE:Deferred", []Term{{Key: "state", Value: "Deferred"}}},
		{"two", "server:mx.example.org  bob", []Term{{Key: "server", Value: "mx.example.org"}, {Value: "bob", Pos: 23}}},
		{"not", "-code:451 -word", []Term{{Key: "code", Value: "451", Not: true}, {Value: "word", Not: true, Pos: 10}}},
		{"quoted value", `reason:"Mailbox \"x\" \\ full" a`, []Term{{Key: "reason", Value: `Mailbox "x" \ full`}, {Value: "a", Pos: 31}}},
		{"quoted word", `"two words"`, []Term{{Value: "two words"}}},
		{"empty value in quotes", `from:""`, []Term{{Key: "from"}}},
		{"null sender", "from:<>", []Term{{Key: "from", Value: "<>"}}},
		{"lone minus", "- a", []Term{{Value: "-"}, {Value: "a", Pos: 2}}},
		{"ages", "age:>2d age:<=1w", []Term{{Key: "age", Value: ">2d"}, {Key: "age", Value: "<=1w", Pos: 8}}},
		{"no key, an address", "mailto:a@example.org", []Term{{Value: "mailto:a@example.org"}}},
		{"no key, a URL", "http://example.org", []Term{{Value: "http://example.org"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := ParseQuery(tt.query)
			if err != nil || !reflect.DeepEqual(got, tt.want) {
				t.Errorf("ParseQuery(%q) = %v, %v, want %v", tt.query, got, err, tt.want)
			}
		})
	}
}

func TestParseQueryErrors(t *testing.T) {
	tests := []struct {
		query string
		pos   int
	}{
		{"stat:deferred", 0},
		{"a state:nothing", 8},
		{"code:", 5},
		{"code: 451", 5},
		{`reason:"open`, 7},
		{"age:2d", 4},
		{"age:>2y", 4},
	}
	for _, tt := range tests {
		_, err := ParseQuery(tt.query)
		var syntax *SyntaxError
		if !errors.As(err, &syntax) || syntax.Pos != tt.pos {
			t.Errorf("ParseQuery(%q): error %v, want one at offset %d", tt.query, err, tt.pos)
		}
	}
}

func FuzzParseQuery(f *testing.F) {
	for _, s := range []string{"", "state:deferred", `reason:"a \" b"`, "-x y:z", "from:<> to:a@b", `"`, `code:"`} {
		f.Add(s, "value")
	}
	f.Fuzz(func(t *testing.T, query, value string) {
		terms, err := ParseQuery(query)
		if err == nil {
			for _, term := range terms {
				if term.Pos < 0 || term.Pos >= len(query) {
					t.Fatalf("ParseQuery(%q): position %d", query, term.Pos)
				}
			}
		}
		again, err := ParseQuery(Token("reason", value))
		if err != nil || len(again) != 1 || again[0].Value != value || again[0].Key != "reason" {
			t.Fatalf("ParseQuery(%q) = %v, %v", Token("reason", value), again, err)
		}
	})
}

func TestDomain(t *testing.T) {
	tests := []struct{ addr, want string }{
		{"<ann@Example.ORG>", "example.org"},
		{"bob", ""},
		{"<@relay.example,@b.example:ann@kiwi.example>", "kiwi.example"},
		{`"a@b"@plum.example`, "plum.example"},
		{`"a\"@x"@plum.example.`, "plum.example"},
		{"Bo B <bo@fig.example>", "fig.example"},
		{`"|/bin/vacation joe"`, ""},
		{"<>", ""},
		{"host!user", ""},
	}
	for _, tt := range tests {
		if got := Domain(tt.addr); got != tt.want {
			t.Errorf("Domain(%q) = %q, want %q", tt.addr, got, tt.want)
		}
	}
}
