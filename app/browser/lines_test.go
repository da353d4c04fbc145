package browser

import (
	"regexp"
	"testing"
)

// listingLine is what the hand-written matcher accepts, as an expression.
var listingLine = regexp.MustCompile(`(?m)^[ \t]*[-]*Q-ID-|^[ \t]*Total requests:|\(\d+ requests?\b|^.*\bmqueue[\w./-]* (is empty|\()|` +
	`^[0-9A-Za-z]{8,20}[*X-]?[ \t]+\d+ (Mon|Tue|Wed|Thu|Fri|Sat|Sun) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) `)

func FuzzLooksLikeListing(f *testing.F) {
	for _, s := range []string{
		"-----Q-ID-----", " \t-Q-ID-", "Total requests: 1", "x (29 requests)", "(1 request", "(1 requested", "(1 requestss", "((2 requests_",
		"/var/spool/mqueue/q1 is empty", "mqueue (", "xmqueue (", "xmqueue mqueue is empty", "mqueuemqueue (",
		"425Ex0wY003039*     453 Tue Mar  5 14:59 <c@d>", "425Ex0wY425Ex0wY1234X 1 Mon Jan ", "425Ex0wY425Ex0wY12345 1 Mon Jan ",
		"425Ex0wXX 1 Mon Jan x", "425Ex0X\t1 Sun Dec ", "425Ex0wY- 1 Mon Jan", "425Ex0wY X 1 Mon Jan ", "425Ex0wY425Ex0wY1234XX 1 Mon Jan ",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) > 4096 {
			t.Skip("long inputs say nothing new")
		}
		if got, want := looksLikeListing(s), listingLine.MatchString(s); got != want {
			t.Errorf("%q looks like a listing: %v, want %v", s, got, want)
		}
	})
}
