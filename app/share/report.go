package share

import (
	"io"

	"golang.org/x/net/html"
)

// Report is the content of a report, finished and redacted. The fields named
// Text and Lead may have **bold** and `code`; all others are plain. Empty parts
// are left out.
type Report struct {
	Host     string // the server of the queue
	Taken    string // when the queue was captured
	Headline string
	Lead     string // the first paragraph
	Figures  []ReportFigure
	Short    []ReportFinding // answers to a reader's first questions
	Findings []ReportFinding
	Affected []ReportRow
	More     string // what Affected leaves out
	Advice   []ReportAdvice
	Replies  []ReportRow
	Codes    []ReportCode
	Coverage string
	Hidden   string
}

// ReportFigure is one of the numbers at the top.
type ReportFigure struct{ Name, Value, Note string }

// ReportFinding is a cause that holds up mail.
type ReportFinding struct{ Title, Text string }

// ReportAdvice is what Who should do.
type ReportAdvice struct{ Who, Text, Command string }

// ReportRow is a row of a table, by destination or by reply. Sample is one reply
// as the server wrote it.
type ReportRow struct {
	Name, State, Said, Sample, Count, For string
	Permanent                             bool
}

// ReportCode explains a code.
type ReportCode struct {
	Code, Text string
	Permanent  bool
}

// Limits of a report. Together they keep it below 2 MB, whatever the queue: it
// has fewer than 200 texts of ReportText bytes, which escaping makes at most five
// times as long.
const (
	ReportText     = 600 // bytes of one text
	ReportFindings = 12
	ReportRows     = 25 // per table
	ReportCodes    = 40
)

// Write writes the report as an HTML page without scripts, which loads nothing.
// Everything from the queue is inserted as text. The same report gives the same
// bytes.
func (r Report) Write(w io.Writer) error {
	title := "Mail queue report"
	if r.Host != "" {
		title += ", " + r.Host
	}
	main := node("main", "",
		node("div", "meta", node("span", "", text("Mail queue report"), after(", ", r.Host)), node("span", "", text(r.Taken))),
		node("h1", "", text(r.Headline)), node("p", "lead", prose(r.Lead)...), r.figures(), r.short())
	for _, s := range []struct {
		title string
		body  []*html.Node
	}{
		{"What is happening", r.findings()},
		{"Who is affected", r.affected()},
		{"What to do", r.advice()},
		{"What other servers say", r.replies()},
		{"What the codes mean", r.codes()},
	} {
		if len(s.body) > 0 {
			main.AppendChild(node("section", "", append([]*html.Node{node("h2", "", text(s.title))}, s.body...)...))
		}
	}
	main.AppendChild(node("footer", "",
		node("p", "", node("b", "", text("How this was made. ")), text(r.Coverage)),
		node("p", "", node("b", "", text("What was left out. ")), text(r.Hidden))))

	page := &html.Node{Type: html.DocumentNode}
	page.AppendChild(&html.Node{Type: html.DoctypeNode, Data: "html"})
	root := with(node("html", "",
		node("head", "",
			with(node("meta", ""), "charset", "utf-8"),
			with(node("meta", ""), "http-equiv", "Content-Security-Policy", "content", "default-src 'none'; style-src 'unsafe-inline'"),
			with(node("meta", ""), "name", "viewport", "content", "width=device-width, initial-scale=1"),
			with(node("meta", ""), "name", "color-scheme", "content", "light dark"),
			node("title", "", text(title)),
			node("style", "", text(reportStyle))),
		node("body", "", main)), "lang", "en")
	page.AppendChild(root)
	return html.Render(w, page)
}

func (r Report) figures() *html.Node {
	list := node("dl", "figures")
	for _, f := range r.Figures {
		list.AppendChild(node("div", "", node("dt", "", text(f.Name)), node("dd", "", node("b", "", text(f.Value))), node("dd", "", text(f.Note))))
	}
	return list
}

func (r Report) short() *html.Node {
	list := node("dl", "short")
	for _, f := range r.Short {
		list.AppendChild(node("dt", "", text(f.Title)))
		list.AppendChild(node("dd", "", prose(f.Text)...))
	}
	return list
}

func (r Report) findings() (out []*html.Node) {
	for _, f := range r.Findings {
		out = append(out, node("p", "", append([]*html.Node{node("b", "", text(f.Title+". "))}, prose(f.Text)...)...))
	}
	return out
}

func (r Report) affected() []*html.Node {
	if len(r.Affected) == 0 {
		return nil
	}
	out := []*html.Node{table("Waiting messages by destination", r.Affected, "Mail to", "What the other side says", "Messages", "Waiting for")}
	if r.More != "" {
		out = append(out, node("p", "dim", text(r.More)))
	}
	return out
}

func (r Report) replies() []*html.Node {
	if len(r.Replies) == 0 {
		return nil
	}
	return []*html.Node{table("Replies of servers", r.Replies, "Code", "Meaning, and one reply as received", "Messages", "")}
}

func (r Report) advice() []*html.Node {
	if len(r.Advice) == 0 {
		return nil
	}
	list := node("ol", "todo")
	for _, a := range r.Advice {
		item := node("li", "", node("b", "", text(a.Who+": ")))
		for _, n := range prose(a.Text) {
			item.AppendChild(n)
		}
		if a.Command != "" {
			item.AppendChild(text(" "))
			item.AppendChild(node("code", "", text(a.Command)))
		}
		list.AppendChild(item)
	}
	return []*html.Node{list}
}

func (r Report) codes() []*html.Node {
	if len(r.Codes) == 0 {
		return nil
	}
	list := node("dl", "codes")
	for _, c := range r.Codes {
		state := "Temporary"
		if c.Permanent {
			state = "Permanent"
		}
		list.AppendChild(node("dt", "", text(c.Code)))
		list.AppendChild(node("dd", "", badge(state, c.Permanent), text(" "+c.Text)))
	}
	return []*html.Node{list}
}

// table makes a table with one line per row. Without a last title there is no
// last column.
func table(caption string, rows []ReportRow, titles ...string) *html.Node {
	head, body := node("tr", ""), node("tbody", "")
	for i, t := range titles {
		if t != "" {
			head.AppendChild(with(node("th", numeric(i), text(t)), "scope", "col"))
		}
	}
	for _, r := range rows {
		said := node("td", "", badge(r.State, r.Permanent), text(" "+r.Said))
		if r.Sample != "" {
			said.AppendChild(node("code", "sample", text(r.Sample)))
		}
		row := node("tr", "", with(node("th", "", text(r.Name)), "scope", "row"), said, node("td", "num", node("b", "", text(r.Count))))
		if titles[len(titles)-1] != "" {
			row.AppendChild(node("td", "num", text(r.For)))
		}
		body.AppendChild(row)
	}
	return node("table", "", node("caption", "", text(caption)), node("thead", "", head), body)
}

func numeric(column int) string {
	if column >= 2 {
		return "num"
	}
	return ""
}
