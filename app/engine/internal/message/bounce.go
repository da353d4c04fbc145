package message

import (
	"io"
	"strings"

	"github.com/spoolscope/spoolscope/app/engine/internal/capture"
	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser"
	"github.com/spoolscope/spoolscope/parser/content"
	"github.com/spoolscope/spoolscope/parser/queue"
	"github.com/spoolscope/spoolscope/parser/smtp"
)

// maxTalk is how many lines of a transcript are shown.
const maxTalk = 500

// transcript shows the lines of a left-over xf file.
func transcript(c *capture.Capture, i int32) *protocol.Talk {
	q := c.Queue
	f := q.Xscript(i)
	if f.Size < 0 {
		return nil
	}
	r, err := q.Open(f)
	if err != nil {
		return nil
	}
	b, err := io.ReadAll(io.LimitReader(r, parser.MaxTranscript))
	if err != nil {
		return nil
	}
	t := talk(strings.Split(strings.TrimSuffix(string(b), "\n"), "\n"))
	t.Source = words.Visible(q.FileName(f))
	return &t
}

// talk classifies the lines of a transcript; the lines of a reply are one.
func talk(lines []string) protocol.Talk {
	t := protocol.Talk{Lines: []protocol.TalkLine{}}
	replies := answers(lines)
	for n := 0; n < len(lines); n++ {
		if n >= maxTalk {
			t.More = len(lines) - n
			break
		}
		line := lines[n]
		l := protocol.TalkLine{Text: words.Visible(line)}
		for _, dir := range []string{">>>", "<<<", "..."} {
			if rest, ok := strings.CutPrefix(line, dir+" "); ok {
				l.Dir, l.Text = dir, words.Visible(rest)
			}
		}
		if l.Dir == "<<<" {
			a := &replies[0]
			replies = replies[1:]
			for _, more := range a.Lines[1:] {
				l.Text += "\n" + words.Visible(more)
			}
			n += len(a.Lines) - 1
			switch {
			case a.Echo:
				l.Class = "echo"
			case a.Code.Temporary():
				l.Class = "temporary"
			case a.Code.Permanent():
				l.Class = "permanent"
			}
		}
		t.Lines = append(t.Lines, l)
	}
	return t
}

// answers returns the replies in a transcript. Together they have all lines with
// "<<<", in their order.
func answers(lines []string) []smtp.Answer {
	var all []smtp.Answer
	var dialogue [][]string // with one server
	after := ""             // the text before a line
	for _, line := range lines {
		reply, ok := strings.CutPrefix(line, "<<< ")
		switch {
		case strings.HasPrefix(line, "... while talking to "):
			all, dialogue = append(all, smtp.Answers(dialogue...)...), nil
		case ok && after == "<<< ":
			dialogue[len(dialogue)-1] = append(dialogue[len(dialogue)-1], reply)
		case ok:
			dialogue = append(dialogue, []string{reply})
		}
		after = line[:min(len(line), len("<<< "))]
	}
	return append(all, smtp.Answers(dialogue...)...)
}

// bounceDetail reads what a bounce says about the message that failed: a bounce
// made here, or one that another server made and that passes through.
func bounceDetail(c *capture.Capture, i int32) *protocol.BounceDetail {
	q := c.Queue
	made := q.Flags[i]&queue.MadeHere != 0
	if !made && q.Flags[i]&queue.NullFrom == 0 || q.Data[i].Size < 0 {
		return nil
	}
	r, err := q.Open(q.Data[i])
	if err != nil {
		return nil
	}
	data, err := io.ReadAll(io.LimitReader(r, parser.MaxBounce))
	if err != nil {
		return nil
	}
	b := parser.ParseBounce(data, q.FileName(q.Data[i]))
	kind := q.Text(q.Bounce[i])
	d := &protocol.BounceDetail{Kind: kind, Title: bounceTitle(kind), Facts: []protocol.Fact{}, Recipients: []protocol.DetailRecipient{}, Links: []protocol.TopRow{}}
	if !made {
		if len(b.Recipients) == 0 && len(b.Exchanges) == 0 {
			return nil // nothing in it marks it as a bounce
		}
		d.Kind, d.Title = "relayed", "A bounce that another server made, on its way through here"
	}
	add := func(name, value, note string) {
		if value != "" {
			d.Facts = append(d.Facts, protocol.Fact{Name: name, Value: words.Visible(content.DecodeHeader(value, c.Decode)), Note: note})
		}
	}
	add("Original sender", triage.Bare(b.Original.ReturnPath), "envelope, as returned")
	add("From", b.Original.From, "")
	add("To", b.Original.To, "")
	add("Subject", b.Original.Subject, "")
	add("Submitted by", b.Client, "the client")
	add("Received", b.Received, "")
	add("Message-ID", b.Original.MessageID, "")
	add("Reported by", b.ReportingMTA, "")
	if b.Nested {
		add("Contains", "another bounce", "this is a bounce of a bounce")
	}
	for _, rc := range b.Recipients {
		d.Recipients = append(d.Recipients, bounceRecipient(rc))
		if len(d.Recipients) == 1000 {
			break
		}
	}
	d.Links = origin(c, i)
	var lines []string
	host := ""
	for _, x := range b.Exchanges {
		if x.Host != host {
			lines = append(lines, "... while talking to "+x.Host)
			host = x.Host
		}
		if x.Command != "" {
			lines = append(lines, ">>> "+x.Command)
		}
		for _, r := range x.Replies {
			lines = append(lines, "<<< "+r)
		}
		lines = append(lines, x.Verdict...)
	}
	d.Talk = talk(lines)
	d.Talk.Source = words.Visible(q.FileName(q.Data[i]))
	return d
}

// origin links a bounce to the message that failed, if it is still here, to
// other bounces about it, and to the other mail of its client.
func origin(c *capture.Capture, i int32) []protocol.TopRow {
	q := c.Queue
	out := []protocol.TopRow{}
	add := func(name string, of *filter.Node, least int) {
		if count := c.Index.Count(of, q.Order); count >= least {
			out = append(out, protocol.TopRow{Name: name, Count: count, Query: of.String()})
		}
	}
	if id := q.Text(q.OriginID[i]); id != "" {
		add("The message that failed is still in the queue", capture.Term("id", "="+id), 1)
	}
	if by := q.Text(q.OriginBy[i]); by != "" {
		add("Bounces for mail of the same client", capture.Term("origin", "="+by), 2)
		add("Messages that the same client submitted", capture.Term("client", "="+by), 1)
	}
	if from := triage.Bare(q.Text(q.Origin[i])); from != "" && from != queue.NullSender {
		add("Messages to the same sender", capture.Term("to", "="+from), 2)
	}
	return out
}

func bounceRecipient(rc queue.BounceRecipient) protocol.DetailRecipient {
	addr := rc.Actual
	if addr == "" {
		addr = rc.Final
	}
	out := protocol.DetailRecipient{Address: words.Visible(addr), State: rc.Action, Server: words.Visible(rc.RemoteMTA), Reason: []protocol.Piece{}}
	if rc.Actual != "" && rc.Actual != rc.Final {
		out.Expanded = words.Visible(rc.Final)
	}
	text := rc.Diagnostic
	if r, ok := smtp.ParseReply(text); ok {
		out.Code, out.Enhanced, text = r.Code.String(), rc.Status, r.Text
	} else {
		out.Enhanced = rc.Status
	}
	if text != "" {
		out.Reason = []protocol.Piece{{Text: words.Visible(text)}}
	}
	return out
}

func bounceTitle(kind string) string {
	switch kind {
	case "failure":
		return "A bounce: this server could not deliver a message"
	case "warning-timeout":
		return "A delay warning: this server warns a sender that mail is delayed"
	case "postmaster-notification":
		return "A double bounce: a bounce that could not be returned"
	case "postmaster-warning":
		return "A warning to the postmaster"
	case "return-receipt":
		return "A receipt: a message was delivered"
	}
	return "A notice made by this server"
}
