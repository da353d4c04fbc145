package ui

import (
	"slices"
	"strings"
	"testing"
)

func TestWords(t *testing.T) {
	tests := []struct {
		name, query string
		want        []string
	}{
		{"none", "  ", nil},
		{"tokens and free words", " state:deferred  anna ", []string{"state:deferred", "anna"}},
		{"quoted value", `reason:"a b" c`, []string{`reason:"a b"`, "c"}},
		{"negated quoted value", `-reason:"a b"`, []string{`-reason:"a b"`}},
		{"quoted free word", `"a b"`, []string{`"a b"`}},
		{"escaped quote", `reason:"a \" b" c`, []string{`reason:"a \" b"`, "c"}},
		{"quote inside of a word", `5"x y`, []string{`5"x`, "y"}},
		{"end of a quote is the end of a word", `"a""b"`, []string{`"a"`, `"b"`}},
		{"open quote", `reason:"a b`, []string{`reason:"a b`}},
		{"backslash at the end", `"a\`, []string{`"a\`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := words(tt.query); !slices.Equal(got, tt.want) {
				t.Errorf("words(%q) = %q, want %q", tt.query, got, tt.want)
			}
		})
	}
}

func TestOpenQuote(t *testing.T) {
	for query, want := range map[string]bool{
		"": false, "a ": false, `reason:"a `: true, `"a b" `: false, `5" `: false, `"a \" `: true, `-to:"x `: true,
	} {
		if got := openQuote(query); got != want {
			t.Errorf("openQuote(%q) = %v, want %v", query, got, want)
		}
	}
}

func TestEditQuery(t *testing.T) {
	if got, want := without(`a reason:"b c" d`, 1), "a d"; got != want {
		t.Errorf("without = %q, want %q", got, want)
	}
	if got, want := without("a", 3), "a"; got != want {
		t.Errorf("without a word that is not there = %q, want %q", got, want)
	}
	if got, want := narrow("a b", "b c"), "a b c"; got != want {
		t.Errorf("narrow = %q, want %q", got, want)
	}
	if key, value := splitToken("-to:a:b"); key != "-to:" || value != "a:b" {
		t.Errorf("splitToken = %q, %q, want %q, %q", key, value, "-to:", "a:b")
	}
	if key, value := splitToken("10:30"); key != "" || value != "10:30" {
		t.Errorf("splitToken of a free word = %q, %q, want %q, %q", key, value, "", "10:30")
	}
}

func FuzzWords(f *testing.F) {
	f.Add(`state:deferred -reason:"a \" b" 5"x "`)
	f.Fuzz(func(t *testing.T, query string) {
		w := words(query)
		if again := words(strings.Join(w, " ")); !openQuote(query) && !slices.Equal(w, again) {
			t.Errorf("words of the joined words of %q = %q, want %q", query, again, w)
		}
		for i := range w {
			without(query, i)
		}
	})
}
