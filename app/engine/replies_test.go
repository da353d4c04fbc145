package engine

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/app/engine/internal/list"
	"github.com/spoolscope/spoolscope/app/engine/internal/message"
	"github.com/spoolscope/spoolscope/app/engine/internal/overview"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser"
	"github.com/spoolscope/spoolscope/parser/corpustest"
)

// field opens a folder of parser/testdata/field.
func field(t *testing.T, name string) *Engine {
	t.Helper()
	dir := filepath.Join("..", "..", "parser", "testdata", "field", name)
	var sources []parser.Source
	err := fs.WalkDir(os.DirFS(dir), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path == "README" {
			return err
		}
		data, err := os.ReadFile(filepath.Join(dir, path))
		sources = append(sources, memorySource(path, data))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	e := newEngine()
	if l := e.Load(context.Background(), sources, false, func(protocol.Progress) {}); l.Fatal != nil {
		t.Fatalf("%s: %v", name, *l.Fatal)
	}
	return e
}

// files opens queue files by their paths.
func files(t *testing.T, contents map[string]string) *Engine {
	t.Helper()
	var sources []parser.Source
	for path, text := range contents {
		sources = append(sources, memorySource(path, []byte(text)))
	}
	slices.SortFunc(sources, func(a, b parser.Source) int { return strings.Compare(a.Name, b.Name) })
	e := newEngine()
	if l := e.Load(context.Background(), sources, false, func(protocol.Progress) {}); l.Fatal != nil {
		t.Fatal(*l.Fatal)
	}
	return e
}

func replies(t *testing.T, e *Engine, by string) protocol.ReplyTable {
	t.Helper()
	table, err := overview.Replies(e.shown, protocol.RepliesRequest{By: by})
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// A multi-line reply is one reply, with its whole text and the meaning of all of
// it.
func TestRepliesAreWhole(t *testing.T) {
	tests := []struct {
		name string
		want []string // code, lines, meaning, action
		last string   // the last line of the first
	}{
		{"22-dsn-gmail-multiline", []string{
			"550 5.7.1, 5 lines: Sender’s domain does not vouch for your server, sender",
			"550 5.7.1, 5 lines: Sender’s domain does not vouch for your server, sender",
			"550 5.7.26, 6 lines: Sender’s domain does not vouch for your server, sender",
			"552 5.7.0, 4 lines: An attachment or link is not allowed there, nothing",
		}, "550 5.7.1 information. ‹id› - gsmtp"},
		{"24-dsn-gmx-ptr", []string{"554 , 4 lines: Your server’s name does not check out, here"}, "554 For explanation visit ‹url›"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := field(t, tt.name)
			table := replies(t, e, "")
			var got []string
			for _, r := range table.Rows {
				got = append(got, fmt.Sprintf("%s %s, %d lines: %s, %s", r.Code, r.Enhanced, r.Lines, r.Meaning, r.Action))
				if len(r.Text) != r.Lines {
					t.Errorf("%s: %d lines are shown, want %d", r.Code, len(r.Text), r.Lines)
				}
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("replies %q, want %q", got, tt.want)
			}
			text := table.Rows[0].Text
			if last := words.Join(text[len(text)-1]); last != tt.last {
				t.Errorf("the last line reads %q, want %q", last, tt.last)
			}
			checkNumbers(t, e, "")
			for _, i := range e.shown.Queue.Order {
				d, err := message.Detail(e.shown, protocol.DetailRequest{Ref: int(i)})
				if err != nil {
					t.Fatal(err)
				}
				said := 0
				for _, l := range d.Bounce.Talk.Lines {
					if l.Dir == "<<<" {
						said++
						if !strings.Contains(l.Text, "\n") {
							t.Errorf("%s: the transcript shows a part of a reply: %q", d.Row.ID, l.Text)
						}
					}
				}
				if said != 1 {
					t.Errorf("%s: the transcript shows %d replies, want 1", d.Row.ID, said)
				}
			}
		})
	}
}

const echoControl = "V8\nT1700000000\nK1700000000\nN1\nP1\nMDeferred: Connection refused by mx.far.example.\nFrs\nS<>\nrRFC822; user@far.example\nRPFD:<user@far.example>\nH??Subject: Returned mail: see transcript for details\n.\n"

// echoData returns a bounce whose transcript has those lines.
func echoData(talk string) string {
	return "This is a MIME-encapsulated message\n\n--x/mail.example.org\n\nThe original message was received\nfrom localhost [127.0.0.1]\n\n   ----- Transcript of session follows -----\n" +
		talk + "\n--x/mail.example.org\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mail.example.org\n\n--x/mail.example.org--\n"
}

// A reply that follows from a refusal is shown as such, without a reason or
// anything to do. The same words without a refusal before them are an ordinary
// reply.
func TestEchoes(t *testing.T) {
	const unknown = "... while talking to mx.far.example.:\n>>> RCPT To:<a@far.example>\n<<< 550-5.1.1 <a@far.example> has no mailbox\n<<< 550 5.1.1 here\n550 5.1.1 <a@far.example>... User unknown\n<<< 503 5.5.1 Need RCPT (recipient)\n"
	e := files(t, map[string]string{
		"mqueue/qf4259f7Kd031341": echoControl, "mqueue/df4259f7Kd031341": echoData(unknown),
		"mqueue/qf4259f7Ke031342": echoControl, "mqueue/df4259f7Ke031342": echoData(unknown),
		"mqueue/qf4259f7Kf031343": echoControl, "mqueue/df4259f7Kf031343": echoData("... while talking to mx.far.example.:\n>>> DATA\n<<< 503 5.5.1 Need RCPT (recipient)\n503 5.0.0 need RCPT\n"),
	})
	var got []string
	for _, g := range replies(t, e, protocol.ByAction).Groups {
		got = append(got, fmt.Sprintf("%s: %d", g.Key, g.Messages))
		for _, r := range g.Rows {
			got = append(got, fmt.Sprintf("  %d %s, echo %v, %d lines: %s", r.Messages, words.Join(r.Reason), r.Echo, r.Lines, r.Meaning))
		}
	}
	want := []string{
		"read: 1", "  1 Need RCPT (recipient), echo false, 1 lines: Nothing left to send",
		"nothing: 2", "  2 ‹address› has no mailbox here, echo false, 4 lines: No such address",
		"echo: 2", "  2 Need RCPT (recipient), echo true, 2 lines: Follows from the refusal before it",
	}
	if !slices.Equal(got, want) {
		t.Errorf("replies %q, want %q", got, want)
	}
	checkNumbers(t, e, "")
	for query, n := range map[string]int{"said:unknown-user": 2, "said:protocol": 1, "reply:503*": 3, "is:refused-bounce": 3} {
		if p := list.Messages(e.shown, protocol.MessagesRequest{Query: query}); p.Matched != n {
			t.Errorf("%s selects %d messages, want %d", query, p.Matched, n)
		}
	}
	d, err := message.Detail(e.shown, protocol.DetailRequest{Ref: int(e.shown.Queue.Order[0])})
	if err != nil {
		t.Fatal(err)
	}
	var classes []string
	for _, l := range d.Bounce.Talk.Lines {
		if l.Dir == "<<<" {
			classes = append(classes, l.Class)
		}
	}
	if !slices.Equal(classes, []string{"permanent", "echo"}) {
		t.Errorf("the replies in the transcript are %q, want one permanent and its echo", classes)
	}
}

// What Exim wrote around a reply, the host and the command before it, is not shown as
// the server's words.
func TestRepliesInTextsOfExim(t *testing.T) {
	seen := 0
	for _, c := range corpustest.Exim(t) {
		for _, r := range replies(t, open(t, c, c.Archives(t)[0]), "").Rows {
			if seen++; !strings.HasPrefix(r.Sample, r.Code) || strings.Contains(r.Sample, `\n`) || len(r.Text) != 1 {
				t.Errorf("%s: %s is shown as %q in %d lines", c.Name, r.Code, r.Sample, len(r.Text))
			}
		}
	}
	if seen == 0 {
		t.Error("no queue of Exim has a reply")
	}
}

// In a submission queue, the server that replies is the one on this host.
func TestRepliesOfThisServer(t *testing.T) {
	e := field(t, "39-client-queue-disk")
	table := replies(t, e, protocol.ByAction)
	for _, g := range table.Groups {
		for _, r := range g.Rows {
			if g.Key != "here" || strings.Contains(r.Meaning, "Their") || strings.Contains(r.Advice, "postmaster") {
				t.Errorf("%s: %q, %q; want something to repair here", g.Key, r.Meaning, r.Advice)
			}
		}
	}
	if len(table.Groups) != 1 {
		t.Errorf("%d groups, want 1", len(table.Groups))
	}
}

// One status or reply that is opened is explained; other texts are not.
func TestOpenStatus(t *testing.T) {
	for _, tt := range []struct{ text, meaning string }{
		{"451 4.7.1 Greylisting in action, please come back later", "Greylisting: come back later"},
		{"\r\n(Deferred: Connection refused by mx.example.org.)\r\n", "Connection refused"},
		{"<<< 554-gmx.example Nemesis ESMTP Service not available\n<<< 554-No SMTP service\n<<< 554 Bad DNS PTR resource record.\n", "Your server’s name does not check out"},
		{"550 5.1.1 <a@x.example>... User unknown\n503 5.5.1 Need RCPT (recipient)\n", "No such address"},
		{"host mx.x.example[192.0.2.1] said: 450 4.2.0 Greylisted (in reply to RCPT TO command)", "Greylisting: come back later"},
		{"notes about the server\nand its disk, which is full\n", ""},
		{"hello", ""},
		{"250 2.0.0 ok", ""},
		{strings.Repeat("550 5.1.1 User unknown\n", 400), ""},
	} {
		l := newEngine().Load(context.Background(), []parser.Source{memorySource("line.txt", []byte(tt.text))}, false, func(protocol.Progress) {})
		got := ""
		if l.Explained != nil {
			got = l.Explained.Meaning
		}
		if l.Fatal == nil || got != tt.meaning {
			t.Errorf("%.60q is explained as %q, want %q; box %v", tt.text, got, tt.meaning, l.Fatal)
		}
	}
}
