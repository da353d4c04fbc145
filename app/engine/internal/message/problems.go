package message

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/spoolscope/spoolscope/app/engine/internal/capture"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/app/words/mailsystem"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Limits of the Problems screen.
const (
	maxProblemItems   = 20       // listed for one kind
	problemContext    = 1        // lines before and after a bad one
	maxProblemExcerpt = 64 << 10 // bytes read around it
)

// ProblemList answers the Problems screen.
func ProblemList(c *capture.Capture, req protocol.ProblemsRequest) protocol.ProblemList {
	out := protocol.ProblemList{Groups: []protocol.ProblemGroup{}}
	at := map[queue.Kind]int{}
	concerns := concerning(c, req)
	for _, p := range c.Queue.Problems {
		if !concerns(p.File) {
			continue
		}
		n, ok := at[p.Kind]
		if !ok {
			x := queue.Explain(p.Kind)
			switch x.Severity {
			case queue.Error:
				out.Errors++
			case queue.Warning:
				out.Warnings++
			default:
				out.Notes++
			}
			if req.Severity != "" && req.Severity != x.Severity.String() {
				at[p.Kind] = -1
				continue
			}
			n = len(out.Groups)
			at[p.Kind] = n
			out.Groups = append(out.Groups, newGroup(c.Index.Words, p.Kind))
		}
		if n < 0 {
			continue
		}
		g := &out.Groups[n]
		g.Count++
		switch {
		case req.Plain:
			g.Items = append(g.Items, PlainItem(p))
		case len(g.Items) < maxProblemItems:
			g.Items = append(g.Items, problemItem(c, p))
		}
	}
	return out
}

// Explain says what a kind of problem means with a mail system, and what to do.
func Explain(of *mailsystem.Words, k queue.Kind) queue.Explanation {
	x := queue.Explain(k)
	x.Means, x.Do = of.Explain(string(k), x.Means, x.Do)
	return x
}

// WordsOf returns the words of the mail systems of a queue and its listings.
func WordsOf(q *queue.Queue) *mailsystem.Words {
	var names []string
	var has [len(queue.Systems)]bool
	add := func(s queue.System) {
		if !has[s] {
			has[s], names = true, append(names, s.String())
		}
	}
	for i := range q.Dirs {
		add(q.Dirs[i].System)
	}
	for i := range q.Listings {
		add(q.Listings[i].System)
	}
	return mailsystem.Of(names...)
}

// newGroup explains a kind of problem.
func newGroup(of *mailsystem.Words, k queue.Kind) protocol.ProblemGroup {
	x := Explain(of, k)
	return protocol.ProblemGroup{
		Kind: string(k), Severity: x.Severity.String(), Title: x.Title, Means: x.Means, Do: x.Do,
		Items: []protocol.ProblemItem{}, Query: problemQuery(k),
	}
}

// Unread groups the problems that kept something from being read, without a
// limit.
func Unread(q *queue.Queue) []protocol.ProblemGroup {
	var out []protocol.ProblemGroup
	of := WordsOf(q)
	for _, p := range q.Problems {
		if !keepsUnread(p.Kind) {
			continue
		}
		if n := len(out); n == 0 || out[n-1].Kind != string(p.Kind) {
			out = append(out, newGroup(of, p.Kind))
		}
		g := &out[len(out)-1]
		g.Count++
		g.Items = append(g.Items, PlainItem(p))
	}
	return out
}

// keepsUnread reports whether a problem kept something from being read.
func keepsUnread(k queue.Kind) bool {
	switch k {
	case queue.KindUnsupported, queue.KindEncrypted, queue.KindTruncated, queue.KindDamaged,
		queue.KindNothing, queue.KindForeign, queue.KindLimit, queue.KindUnreadable,
		queue.KindRefused, queue.KindUnclear, queue.KindPartial, queue.KindCounts:
		return true
	}
	return false
}

// KeepsUnknown reports whether, because of a problem, something that may be a
// message was not read or not understood.
func KeepsUnknown(k queue.Kind) bool {
	return keepsUnread(k) || k == queue.KindListing || k == queue.KindLine
}

// concerning returns a predicate for the files that a request for problems is
// about. A query with a syntax error selects none.
func concerning(c *capture.Capture, req protocol.ProblemsRequest) func(file string) bool {
	q := c.Queue
	var files map[string]bool
	if req.Query != "" {
		files = map[string]bool{}
		rows, _ := c.Match(req.Query)
		for _, i := range rows {
			for _, f := range []queue.FileRef{q.Control[i], q.Data[i], q.Xscript(i)} {
				if f.Size >= 0 {
					files[q.FileName(f)] = true
				}
			}
		}
	}
	return func(file string) bool {
		return (req.Host == "" || !ofOtherHost(q, req.Host, file)) && (files == nil || files[file])
	}
}

// ofOtherHost reports whether a file is in a folder of another host and not
// in one of the given host.
func ofOtherHost(q *queue.Queue, host, file string) bool {
	other := false
	for _, d := range q.Dirs {
		if d.Folder != "" && strings.HasPrefix(file, d.Folder+"/") {
			if d.Host == host {
				return false
			}
			other = true
		}
	}
	return other
}

// PlainItem returns a problem without the lines around it.
func PlainItem(p queue.Problem) protocol.ProblemItem {
	return protocol.ProblemItem{
		Where: where(p), Reason: words.Visible(p.Reason), Text: p.Error(), Bytes: words.Visible(p.Bytes), Lines: []protocol.ControlLine{}, Ref: -1,
	}
}

// problemQuery selects the messages behind a kind of problem, "" if no query
// can.
func problemQuery(k queue.Kind) string {
	switch k {
	case queue.KindLost:
		return "state:lost"
	case queue.KindNoControl:
		return "state:orphan"
	}
	return ""
}

func problemItem(c *capture.Capture, p queue.Problem) protocol.ProblemItem {
	item := PlainItem(p)
	if i, ok := c.ByFile(p.File); ok {
		item.Ref = int(i)
		if p.Line > 0 && c.Queue.FileName(c.Queue.Control[i]) == p.File {
			item.Lines = around(c, c.Queue.Control[i], p.Line)
		}
	}
	return item
}

// where names the place of a problem.
func where(p queue.Problem) string {
	file := words.Visible(p.File)
	switch {
	case p.Line > 0:
		return file + ":" + strconv.Itoa(p.Line)
	case p.Offset > 0:
		return fmt.Sprintf("%s, offset %s", file, words.Number(p.Offset))
	}
	return file
}

// around reads the lines around a bad one.
func around(c *capture.Capture, f queue.FileRef, line int) []protocol.ControlLine {
	out := []protocol.ControlLine{}
	r, err := c.Queue.Open(f)
	if err != nil {
		return out
	}
	b, err := io.ReadAll(io.LimitReader(r, maxProblemExcerpt))
	if err != nil {
		return out
	}
	for n, text := range bytes.Split(b, []byte("\n")) {
		if n+1 >= line-problemContext && n+1 <= line+problemContext && len(text) > 0 {
			out = append(out, protocol.ControlLine{
				Number: n + 1, Code: words.Visible(string(text[:1])), Text: words.Visible(string(text[1:min(len(text), 500)])), Bad: n+1 == line,
			})
		}
	}
	return out
}
