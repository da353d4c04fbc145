package cleanup

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/draw"
	"github.com/spoolscope/spoolscope/app/ui/messages"
	"github.com/spoolscope/spoolscope/app/ui/model"
	"github.com/spoolscope/spoolscope/app/ui/model/route"
	"github.com/spoolscope/spoolscope/app/words"
)

// planReview shows what goes, what stays, and message by message.
func planReview(m *model.Model, p *protocol.Plan, send model.Send) app.UI {
	head := []app.UI{draw.El("p", "grow", app.Text("Untick a message to keep it"))}
	if p.Goes.Query != "" && p.Goes.Messages > 0 {
		head = append(head, draw.LinkTo("btn btn-s", route.Route{View: route.Messages, Query: p.Goes.Query}.Fragment(), app.Text("Open as a list")))
	}
	removes := map[string]bool{"quarantine": true, "aside": true, "delete": true}[m.Cleanup.Method]
	title := "In the plan"
	if removes {
		title = "Goes"
	}
	body := []app.UI{draw.El("div", "balance",
		planSide("trash", title, p.Goes, words.Size(p.Goes.Bytes)+", "+percent64(p.Goes.Bytes, p.Bytes)+" of the queue"),
		planSide("mail", "Stays", p.Stays, words.Size(p.Stays.Bytes)))}
	if removes && p.Others > 0 {
		text := "**" + words.Plural(p.Others, "recipient", "recipients") + "** of " + words.Plural(p.OthersOn, "message", "messages") +
			" in the plan could still be delivered to. They will not get their copy."
		only := "Show only those"
		if m.Cleanup.Others {
			only = "Show all"
		}
		body = append(body, draw.El("div", "note plan-others", draw.Icon("warn"), draw.El("p", "grow", draw.Prose(text)...),
			app.Button().Type("button").Class("btn btn-s").Aria("pressed", draw.AriaBool(m.Cleanup.Others)).
				OnClick(func(app.Context, app.Event) { send(model.PlanOthers{}) }).Text(only)))
	}
	switch {
	case p.Of > 0:
		body = append(body, planTable(m, p, send), planFoot(m, p, send))
	default:
		body = append(body, draw.El("div", "empty", draw.El("p", "", app.Text("The rule selects no messages."))))
	}
	return step("3", "Review", head, body...)
}

func percent64(n, of int64) string {
	if of <= 0 {
		return "0%"
	}
	return draw.WholePercent(int(n), int(of))
}

// planSide returns what goes or what stays, each number with its messages.
func planSide(icon, title string, s protocol.PlanSide, size string) app.UI {
	var parts []app.UI
	for _, c := range s.Parts {
		parts = append(parts, draw.El("li", "", draw.El("span", "", app.Text(c.Name)), app.B().Class("num").Body(queryLink(c.Query, c.Count))))
	}
	total := app.Strong()
	text := words.Plural(s.Messages, "message", "messages")
	if s.Query != "" && s.Messages > 0 {
		total.Body(draw.LinkTo("cell", route.Route{View: route.Messages, Query: s.Query}.Fragment(), app.Text(text)))
	} else {
		total.Text(text)
	}
	return draw.El("div", "", draw.El("h3", "", draw.SmallIcon(icon), app.Text(title)), total, draw.El("span", "", app.Text(size)), draw.El("ul", "", parts...))
}

// planTable has a row for each message of the rule.
func planTable(m *model.Model, p *protocol.Plan, send model.Send) app.UI {
	to := "To"
	if m.Cleanup.Rule == "refused" {
		to = "Bounce to"
	}
	var heads []app.UI
	for _, h := range [...][2]string{{"", "Goes"}, {"", "ID"}, {"num", "Age"}, {"num p3", "Size"}, {"", to}, {"", "Refused or waiting because"}} {
		heads = append(heads, app.Th().Scope("col").Attr("role", "columnheader").Class(h[0]).Text(h[1]))
	}
	var rows []app.UI
	for i := range p.Rows {
		rows = append(rows, planRow(m, &p.Rows[i], send))
	}
	id := 132
	if p.System == "exim" { // its ids differ at their ends
		id = 204
	}
	cols := app.ColGroup().Body(app.Col().Attr("width", 44), app.Col().Attr("width", id), app.Col().Attr("width", 84),
		app.Col().Class("p3").Attr("width", 64), app.Col(), app.Col())
	return app.Table().Class("table table-fixed msgs t-stack plan-table").Attr("role", "table").Aria("label", "Messages that the rule selects").Body(
		cols, draw.Role("thead", "rowgroup", "", draw.Role("tr", "row", "", heads...)), draw.Role("tbody", "rowgroup", "", rows...))
}

func planRow(m *model.Model, r *protocol.PlanRow, send model.Send) app.UI {
	box := app.Input().Type("checkbox").Class("check").Checked(!r.Kept && r.Left == "").Disabled(r.Left != "").
		Aria("label", "Take "+r.ID).
		OnChange(func(app.Context, app.Event) { send(model.PlanKept{Ref: r.Ref}) }, app.EventScope("kept", r.Ref))
	why := append([]app.UI{app.Text(draw.Reply(r.Code, r.Enhanced))}, draw.Pieces(r.Reason)...)
	title := draw.Reply(r.Code, r.Enhanced) + words.Join(r.Reason)
	if r.Said != "" {
		why, title = []app.UI{app.Text(r.Said)}, r.Said
	}
	if r.Left != "" {
		why, title = []app.UI{app.Text("Left out: " + r.Left)}, r.Left
	}
	to := []app.UI{messages.RecipientCell(r.Row)}
	if r.Row.More > 0 && len(r.Others) > 0 {
		text := "Could still be delivered to: " + strings.Join(r.Others, ", ")
		if r.More > 0 {
			text += " and " + words.Number(r.More) + " more"
		}
		to = append(to, draw.El("p", "dim wrap", app.Text(text)))
	}
	open := route.Route{View: route.Messages, Query: m.Route.Query, ID: m.RowID(r.Row)}
	cell := func(class, title string, body ...app.UI) app.UI {
		return app.Td().Attr("role", "cell").Class(class).Title(title).Body(body...)
	}
	return draw.Role("tr", "row", "",
		cell("k-chk", "", box),
		cell("mono k-lead", r.ID, draw.LinkTo("cell", open.Fragment(), app.Text(r.ID))),
		cell("num k-end", "", app.Text(draw.AgeCell(r.Age))),
		cell("num p3", "", app.Text(draw.SizeCell(r.Size))),
		cell("k-main", r.To, to...),
		cell("dim k-sub", title, why...))
}

func planFoot(m *model.Model, p *protocol.Plan, send model.Send) app.UI {
	foot := []app.UI{draw.El("span", "grow", app.Text(words.Number(len(p.Rows))+" of "+words.Number(p.Of)))}
	if n := len(m.Cleanup.Kept); n > 0 {
		foot[0] = draw.El("span", "grow", app.Text(words.Number(len(p.Rows))+" of "+words.Number(p.Of)+", "+words.Number(n)+" kept"))
	}
	if len(p.Rows) < p.Of && len(p.Rows) < 1000 {
		foot = append(foot, app.Button().Type("button").Class("btn btn-s").
			OnClick(func(app.Context, app.Event) { send(model.PlanGrown{}) }).Text("Show more"))
	}
	return draw.El("div", "card-foot", foot...)
}

// planScript shows the script and saves the files.
func planScript(m *model.Model, p *protocol.Plan, send model.Send) app.UI {
	c := &m.Cleanup
	name := p.Files[0].Name
	copyText := "Copy"
	if m.CopiedKey == model.PlanCopyKey {
		copyText = "Copied"
	}
	head := []app.UI{app.Span().Class("step").Aria("hidden", "true").Text("4"), draw.El("h2", "", app.Text("Script")),
		draw.El("span", "dim hide-s", app.Text(name+", "+words.Plural(p.Lines, "line", "lines")+", "+words.Size(int64(p.Files[0].Size)))), draw.El("span", "grow")}
	if p.Files[0].Size <= model.MaxPlanCopy {
		head = append(head, app.Button().Type("button").Class("btn btn-s").
			OnClick(func(app.Context, app.Event) { send(model.PlanSaved{Name: name, Copy: true}) }, app.EventScope("copy", name)).
			Body(draw.SmallIcon("copy"), app.Text(copyText)))
	}
	for i, f := range p.Files {
		class, text := "btn btn-s", f.Name
		if i == 0 {
			class, text = "btn btn-s btn-primary", "Download "+f.Name
		}
		head = append(head, app.Button().Type("button").Class(class).Title("Download "+f.Name).
			OnClick(func(app.Context, app.Event) { send(model.PlanSaved{Name: f.Name, Copy: false}) }, app.EventScope("save", f.Name)).
			Body(draw.SmallIcon("download"), app.Text(text)))
	}
	reason := app.Input().Type("text").Class("field grow").ID(model.PlanReasonID).Value(c.Reason).AutoComplete(false).
		Placeholder("forged senders, agreed with the postmaster").Aria("required", "true").
		OnInput(func(ctx app.Context, _ app.Event) {
			send(model.PlanTyped{Field: model.ReasonField, Text: ctx.JSSrc().Get("value").String()})
		})
	var said app.UI = draw.El("span", "dim", app.Text("It goes into the script and the log on the server."))
	switch {
	case c.NoWhy:
		reason.Aria("invalid", "true")
		said = app.Span().Class("badge st-fail").Attr("role", "alert").Body(draw.SmallIcon("fail"), app.Text("A reason is missing"))
	case m.Fault(model.PlanFileSlot) != nil:
		said = draw.FaultNote(m.Fault(model.PlanFileSlot))
	case c.Saved != "":
		said = draw.El("span", "saved", draw.SmallIcon("check"), app.Text("Saved "+c.Saved))
	}
	var lines []app.UI
	for _, part := range scriptParts(p.Script) {
		if part.class == "" {
			lines = append(lines, app.Text(part.text))
		} else {
			lines = append(lines, draw.El("span", part.class, app.Text(part.text)))
		}
	}
	return app.Section().Class("code script").Aria("label", "Script").Body(
		draw.El("div", "code-head", head...),
		draw.El("div", "plan-reason", app.Label().For(model.PlanReasonID).Body(app.B().Text("Reason")), reason, said),
		app.Pre().TabIndex(0).Aria("label", name).Body(app.Code().Body(lines...)))
}

// scriptPart is text of a script in one colour.
type scriptPart struct{ class, text string }

// scriptParts sets comments apart.
func scriptParts(s string) []scriptPart {
	var out []scriptPart
	for len(s) > 0 {
		line := s
		if i := strings.IndexByte(s, '\n'); i >= 0 {
			line = s[:i+1]
		}
		s = s[len(line):]
		class := ""
		if t := strings.TrimLeft(line, "\t"); strings.HasPrefix(t, "#") || strings.HasPrefix(t, "… ") {
			class = "cm"
		}
		if n := len(out) - 1; n >= 0 && out[n].class == class {
			out[n].text += line
		} else {
			out = append(out, scriptPart{class, line})
		}
	}
	return out
}
