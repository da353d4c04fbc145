package browser

import (
	"regexp"
	"strings"
	"testing"
)

// What the hand-written matchers accept, said once more as expressions.
var expressions = []struct {
	name string
	re   *regexp.Regexp
	is   func(string) bool
}{
	{"goroutine", regexp.MustCompile(`^goroutine \d+ .*:$`), isGoroutine},
	{"frame", regexp.MustCompile(`^(created by )?[\w./*()\[\]{}·~%-]+(\.[\w.*()\[\]{}·~-]+)+(\(.*\)| in goroutine \d+)?$`), isFrame},
	{"position", regexp.MustCompile(`^\t\S+\.(go|s):\d+( \+0x[0-9a-f]+)?$`), isPosition},
	{"type", regexp.MustCompile(`^panic: value of type [*\[\]]*[\w.]+$`), isTyped},
	{"listing", regexp.MustCompile(`(?m)^[ \t]*[-]*Q-ID-|^[ \t]*Total requests:|\(\d+ requests?\b|^.*\bmqueue[\w./-]* (is empty|\()|` +
		`^[0-9A-Za-z]{8,20}[*X-]?[ \t]+\d+ (Mon|Tue|Wed|Thu|Fri|Sat|Sun) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) `), looksLikeListing},
}

var crashBegins = regexp.MustCompile(`(?m)^(panic: |fatal error: |runtime: out of memory)`)

func FuzzLinesMatchExpressions(f *testing.F) {
	for _, s := range []string{
		"goroutine 7 [running]:", "goroutine 7 :", "goroutine  7 x:", "goroutine 7:", "goroutine 1 [x]: ",
		"main.(*T).do(0x1, {0x2, 0x3})", "main.f", "created by main.main in goroutine 1", "a/b%2ec.d.e(...)", ".f", "a..", "a./b", "a.b/c", "·.x", "a.b(",
		"a.b)", "x.y in goroutine ", "created by created by x.y", "a.b (c)", "a.b( )", "/.a", "%..b", "a(.)",
		"\t/x/y.go:12 +0x3f", "\ta.s:1", "\t.go:1", "\ta.go:1 +0x", "\ta b.go:1", "\ta.go:b.go:1", "\ta.go:1 +0x1 +0x2",
		"panic: value of type *[]errors.E", "panic: value of type *", "panic: x", "panic: x\nfatal error: y\nz", "runtime: out of memory: x",
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
		want := 0
		if at := crashBegins.FindAllStringIndex(s, -1); len(at) > 0 {
			want = at[len(at)-1][0]
		}
		if got := lastCrash(s); got != want {
			t.Errorf("lastCrash(%q) = %d, want %d", s, got, want)
		}
		for _, e := range expressions {
			text := s
			if e.name != "listing" { // the others see single lines
				text, _, _ = strings.Cut(s, "\n")
			}
			if got, want := e.is(text), e.re.MatchString(text); got != want {
				t.Errorf("%s: %q matches: %v, want %v", e.name, text, got, want)
			}
		}
	})
}
