package ui

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// collectCommands gather what Spoolscope reads; they change nothing.
const collectCommands = "mailq > mailq.txt\n" +
	`tar czf spool.tgz -C /var/spool mqueue -C "$PWD" mailq.txt`

// landingView is the start page: where an archive is chosen, how to collect
// one, and where the data goes.
func landingView(m *Model, send Send) app.UI {
	body := []app.UI{app.Div().Class("hero").Body(
		app.H1().Text("See why mail is stuck"),
		app.P().Text("Spoolscope reads a sendmail queue and tells you what is waiting, which server said so, and what to do about it. Nothing is uploaded."),
	)}
	if m.Stage == Empty && m.Crash != "" {
		body = append(body, spaced(crashNote(m, send)))
	}
	if m.Fatal != nil {
		body = append(body, spaced(faultNote(m.Fatal)))
	}
	body = append(body, dropZone(m.Dragging, send),
		app.Div().Class("landing-cols").Body(
			app.Section().Aria("labelledby", "h-collect").Body(
				app.H2().ID("h-collect").Body(Icon("term"), app.Text("How to collect it")),
				app.P().Text("Run these two lines as root on the mail server. They only read; the queue is not changed."),
				app.Div().Class("code", "code-wide").Body(
					app.Div().Class("code-head").Body(
						app.Span().Class("grow", "dim").Text("Shell, any sendmail 8"),
						copyButton("collect", collectCommands, m.CopiedKey, send)),
					app.Pre().TabIndex(0).Aria("label", "Two shell commands").Body(app.Code().Text(collectCommands))),
			),
			privacy(m, send),
		),
		landingFoot(m.Single),
	)
	return app.Main().Class("landing").ID(mainID).TabIndex(-1).Body(body...)
}

// spaced keeps a note apart from what stands above and below it.
func spaced(note app.UI) app.UI { return app.Div().Class("drop-actions").Body(note) }

func dropZone(over bool, send Send) app.UI {
	drop := app.Section().Class("drop").Aria("labelledby", "h-drop")
	if over {
		drop.Attr("data-over", true)
	}
	return drop.Body(
		dropArt(),
		app.H2().ID("h-drop").Text("Drop a spool archive, a folder or saved mailq output"),
		app.Div().Class("drop-actions").Body(
			app.Button().Type("button").Class("btn", "btn-l", "btn-primary").
				OnClick(func(app.Context, app.Event) { send(ChooseFiles{}) }).Body(Icon("file"), app.Text("Choose files")),
			app.Button().Type("button").Class("btn", "btn-l").
				OnClick(func(app.Context, app.Event) { send(ChooseFolder{}) }).Body(Icon("folder"), app.Text("Choose folder")),
			app.Button().Type("button").ID(pasteButtonID).Class("btn", "btn-l").
				OnClick(func(app.Context, app.Event) { send(DialogOpened{PasteDialog, pasteButtonID}) }).Body(Icon("paste"), app.Text("Paste mailq output")),
			app.Button().Type("button").Class("btn", "btn-l").
				OnClick(func(app.Context, app.Event) { send(OpenSample{}) }).Body(Icon("sample"), app.Text("Open the sample queue")),
		),
		app.P().Class("formats").Body(
			app.Code().Text(".tar"), app.Text(" "), app.Code().Text(".tar.gz"), app.Text(" "),
			app.Code().Text(".tar.zst"), app.Text(" "), app.Code().Text(".tar.xz"), app.Text(" "),
			app.Code().Text(".tar.bz2"), app.Text(" "), app.Code().Text(".zip"), app.Text(" "),
			app.Span().Text("single queue files, mailq text, folders")),
	)
}

func landingFoot(single bool) app.UI {
	carry := []app.UI{
		app.Span().Class("if-kept").Text("Kept in this browser: it opens without a network too."), // drawn once it is true
		app.A().Href("spoolscope.html").Attr("download", "spoolscope.html").Text("Save it as one HTML file"),
	}
	if single {
		carry = []app.UI{app.Span().Text("One HTML file. Save it, carry it, open it from disk.")}
	}
	return app.Footer().Class("landing-foot").Body(append(append([]app.UI{
		app.Span().Text("Spoolscope"),
		app.Span().Text("For the queues of sendmail 8"),
	}, carry...),
		app.A().Href("#"+keysID).ID(keysID).Body(app.Text("Keys "), app.Kbd().Text("?")))...)
}

// privacy says where the data goes, and only what is true: the policy of a
// page that a server delivered lets it fetch its own files, that of the single
// file nothing at all.
func privacy(m *Model, send Send) app.UI {
	claim := "Your files are read here, in the browser. This page may load its own files from the site it came from and can connect to nothing else. Your browser enforces that, so it holds for us too."
	unplug := "Unplug the network now. Opening and reading a queue still works."
	watch := ", open Network, drop a file: nothing is sent."
	policy := []app.UI{app.Text("Look at the Content-Security-Policy of this page: "), app.Code().Text("default-src 'none'"),
		app.Text(", and "), app.Code().Text("connect-src 'self'"), app.Text(" for its own files.")}
	if m.Single {
		claim = "Your files are read here, in the browser. This page is not able to make network connections. Your browser enforces that, so it holds for us too."
		unplug = "Unplug the network. Everything still works."
		watch = ", open Network, drop a file: the list stays empty."
		policy = []app.UI{app.Text("Look at the Content-Security-Policy at the top of the page source: "), app.Code().Text("default-src 'none'"),
			app.Text(" and no connect-src of its own, which means "), app.Code().Text("connect-src 'none'"), app.Text(".")}
	}
	return app.Section().Aria("labelledby", "h-private").Body(
		app.H2().ID("h-private").Body(Icon("lock"), app.Text("Nothing leaves this computer")),
		app.P().Text(claim),
		app.Details().Open(true).Body(
			app.Summary().Text("How to check"),
			app.Ol().Body(
				app.Li().Text(unplug),
				app.Li().Body(app.Text("Press "), app.Kbd().Text("F12"), app.Text(watch)),
				app.Li().Body(policy...),
				app.Li().Text("Let the browser try every way out of this page."),
			)),
		selfTestView(&m.SelfTest, m.Single, send),
	)
}

// dropArt shows mail of each state on its way, some of it stuck.
func dropArt() app.UI {
	el := func(tag string, attrs ...string) app.HTMLElem {
		e := app.Elem(tag).XMLNS(svgNS)
		for i := 0; i+1 < len(attrs); i += 2 {
			e.Attr(attrs[i], attrs[i+1])
		}
		return e
	}
	line := func(state, d string) app.HTMLElem {
		return el("path", "stroke", "var(--"+state+"-fill)", "d", d)
	}
	return el("svg", "class", "drop-art", "viewBox", "0 0 256 84", "aria-hidden", "true").Body(
		el("g", "stroke-width", "2.5").Body(
			line("defer", "M18 21.5h38c38 0 46-12.5 84-12.5h104"),
			line("fail", "M18 29.5h38c40 0 46-7.5 84-7.5h74"),
			line("quar", "M18 37.5h38c42 0 46-2.5 84-2.5h49"),
			line("held", "M18 45.5h38c42 0 46 3 84 3h34"),
			line("proc", "M18 53.5h38c40 0 46 8 84 8h17"),
			line("lost", "M18 61.5h38c38 0 46 13.5 84 13.5h7").Attr("stroke-dasharray", "5 5")),
		el("g", "fill", "var(--surface)", "stroke", "var(--ink-3)", "stroke-linejoin", "round").Body(
			el("rect", "x", "8", "y", "5", "width", "56", "height", "10", "rx", "3"),
			el("rect", "x", "8", "y", "69", "width", "56", "height", "10", "rx", "3")),
		el("g", "fill", "var(--surface)", "stroke-linejoin", "round").Body(
			el("circle", "cx", "247", "cy", "9", "r", "4.5", "stroke", "var(--defer-fill)"),
			line("fail", "m219 18 7 8m0-8-7 8"),
			line("quar", "m194 30 5 5-5 5-5-5z"),
			line("held", "M177 44.5v8m5-8v8"),
			line("proc", "m160 57 7 4.5-7 4.5z"),
			line("lost", "M152 75h.01").Attr("stroke-width", "4")),
	)
}
