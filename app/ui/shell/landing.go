package shell

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"github.com/spoolscope/spoolscope/app/ui/draw"
	"github.com/spoolscope/spoolscope/app/ui/model"
	"github.com/spoolscope/spoolscope/app/words/mailsystem"
)

// LandingView returns the start page: where an archive is chosen, how to collect
// one, and where the data goes.
func LandingView(m *model.Model, send model.Send) app.UI {
	body := []app.UI{app.Div().Class("hero").Body(
		app.H1().Text("See why mail is stuck"),
		app.P().Text("Spoolscope reads the queue of sendmail, Postfix or Exim and tells you what is waiting, which server said so, and what to do about it. Nothing is uploaded."),
	)}
	if m.Stage == model.Empty && m.Crash != "" {
		body = append(body, spaced(draw.CrashNote(m, send)))
	}
	switch {
	case m.Explained != nil:
		body = append(body, explanation(m.Explained))
	case m.Statuses != nil:
		body = append(body, statuses(m.Statuses)...)
	case m.Fatal != nil:
		body = append(body, spaced(draw.FaultNote(m.Fatal)))
	}
	body = append(body, dropZone(m.Dragging, send),
		app.Div().Class("landing-cols").Body(
			app.Section().Aria("labelledby", "h-collect").Body(
				app.H2().ID("h-collect").Body(draw.Icon("term"), app.Text("How to collect it")),
				app.P().Text("Run the two lines for its mail system as root on the mail server. They only read; the queue is not changed."),
				collect("collect", "sendmail 8", mailsystem.Sendmail.Collect, m, send),
				collect("collect-postfix", "Postfix", mailsystem.Postfix.Collect, m, send),
				collect("collect-exim", "Exim", mailsystem.Exim.Collect, m, send),
			),
			privacy(m, send),
		),
		landingFoot(m.Single),
	)
	return app.Main().Class("landing").ID(model.MainID).TabIndex(-1).Body(body...)
}

// collect shows the commands that collect the queue of a mail system.
func collect(key, system, commands string, m *model.Model, send model.Send) app.UI {
	return app.Div().Class("code", "code-wide").Body(
		app.Div().Class("code-head").Body(
			app.Span().Class("grow", "dim").Text("Shell, "+system),
			draw.CopyButton(key, "Copy", commands, m.CopiedKey, send)),
		app.Pre().TabIndex(0).Aria("label", "Two shell commands for "+system).Body(app.Code().Text(commands)))
}

// spaced keeps a note apart from what stands above and below it.
func spaced(note app.UI) app.UI { return app.Div().Class("drop-actions").Body(note) }

func dropZone(over bool, send model.Send) app.UI {
	drop := app.Section().Class("drop").Aria("labelledby", "h-drop")
	if over {
		drop.Attr("data-over", true)
	}
	return drop.Body(
		draw.DropArt(),
		app.H2().ID("h-drop").Text("Drop a spool archive, a folder or saved mailq output"),
		app.Div().Class("drop-actions").Body(
			app.Button().Type("button").Class("btn", "btn-l", "btn-primary").
				OnClick(func(app.Context, app.Event) { send(model.ChooseFiles{}) }).Body(draw.Icon("file"), app.Text("Choose files")),
			app.Button().Type("button").Class("btn", "btn-l").
				OnClick(func(app.Context, app.Event) { send(model.ChooseFolder{}) }).Body(draw.Icon("folder"), app.Text("Choose folder")),
			app.Button().Type("button").ID(model.PasteButtonID).Class("btn", "btn-l").
				OnClick(func(app.Context, app.Event) {
					send(model.DialogOpened{Dialog: model.PasteDialog, Back: model.PasteButtonID})
				}).Body(draw.Icon("paste"), app.Text("Paste mailq output")),
			app.Button().Type("button").Class("btn", "btn-l").
				OnClick(func(app.Context, app.Event) { send(model.OpenSample{}) }).Body(draw.Icon("sample"), app.Text("Open the sample queue")),
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
		app.Span().Class("if-kept").Text("Kept in this browser: it opens offline too."), // drawn once it is true
		app.A().Href("spoolscope.html").Attr("download", "spoolscope.html").Text("Save it as one HTML file"),
	}
	if single {
		carry = []app.UI{app.Span().Text("One HTML file. Save it, carry it, open it from disk.")}
	}
	return app.Footer().Class("landing-foot").Body(append(append([]app.UI{
		app.Span().Text("Spoolscope"),
		app.Span().Text("For the queues of sendmail 8, Postfix and Exim"),
	}, carry...),
		app.A().Href("#"+model.KeysID).ID(model.KeysID).Body(app.Text("Keys "), app.Kbd().Text("?")))...)
}

// privacy says where the data goes, and only what is true: the policy of a
// page that a server delivered lets it fetch its own files, that of the single
// file nothing at all.
func privacy(m *model.Model, send model.Send) app.UI {
	claim := "Your files are read here, in the browser. This page may load its own files from the site it came from and can connect to nothing else. Your browser enforces that, even against Spoolscope."
	unplug := "Unplug the network now. Opening and reading a queue still works."
	watch := ", open Network, drop a file: nothing is sent."
	policy := []app.UI{app.Text("Look at the Content-Security-Policy of this page: "), app.Code().Text("default-src 'none'"),
		app.Text(", and "), app.Code().Text("connect-src 'self'"), app.Text(" for its own files.")}
	if m.Single {
		claim = "Your files are read here, in the browser. This page is not able to make network connections. Your browser enforces that, even against Spoolscope."
		unplug = "Unplug the network. Everything still works."
		watch = ", open Network, drop a file: the list stays empty."
		policy = []app.UI{app.Text("Look at the Content-Security-Policy at the top of the page source: "), app.Code().Text("default-src 'none'"),
			app.Text(" and no connect-src of its own, which means "), app.Code().Text("connect-src 'none'"), app.Text(".")}
	}
	return app.Section().Aria("labelledby", "h-private").Body(
		app.H2().ID("h-private").Body(draw.Icon("lock"), app.Text("Nothing leaves this computer")),
		app.P().Text(claim),
		app.Details().Open(true).Body(
			app.Summary().Text("How to check"),
			app.Ol().Body(
				app.Li().Text(unplug),
				app.Li().Body(app.Text("Press "), app.Kbd().Text("F12"), app.Text(watch)),
				app.Li().Body(policy...),
				app.Li().Text("Let the browser try every way out of this page."),
			)),
		SelfTestView(&m.SelfTest, m.Single, send),
	)
}
