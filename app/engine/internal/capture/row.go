package capture

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser/lazyregexp"
	"github.com/spoolscope/spoolscope/parser/queue"
)

const MaxPage = 1000

// Sorted returns the messages that match a query in the order asked for.
func (c *Capture) Sorted(query, sort string, desc bool) ([]int32, error) {
	all, err := c.View(query)
	if err != nil {
		return nil, err
	}
	sort = cmp.Or(sort, "age")
	v, err := c.views.get(query, sort, desc, func() ([]int32, error) {
		return c.inOrder(all.Rows, sort, desc), nil
	})
	if err != nil {
		return nil, err
	}
	return v.Rows, nil
}

// Row returns what the list shows about a message.
func (c *Capture) Row(i int32) protocol.Row {
	q, x := c.Queue, c.Index
	d := &q.Dirs[q.Dir[i]]
	r := &x.Reasons[x.Reason[i]]
	row := protocol.Row{
		Ref: int(i), ID: words.Visible(q.Text(q.ID[i])), Host: words.Visible(d.Host), Queue: words.Visible(d.Path), State: q.State[i].String(),
		Age: c.Age(i), Tries: int(q.Attempts[i]), Size: q.Size[i],
		Code: r.CodeText(), Enhanced: r.EnhancedText(), Reason: c.reason(i),
		Source: words.Visible(x.SourceOf(i).Name), Server: words.Visible(q.Text(x.Server[i])), Subject: subject(q.Text(q.Subject[i])),
		Next: c.NextTry(i), End: c.GivenUp(i),
	}
	row.Called = x.WordsOf(i).States[row.State]
	if q.Created[i] != queue.NoNumber {
		row.Created = q.Created[i]
	}
	row.From, row.FromNote = c.from(i)
	if n := q.RcptN[i]; n > 0 {
		row.To = words.Visible(triage.Bare(q.Text(q.RcptAddr[q.RcptAt[i]])))
		row.More = int(n) - 1
	}
	return row
}

// reason returns the reason of a message, which many share, with the name of its
// server where the status has it: Connection refused by mx.example.org.
func (c *Capture) reason(i int32) []protocol.Piece {
	q, text := c.Queue, c.Index.Reasons[c.Index.Reason[i]].Text
	host := slices.Index(text, protocol.Piece{Text: "‹host›", Var: true})
	server := words.Visible(q.Text(c.Index.Server[i]))
	if host < 0 || server == "" {
		return text
	}
	status, before, after := strings.ToLower(q.Text(q.Effective[i])), words.Join(text[:host]), words.Join(text[host+1:])
	_, rest, ok := strings.Cut(status, strings.ToLower(before+server))
	if !ok || !strings.HasPrefix(afterHost().ReplaceAllString(rest, ""), strings.ToLower(after)) {
		return text
	}
	named := slices.Clone(text)
	named[host] = protocol.Piece{Text: server}
	return named
}

// afterHost is what may follow a host: the dot of DNS, or its address and port.
var afterHost = lazyregexp.New(`^\.?(\[[^\]]*\])?(:\d+)?`)

// subjectRunes is the length of a subject in a row: more than any column shows.
const subjectRunes = 120

// subject returns a subject as a row shows it.
func subject(s string) string {
	if utf8.RuneCountInString(s) > subjectRunes {
		s = string([]rune(s)[:subjectRunes]) + "…"
	}
	return words.Visible(s)
}

// from returns the sender as shown: "" for the null sender, with a note on what
// the message is.
func (c *Capture) from(i int32) (name, note string) {
	q := c.Queue
	switch {
	case q.Bounce[i] != 0:
		return "", BounceWord(q.Text(q.Bounce[i]))
	case q.Flags[i]&queue.NullFrom != 0:
		return "", "bounce"
	case q.Flags[i]&queue.HasSender == 0:
		return "", "unknown"
	}
	return words.Visible(triage.Bare(q.Text(q.Sender[i]))), ""
}

// BounceWord names a kind of bounce made here.
func BounceWord(kind string) string {
	switch kind {
	case "failure":
		return "bounce"
	case "warning-timeout":
		return "delay warning"
	case "postmaster-notification":
		return "double bounce"
	case "postmaster-warning":
		return "postmaster warning"
	case "return-receipt":
		return "receipt"
	}
	return words.Visible(kind)
}

// ClientName splits the macro $_ ("host [ip] (may be forged)", "user@localhost")
// into a name and a remark.
func ClientName(v string) (name, note string) {
	name, rest, _ := strings.Cut(v, " ")
	switch {
	case v == "localhost" || strings.HasPrefix(v, "localhost ["):
		return "localhost", "this server"
	case strings.HasPrefix(name, "[") && rest == "":
		return strings.Trim(name, "[]"), "no reverse name"
	case strings.HasSuffix(name, "@localhost"):
		return name, "a local user or script"
	}
	return name, rest
}
