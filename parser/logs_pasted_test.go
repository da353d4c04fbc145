package parser

import (
	"encoding/base64"
	"fmt"
	"html"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// The same few lines of the three mail systems: a message that waits, and one that was delivered.
var pastedLogs = map[string]string{
	"sendmail": `Nov 26 09:03:01 mail sendmail[2139]: 4BQ931j6021398: from=<alice@example.org>, size=1204, class=0, nrcpts=1, msgid=<a1@example.org>, proto=ESMTP, daemon=MTA, relay=web.example.org [192.0.2.5]
Nov 26 09:03:31 mail sendmail[2140]: 4BQ931j6021398: to=<bob@example.net>, delay=00:00:30, xdelay=00:00:30, mailer=esmtp, pri=121204, relay=mx1.example.net. [198.51.100.3], dsn=4.0.0, stat=Deferred: Connection timed out with mx1.example.net.
Nov 26 09:05:01 mail sendmail[2142]: 4BQ951aa021420: from=<erin@example.org>, size=900, class=0, nrcpts=1, msgid=<a3@example.org>, relay=erin@localhost
Nov 26 09:05:03 mail sendmail[2142]: 4BQ951aa021420: to=<f@example.net>, delay=00:00:02, xdelay=00:00:02, mailer=esmtp, pri=120900, relay=mx1.example.net. [198.51.100.3], dsn=2.0.0, stat=Sent (ok: Message accepted)
`,
	"postfix": `Nov 26 09:03:01 mail postfix/smtpd[100]: 3A4B51C0123: client=web.example.org[192.0.2.5]
Nov 26 09:03:01 mail postfix/qmgr[102]: 3A4B51C0123: from=<alice@example.org>, size=2210, nrcpt=1 (queue active)
Nov 26 09:03:31 mail postfix/smtp[103]: 3A4B51C0123: to=<bob@example.net>, relay=none, delay=30, delays=0.1/0/30/0, dsn=4.4.1, status=deferred (connect to mx.example.net[198.51.100.3]:25: Connection timed out)
Nov 26 09:05:01 mail postfix/qmgr[102]: 3A4B51C0126: from=<erin@example.org>, size=500, nrcpt=1 (queue active)
Nov 26 09:05:03 mail postfix/smtp[103]: 3A4B51C0126: to=<f@example.net>, relay=mx2.example.net[198.51.100.9]:25, delay=2, delays=0.1/0/1/0.9, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as ABCDEF)
Nov 26 09:05:03 mail postfix/qmgr[102]: 3A4B51C0126: removed
`,
	"exim": `2026-11-26 09:03:01 1wH2Ab-0001xY-2B <= alice@example.org H=web.example.org [192.0.2.5] P=esmtp S=2969 id=a1@example.org
2026-11-26 09:03:31 1wH2Ab-0001xY-2B == bob@example.net R=dnslookup T=remote_smtp defer (110): Connection timed out
2026-11-26 09:05:01 1wH2Ae-0001xb-5E <= erin@example.org U=root P=local S=512
2026-11-26 09:05:03 1wH2Ae-0001xb-5E => f@example.net R=dnslookup T=remote_smtp H=mx2.example.net [198.51.100.9] C="250 ok"
2026-11-26 09:05:03 1wH2Ae-0001xb-5E Completed
`,
}

// eachLine applies a format to every line.
func eachLine(format string) func(string) string {
	return func(s string) string {
		var b strings.Builder
		for line := range strings.Lines(s) {
			fmt.Fprintf(&b, format+"\n", strings.TrimSuffix(line, "\n"))
		}
		return b.String()
	}
}

// narrow breaks lines at a column or between words.
func narrow(width int, words bool) func(string) string {
	return func(s string) string {
		var b strings.Builder
		for line := range strings.Lines(s) {
			line = strings.TrimSuffix(line, "\n")
			for len(line) > width {
				at := width
				if words {
					at = strings.LastIndexByte(line[:width+1], ' ')
				}
				b.WriteString(strings.TrimRight(line[:at], " ") + "\n")
				if line = line[at:]; words {
					line = line[1:]
				}
			}
			b.WriteString(line + "\n")
		}
		return b.String()
	}
}

var anAddress = regexp.MustCompile(`\w+@[\w.]+`)

func wide(s string) string {
	b := []byte{0xff, 0xfe}
	for _, u := range utf16.Encode([]rune(strings.ReplaceAll(s, "\n", "\r\n"))) {
		b = append(b, byte(u), byte(u>>8))
	}
	return string(b)
}

// A log says the same whatever it was copied through.
func TestPastedLogs(t *testing.T) {
	prose := "Hello,\n\nour server\ndoes not\nsend\nany mail\nany more.\nWhat is wrong?\n\n"
	forms := map[string]func(string) string{
		"UTF-16":              wide,
		"CR only":             func(s string) string { return strings.ReplaceAll(s, "\n", "\r") },
		"HTML":                func(s string) string { return "<html><pre>\n" + html.EscapeString(s) + "</pre></html>\n" },
		"HTML in one line":    func(s string) string { return strings.ReplaceAll(html.EscapeString(s), "\n", "<br>") },
		"no-break spaces":     func(s string) string { return strings.ReplaceAll(s, " ", "\u00a0") },
		"marks without width": func(s string) string { return strings.ReplaceAll(s, "@", "\u200b@") },
		"links": func(s string) string {
			return anAddress.ReplaceAllString(s, "$0<mailto:$0>")
		},
		"links of Markdown": func(s string) string {
			return anAddress.ReplaceAllString(s, "[$0](mailto:$0)")
		},
		"a terminal's recording": func(s string) string {
			return "\x1b[?2004h# tail log\r\n\x1b[?2004l" + strings.ReplaceAll(s, "\n", "\r\n")
		},
		"a forum":                   func(s string) string { return prose + "[code]" + s + "[/code]\n" },
		"prose before":              func(s string) string { return prose + s },
		"found by grep, in colours": eachLine("\x1b[35m\x1b[Kmaillog\x1b[m\x1b[K\x1b[36m\x1b[K:\x1b[m\x1b[K\x1b[32m\x1b[K17\x1b[m\x1b[K\x1b[36m\x1b[K:\x1b[m\x1b[K%s"),
		"a container's, in colours": eachLine("\x1b[36mpostfix-mailcow-1  |\x1b[0m %s"),
		"of Stern":                  eachLine("mail-0 postfix %s"),
		"with hosts":                eachLine("mail1: %s"),
		"with times":                eachLine("Nov 28 10:00:01 %s"),
		"with exact times":          eachLine("2026-11-28T10:00:01+00:00 %s"),
		"with other times":          eachLine("11/28/26 10:00:01.000 AM\t%s"),
		"a log in another":          eachLine("2026-11-28_10:00:01.12345 mail.info: %s"),
		"with numbers":              eachLine("  17. %s"),
		"a difference":              eachLine("+%s"),
		"a column":                  eachLine("| %s |"),
		"a box":                     eachLine("│ %s   │"),
		"quoted, in HTML":           func(s string) string { return eachLine("&gt; %s<br>")(html.EscapeString(s)) },
		"of cat -A":                 eachLine("%s$"),
		"with blanks behind":        eachLine("%s   "),
		"a field of CSV":            func(s string) string { return eachLine(`"%s"`)(strings.ReplaceAll(s, `"`, `""`)) },
		"with lengths":              eachLine("209 %s"),
		"tabs between the parts": func(s string) string {
			return strings.NewReplacer(" mail ", "\tmail\t", "-2B ", "-2B\t", "-5E ", "-5E\t").Replace(s)
		},
		"broken at a column":   narrow(80, false),
		"broken between words": narrow(76, true),
		"broken words, quoted": func(s string) string { return eachLine("> %s")(narrow(72, true)(s)) },
		"a mail, in base64": func(s string) string {
			return "From: root@example.org\nTo: admin@example.org\nSubject: log\nMIME-Version: 1.0\nContent-Type: text/plain\nContent-Transfer-Encoding: base64\n\n" + base64.StdEncoding.EncodeToString([]byte(s)) + "\n"
		},
	}
	for system, text := range pastedLogs {
		want := said(loadBytes(t, Options{}, source("log", []byte(text))))
		if len(want) != 1 || !strings.Contains(want[0], "deferred") || !strings.Contains(want[0], "timed out") {
			t.Fatalf("%s: the log says %q", system, want)
		}
		for name, form := range forms {
			t.Run(system+"/"+name, func(t *testing.T) {
				q := loadBytes(t, Options{}, source("log", []byte(form(text))))
				got, want := said(q), want
				if name == "with exact times" { // which say the year
					got, want = withoutTimes(got), withoutTimes(want)
				}
				if !slices.Equal(got, want) {
					t.Errorf("it says\n\t%q, want\n\t%q; problems %v", got, want, q.Problems)
				}
			})
		}
	}
}

// withoutTimes leaves out since when messages wait.
func withoutTimes(said []string) (out []string) {
	for _, s := range said {
		before, after, _ := strings.Cut(s, ", ")
		_, after, _ = strings.Cut(after, ", ")
		out = append(out, before+", "+after)
	}
	return out
}

// What was removed is said, and what is not a log stays what it is.
func TestPastedLogProblems(t *testing.T) {
	text := pastedLogs["postfix"]
	q := loadBytes(t, Options{}, source("log", []byte(eachLine("\x1b[1m%s\x1b[0m")(text))))
	if !slices.Contains(kindsOf(q), string(queue.KindCleaned)) {
		t.Errorf("kinds of problems are %q", kindsOf(q))
	}
	if q = loadBytes(t, Options{}, source("log", []byte(text))); slices.Contains(kindsOf(q), string(queue.KindCleaned)) {
		t.Errorf("a sound log was cleaned: %v", q.Problems)
	}
	// What others wrote into a log, or damage, does not change how its other lines are read.
	for _, other := range []string{"x\x1b[2K\rNov 26", "\u202ex", "&lt;a@b&gt; <br> [code]x[/code]", "\x00\x00"} {
		q := loadBytes(t, Options{}, source("log", []byte(text+"Nov 26 09:06:00 mail postfix/smtp[103]: "+other+"\n")))
		if slices.Contains(kindsOf(q), string(queue.KindCleaned)) {
			t.Errorf("a log was cleaned for %q: %v", other, q.Problems)
		}
	}
	// A string of JSON holds the lines of the log: it is not one line of it.
	if q := loadBytes(t, Options{}, source("log", []byte(`"`+strings.ReplaceAll(text, "\n", `\n`)+`"`))); q.Len() > 0 {
		t.Errorf("it says %q", said(q))
	}
}
