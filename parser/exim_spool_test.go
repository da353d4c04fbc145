package parser

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/parser/queue"
)

const (
	exim16 = "1qlgf8-0005H9-0n"
	exim23 = "1uafSI-000000001vE-0U6S"
)

// envelopeOf writes an envelope, with options and recipients.
func envelopeOf(id, sender string, options, rcpts []string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s-H\nexim 8 8\n<%s>\n%d 0\n", id, sender, born)
	for _, o := range options {
		b.WriteString("-" + o + "\n")
	}
	fmt.Fprintf(&b, "XX\n%d\n%s\n\n", len(rcpts), strings.Join(rcpts, "\n"))
	b.WriteString("011  Subject: a\n")
	return b.String()
}

// eximMessage has the two files of a message of folder.
func eximMessage(folder, id string, options ...string) []file {
	return []file{
		{name: folder + id + "-H", data: envelopeOf(id, "ann@plum.example", options, []string{"bo@fig.example", "cy@fig.example"})},
		{name: folder + id + "-D", data: id + "-D\nhello\n"},
	}
}

// A spool is found however it was packed.
func TestEximPlaces(t *testing.T) {
	for _, tt := range []struct {
		folder     string
		path, host string
		named      string
	}{
		{"var/spool/exim4/input/", "/var/spool/exim4", "", ""},
		{"var/spool/exim/input/I/", "/var/spool/exim", "", ""},
		{"mx1/var/spool/exim/input/", "/var/spool/exim", "mx1", ""},
		{"var/spool/exim4/slow/input/I/", "/var/spool/exim4/slow", "", "slow"},
		{"exim/input/", "/var/spool/exim", "", ""},
		{"input/I/", "/var/spool/exim", "", ""},
		{"input/", "/var/spool/exim", "", ""},
		{"I/", "/var/spool/exim", "", ""},
		{"", "/var/spool/exim", "", ""},
		{"evidence/", "/var/spool/exim", "evidence", ""},
		{"var/spool/mail-out/input/", "/var/spool/mail-out", "", ""},
	} {
		q := loadTar(t, eximMessage(tt.folder, exim23)...)
		if len(q.Order) != 1 {
			t.Errorf("%s: %d messages; %v", tt.folder, len(q.Order), q.Problems)
			continue
		}
		m := q.Message(q.Order[0])
		if d := m.Dir(); d.Path != tt.path || d.Host != tt.host || d.Queue != tt.named || m.System() != queue.Exim {
			t.Errorf("%s: %+v, want %+v", tt.folder, d, tt)
		}
		if m.ControlName() != tt.folder+exim23+"-H" || m.BodyName() != tt.folder+exim23+"-D" {
			t.Errorf("%s: files %q and %q", tt.folder, m.ControlName(), m.BodyName())
		}
	}
	in := slices.Concat(eximMessage("input/", exim16), eximMessage("slow/input/", exim23))
	if q := loadTar(t, in...); len(q.Dirs) != 2 || q.Dirs[1].Queue != "slow" || q.Dirs[1].Host != q.Dirs[0].Host {
		t.Errorf("packed from inside the spool: %+v", q.Dirs)
	}
	for _, f := range eximMessage("", exim23) { // each given alone
		q := loadBytes(t, Options{}, text(f.name, f.data))
		if len(q.Order) != 1 {
			t.Errorf("%s alone: %d messages; %v", f.name, len(q.Order), q.Problems)
		}
	}
}

// Missing, damaged and leftover files are reported, and affect nothing else.
func TestEximProblems(t *testing.T) {
	const spool = "var/spool/exim/"
	whole := eximMessage(spool+"input/", exim16)
	m := eximMessage(spool+"input/", exim23)
	for _, tt := range []struct {
		name  string
		files []file
		kinds string
		state queue.State
	}{
		{"sound", m, "", queue.Deferred},
		{"never tried", eximMessage(spool+"input/", exim23, "deliver_firsttime"), "", queue.Held},
		{"frozen", eximMessage(spool+"input/", exim23, "frozen 1709631700"), "", queue.Quarantined},
		{"no body", m[:1], "no-body", queue.Incomplete},
		{"no envelope", m[1:], "no-envelope", queue.Orphan},
		{"cut", []file{{name: m[0].name, data: m[0].data[:90]}, m[1]}, "spool-format", queue.Incomplete},
		{"empty", []file{{name: m[0].name}, m[1]}, "spool-format", queue.Incomplete},
		{"another body", []file{m[0], {name: m[1].name, data: "hello\n"}}, "spool-format", queue.Deferred},
		{"aside", eximMessage(spool+"Finput/", exim23), "aside", queue.Lost},
		{"twice", append(slices.Clone(m), eximMessage(spool+"input/I/", exim23)...), "duplicate duplicate", queue.Deferred},
		{"a journal", append(slices.Clone(m), file{name: spool + "input/" + exim23 + "-J", data: "bo@fig.example\n"}), "", queue.Processing},
		{"a journal that is cut", append(slices.Clone(m), file{name: spool + "input/" + exim23 + "-J", data: "bo@fig.example\ncy@fig.exam"}), "", queue.Processing},
		{"all are done", append(slices.Clone(m), file{name: spool + "input/" + exim23 + "-J", data: "bo@fig.example\ncy@fig.example\n"}), "", queue.Processing},
		{"a log alone", []file{{name: spool + "msglog/" + exim23, data: "x\n"}}, "", 0},
		{"a journal alone", []file{{name: spool + "input/" + exim23 + "-J", data: "x\n"}}, "", 0},
		{"while it is written", append(slices.Clone(m), file{name: spool + "input/hdr." + exim23, data: "x\n"}), "", queue.Deferred},
		{"another database", append(slices.Clone(m), file{name: spool + "db/retry", data: "SQLite format 3\x00"}), "hints", queue.Deferred},
		{"a damaged database", append(slices.Clone(m), file{name: spool + "db/wait-remote_smtp", data: "\x00"}), "hints", queue.Deferred},
		{"not read", append(slices.Clone(m), file{name: spool + "db/callout", data: "\x00"}, file{name: spool + "exim.pid", data: "1\n"}), "", queue.Deferred},
	} {
		q := loadTar(t, append(slices.Clone(whole), tt.files...)...)
		if got := strings.Join(kinds(q), " "); got != tt.kinds {
			t.Errorf("%s: problems %q, want %q: %v", tt.name, got, tt.kinds, q.Problems)
		}
		states := map[string]queue.State{}
		for m := range q.All() {
			states[m.ID()] = m.State()
		}
		if _, ok := states[exim16]; !ok {
			t.Errorf("%s: the other message is lost", tt.name)
		}
		if got, ok := states[exim23]; ok && got != tt.state || !ok && !strings.HasSuffix(tt.name, " alone") {
			t.Errorf("%s: state %v (%v), want %v", tt.name, got, ok, tt.state)
		}
	}
}

// Reasons, attempts and times come from the log of a message, in the zone of its server.
func TestEximLog(t *testing.T) {
	const spool = "var/spool/exim/"
	log := `2024-03-05 11:41:07 Received from ann@plum.example P=local S=10
2024-03-05 11:41:08 H=mx.fig.example [192.0.2.1] Connection refused
2024-03-05 11:41:08 bo@fig.example R=dnslookup T=remote_smtp defer (111): Connection refused
2024-03-05 12:41:08 H=mx.fig.example [192.0.2.1] Connection refused
2024-03-05 12:41:08 bo@fig.example R=dnslookup T=remote_smtp defer (111): Connection refused
`
	for _, first := range []bool{true, false} {
		in := append(eximMessage(spool+"input/", exim23), file{name: spool + "msglog/" + exim23, data: log})
		if first {
			slices.Reverse(in)
		}
		q := loadTar(t, in...)
		m := q.Message(q.Order[0])
		why := "R=dnslookup T=remote_smtp defer (111): Connection refused H=mx.fig.example [192.0.2.1]"
		if m.Status() != why || m.Attempts() != 2 || m.LastTry().Unix() != born+3601 || m.Recipients()[1].Status != "" {
			t.Errorf("log first %v: %q after %d attempts, the last at %v", first, m.Status(), m.Attempts(), m.LastTry())
		}
	}
}

// The output of exim -Mvh, -Mvb and -Mvl is one message, together or alone.
func TestEximPrinted(t *testing.T) {
	m := eximMessage("", exim23)
	const log = "2024-03-05 11:41:07 Received from <> R=" + exim16 + " P=local S=10\n2024-03-05 11:41:08 bo@fig.example R=dnslookup T=remote_smtp defer (-1): host lookup did not complete\n"
	shown := func(letter, text string) string { return "root@mx:~# exim -Mv" + letter + " " + exim23 + "\n" + text }
	for _, tt := range []struct {
		name, text, want string
	}{
		{"all", shown("h", m[0].data) + shown("b", m[1].data) + shown("l", log) + "root@mx:~# \n", "deferred <ann@plum.example> 2 R=dnslookup T=remote_smtp defer (-1): host lookup did not complete"},
		{"envelope", m[0].data, "deferred <ann@plum.example> 2 "},
		{"body", shown("b", m[1].data), "orphan <> 0 "},
		{"log", shown("l", log), "deferred <> 1 R=dnslookup T=remote_smtp defer (-1): host lookup did not complete"},
		{"frozen", shown("l", log+"*** Frozen (delivery error message)\n"), "quarantined <> 1 R=dnslookup T=remote_smtp defer (-1): host lookup did not complete"},
	} {
		q := loadBytes(t, Options{}, text("paste.txt", tt.text))
		if len(q.Order) != 1 {
			t.Errorf("%s: %d messages; %v", tt.name, len(q.Order), q.Problems)
			continue
		}
		m := q.Message(q.Order[0])
		if got := fmt.Sprintf("%s <%s> %d %s", m.State(), m.Sender(), len(m.Recipients()), q.Text(q.Effective[q.Order[0]])); got != tt.want || m.ID() != exim23 {
			t.Errorf("%s: %s is %q, want %q", tt.name, m.ID(), got, tt.want)
		}
	}
}
