// Package problems draws what could not be read, what it means and what to do. Each
// problem names its file and line, and the offending bytes where there are any.
package problems

import (
	"fmt"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/draw"
	"github.com/spoolscope/spoolscope/app/ui/model"
	"github.com/spoolscope/spoolscope/app/ui/model/route"
	"github.com/spoolscope/spoolscope/app/words"
)

// problemsScreen lists what was incomplete or odd in the archive.
type problemsScreen struct {
	app.Compo

	List    *protocol.ProblemList
	Archive *protocol.Archive
	Fault   *protocol.ErrorBox
	Route   route.Route

	send model.Send
}

// View draws the screen Problems.
func View(m *model.Model, send model.Send) app.UI {
	return &problemsScreen{
		List: m.Problems, Archive: m.Archive, Fault: m.Fault(model.ProblemsSlot), Route: m.Route, send: send,
	}
}

// Render draws the list, of one severity or of all.
func (s *problemsScreen) Render() app.UI {
	main := app.Main().Class("page", "page-narrow").ID(model.MainID).TabIndex(-1)
	l := s.List
	if l == nil {
		head := app.Header().Class("page-head").Body(app.Div().Class("grow").Body(app.H1().Text("Problems")))
		if s.Fault != nil {
			return main.Body(head, draw.FaultNote(s.Fault))
		}
		return main.Body(head)
	}
	total := l.Errors + l.Warnings + l.Notes
	text := "Nothing in this archive was incomplete or odd. Every file was read as usual."
	if total > 0 {
		things := words.Plural(total, "thing in this archive was", "things in this archive were")
		text = things + " incomplete or odd. Everything else was read as usual, and the counts include what could be saved."
	}
	head := []app.UI{app.Div().Class("grow").Body(app.H1().Text("Problems"), app.P().Text(text))}
	if total > 0 {
		head = append(head, s.severities(total))
	}
	body := []app.UI{app.Header().Class("page-head").Body(head...)}
	if s.Fault != nil {
		body = append(body, draw.FaultNote(s.Fault))
	}
	var items []app.UI
	for i := range l.Groups {
		if g := &l.Groups[i]; s.Route.Severity == "" || s.Route.Severity == g.Severity {
			items = append(items, problem(g))
		}
	}
	if len(items) > 0 {
		body = append(body, app.Section().Class("card").Aria("label", "List of problems").Body(items...))
	}
	return main.Body(body...)
}

// severities returns the buttons that show one severity only.
func (s *problemsScreen) severities(total int) app.UI {
	button := func(severity, title string, n int) app.UI {
		r := s.Route
		r.Severity = severity
		b := app.Button().Type("button").Aria("pressed", fmt.Sprint(s.Route.Severity == severity)).
			OnClick(func(app.Context, app.Event) { s.send(model.GoTo{Route: r, Replace: true}) },
				app.EventScope(r.Fragment()))
		return b.Text(title + " " + words.Number(n))
	}
	return app.Div().Class("seg").Attr("role", "group").Aria("label", "Show").Body(
		button("", "All", total),
		button("error", "Errors", s.List.Errors),
		button("warning", "Warnings", s.List.Warnings),
		button("note", "Notes", s.List.Notes))
}

func problem(g *protocol.ProblemGroup) app.UI {
	look := draw.SeverityLook(g.Severity)
	head := []app.UI{app.H2().Text(g.Title)}
	if g.Count > 1 {
		head = append(head, app.Span().Class("count").Aria("label", words.Number(g.Count)+" times").Text(words.Number(g.Count)))
	}
	body := []app.UI{app.Div().Class("problem-head").Body(head...)}
	if len(g.Items) > 0 {
		first := &g.Items[0]
		where := first.Where
		if g.Count > 1 {
			where += " and " + words.Number(g.Count-1) + " more"
		}
		body = append(body, app.P().Class("where").Text(where))
		if len(first.Lines) > 0 {
			body = append(body, codeLines(first.Lines))
		}
	}
	body = append(body, app.Dl().Class("advice").Body(
		advice("What it means", g.Means), advice("What to do", g.Do)))
	if len(g.Items) > 1 || (len(g.Items) == 1 && g.Items[0].Reason != "") {
		body = append(body, places(g))
	}
	if g.Query != "" {
		body = append(body, app.P().Body(app.A().Href(draw.MessagesHref(g.Query)).Text("Show the messages")))
	}
	return app.Article().Class("problem").Body(
		app.Div().Body(draw.Badge(look.Class, look.Icon, look.Title)),
		app.Div().Body(body...),
	)
}

func advice(term, text string) app.UI {
	return app.Div().Body(app.Dt().Text(term), app.Dd().Body(app.P().Body(draw.Prose(text)...)))
}

// places lists where it happened, and what exactly.
func places(g *protocol.ProblemGroup) app.UI {
	var items []app.UI
	for i := range g.Items {
		it := &g.Items[i]
		text := it.Where
		if it.Reason != "" {
			text += ": " + it.Reason
		}
		items = append(items, app.Li().Class("where").Text(text))
	}
	if n := g.Count - len(g.Items); n > 0 {
		items = append(items, app.Li().Class("dim").Text("and "+words.Number(n)+" more"))
	}
	return app.Details().Body(app.Summary().Text("Where exactly"), app.Ul().Body(items...))
}

// codeLines draws lines of a file with their numbers; bad ones stand out.
func codeLines(lines []protocol.ControlLine) app.UI {
	var code []app.UI
	for i, l := range lines {
		text := l.Code + l.Text
		end := "\n"
		if i == len(lines)-1 {
			end = ""
		}
		code = append(code, app.Span().Class("ln").Text(words.Number(l.Number)))
		if l.Bad {
			code = append(code, app.Span().Class("hl").Text(text), app.Text(end))
		} else {
			code = append(code, app.Text(text+end))
		}
	}
	label := fmt.Sprintf("Lines %d to %d", lines[0].Number, lines[len(lines)-1].Number)
	if len(lines) == 1 {
		label = "Line " + strings.TrimPrefix(fmt.Sprint(lines[0].Number), "0")
	}
	return app.Div().Class("code", "code-wide").Body(
		app.Pre().TabIndex(0).Aria("label", label).Body(app.Code().Body(code...)))
}
