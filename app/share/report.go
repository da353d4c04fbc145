package share

import (
	"io"

	"golang.org/x/net/html"
)

// Report is the content of a report, finished and redacted. The fields named
// Text and Answer may have **bold** and `code`; all others are plain. Empty
// parts are left out.
type Report struct {
	Host     string // the server of the queue
	Taken    string // when the queue was captured
	Headline string
	Since    string
	Answer   []string // why mail waits, a sentence each
	Figures  []ReportFigure
	Short    []ReportFinding // answers to a reader's first questions
	Pictures []ReportPicture
	Causes   []ReportRow
	Smaller  string // what Causes leaves out
	Affected []ReportRow
	More     string // what Affected leaves out
	Advice   []ReportAdvice
	Replies  []ReportRow
	Coverage string
	Hidden   string
}

// ReportFigure is one of the numbers at the top.
type ReportFigure struct{ Name, Value, Note string }

// ReportFinding is a question with its answer.
type ReportFinding struct{ Title, Text string }

// ReportPicture is a picture as SVG, and in tables. Narrow is for phones; without
// it these have the tables alone.
type ReportPicture struct {
	Title, Wide, Narrow string
	Caption             string
	Keys                []ReportKey
	Tables              []ReportTable
}

// ReportKey says what a colour of a picture means.
type ReportKey struct{ Class, Name string }

// ReportTable has the numbers of a picture. Each row begins with its name.
type ReportTable struct {
	Title string
	Heads []string
	Rows  [][]string
	Times bool // the rows are times: phones have the first two columns and the last
}

// ReportAdvice is what Who should do.
type ReportAdvice struct{ Who, Text string }

// ReportRow is a row of a table, by cause, by destination or by reply.
type ReportRow struct {
	Name, State, Said, Count, For string
	Permanent                     bool
}

// Limits of a report. Together they keep it below 2 MB, whatever the queue: it
// has fewer than 200 texts of ReportText bytes, which escaping makes at most
// five times as long, and pictures with a few dozen labels.
const (
	ReportText    = 600 // bytes of one text
	ReportCauses  = 6
	ReportAdvices = 4
	ReportRows    = 8 // by destination
	ReportReplies = 4
	ReportPlaces  = 24 // rows of a table of a picture
)

// Write writes the report as an HTML page without scripts, which loads nothing.
// Everything from the queue is inserted as text, and the pictures as they are.
// The same report gives the same bytes.
func (r Report) Write(w io.Writer) error {
	title := "Mail queue report"
	if r.Host != "" {
		title += ", " + r.Host
	}
	main := node("main", "",
		node("div", "meta", node("span", "", text("Mail queue report"), after(", ", r.Host)), node("span", "", text(r.Taken))),
		node("h1", "", text(r.Headline)))
	if r.Since != "" {
		main.AppendChild(node("p", "since", text(r.Since)))
	}
	for _, sentence := range r.Answer {
		main.AppendChild(node("p", "lead", prose(sentence)...))
	}
	main.AppendChild(r.figures())
	main.AppendChild(r.short())
	for _, p := range r.Pictures {
		main.AppendChild(p.figure())
	}
	for _, s := range []struct {
		title string
		body  []*html.Node
	}{
		{"What to do", r.advice()},
		{"Who is affected", r.affected()},
		{"What is happening", r.causes()},
		{"What other servers say", r.replies()},
		{"In numbers", r.numbers()},
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
			node("style", "", text(reportStyle()))),
		node("body", "", main)), "lang", "en")
	page.AppendChild(root)
	return html.Render(w, page)
}
