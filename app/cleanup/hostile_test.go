package cleanup

import (
	"regexp"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser/queue"
	"github.com/spoolscope/spoolscope/parser/queuetest"
)

// hostile are texts that mean something to a shell, a terminal, a path or a
// spreadsheet.
var hostile = []string{
	"'; rm -rf / #", `"; rm -rf / #`, "$(reboot)", "`reboot`", "a\nreboot", "a\rreboot", "-rf", "--help", "../../etc/passwd",
	"/var/spool/../../etc", "=cmd|'/C calc'!A0", "a b", "a\tb", "*", "?", "[a]", "~root", "{a,b}", "a;b", "a&b", "a|b", "a>b",
	"\\", "a\x00b", "\x1b[2J", "é", "LIST", "QUEUES", "LIST\nreboot", "", ".", "..", "/", "!!", "%s%n", "#",
	"'\\''$(reboot)'\\''", strings.Repeat("a", 5000),
}

func TestHostileNames(t *testing.T) {
	for _, s := range hostile {
		if ofSendmail.isID(s) {
			t.Errorf("isID(%q) = true", s)
		}
		if ofSendmail.isID("62C82fas03441" + s) {
			if s != "" || ofSendmail.isID("62C82fas03441") == false {
				t.Errorf("isID of an id with %q at its end = true", s)
			}
		}
		if ofPostfix.isID(s) || s != "" && ofPostfix.isID("C4551D4"+s) && !regexp.MustCompile(`^[0-9A-Za-z]+$`).MatchString(s) {
			t.Errorf("the id %q, or one with it at its end, is taken for Postfix's", s)
		}
		for _, id := range []string{s, "1qlgf8-0005H9-0n" + s, s + "1uafSI-000000001vE-0U6S", "1qlgf8-0005H9-" + s, s + "-0005H9-0n"} {
			if got := ofExim.isID(id); got != regexp.MustCompile(`^[0-9A-Za-z]{6}-([0-9A-Za-z]{6}-[0-9A-Za-z]{2}|[0-9A-Za-z]{11}-[0-9A-Za-z]{4})$`).MatchString(id) {
				t.Errorf("%q is an id of Exim: %t", id, got)
			}
		}
		if strings.HasPrefix(s, "/") && isPath(s) {
			t.Errorf("isPath(%q) = true", s)
		}
		if p := "/var/spool/" + s; isPath(p) && !regexp.MustCompile(`^[A-Za-z0-9/._+-]+$`).MatchString(p) || isPath(p) && strings.Contains(p, "/../") {
			t.Errorf("isPath(%q) = true", p)
		}
		if h := hostName(s); h != "" && !regexp.MustCompile(`^[A-Za-z0-9._+][A-Za-z0-9._+-]*$`).MatchString(h) {
			t.Errorf("hostName(%q) = %q", s, h)
		}
		if c := words.Comment(s); strings.ContainsAny(c, "\n\r\t\x00\x1b'\"`$\\") || len(c) > 203 {
			t.Errorf("Comment(%q) = %q", s, c)
		}
		if q := quote(s); !regexp.MustCompile(`(?s)^'[^']*('\\''[^']*)*'$`).MatchString(q) {
			t.Errorf("quote(%q) = %q", s, q)
		}
	}
}

// An ordinary directory and id of each system.
var (
	spools    = [...]string{queue.Sendmail: "/var/spool/mqueue", queue.Postfix: "/var/spool/postfix", queue.Exim: "/var/spool/exim4"}
	honestIDs = [...]string{queue.Sendmail: "62C82fas034410", queue.Postfix: "C4551D4", queue.Exim: "1qlgf8-0005H9-0n"}
)

// hostileQueue returns a queue with an ordinary message and one for each
// hostile id, in an ordinary directory and in a hostile one.
func hostileQueue(system queue.System, dir, name string) *queue.Queue {
	b := queuetest.New()
	b.Dirs = []queue.Dir{{Host: "h", Path: spools[system], Folder: "mqueue", Name: name, System: system}, {Host: "h", Path: dir, Folder: "other", System: system}}
	for d := range uint16(2) {
		for _, id := range append([]string{honestIDs[system]}, hostile...) {
			i := b.Row(d, id)
			b.Files[i] = b.Files[i].With(queue.ControlFile)
			b.Created[i], b.Subject[i], b.Data[i].Size = 1700000000, b.Strings.Add(id), 1
			b.State[i] = queue.Deferred
		}
	}
	for i := range int32(b.Len()) {
		b.Order = append(b.Order, i)
	}
	return b.Queue
}

// Text from an archive or a user appears only in comments and in two quoted
// words, and nothing of it has a meaning to a shell.
func TestHostileArchive(t *testing.T) {
	may := regexp.MustCompile("^(# [^'\"`$\\\\]*|REASON='[^'\"`$\\\\]*'|HOST='[A-Za-z0-9._+-]*'|PLAN=[0-9a-f]{12}|TAG='spoolscope [0-9a-f]{12}')$")
	for _, system := range queue.Systems {
		t.Run(system.String(), func(t *testing.T) { hostileArchive(t, system, may) })
	}
}

func hostileArchive(t *testing.T, system queue.System, may *regexp.Regexp) {
	first := "1\t" + systems[system].queue(Queue{Path: spools[system]})
	honest := lines(t, system, spools[system]+"/qd2", "mail.example.org", About{Archive: "a", Rule: "r", Reason: "x"})
	for _, s := range hostile {
		about := About{Archive: s, Rule: s, Reason: "x" + s}
		for line := range lines(t, system, s, s, about) {
			if !honest[line] && !may.MatchString(line) && line != first {
				t.Errorf("%q makes a script with the line %q", s, line)
			}
		}
	}
}

// lines returns the lines of all files of all methods.
func lines(t *testing.T, system queue.System, dir, name string, about About) map[string]bool {
	t.Helper()
	q := hostileQueue(system, dir, name)
	out := map[string]bool{}
	for _, m := range Methods {
		p := Make(q, q.Order, On{Host: "h", System: system}, m)
		for _, it := range p.Items {
			if it.ID != honestIDs[system] {
				t.Errorf("%s takes the id %q", m, it.ID)
			}
		}
		if len(p.Items) == 0 {
			continue
		}
		for _, name := range m.Names() {
			if name == ManifestName {
				continue
			}
			data, err := p.File(q, m, about, name)
			if err != nil {
				t.Fatal(err)
			}
			for _, line := range strings.Split(string(data), "\n") {
				out[line] = true
			}
		}
	}
	return out
}
