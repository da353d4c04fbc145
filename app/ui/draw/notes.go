package draw

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/model"
	"github.com/spoolscope/spoolscope/app/version"
	"github.com/spoolscope/spoolscope/app/words"
)

// crashKey is the Copy key of the crash details.
const crashKey = "crash"

// FaultNote returns the error box in place of what should have appeared.
func FaultNote(b *protocol.ErrorBox) app.UI {
	return app.Div().Class("note", "st-fail").Attr("role", "alert").Body(Icon("fail"), boxText(b))
}

// Notices are shown above a view: what matters about the whole archive.
func Notices(a *protocol.Archive) []app.UI {
	var out []app.UI
	for i := range a.Notice {
		look := [2]string{"st-defer", "warn"}
		if a.Notice[i].Calm {
			look = [2]string{"st-ok", "check"}
		}
		out = append(out, app.Div().Class("note", look[0]).Body(Icon(look[1]), boxText(&a.Notice[i])))
	}
	return out
}

func boxText(b *protocol.ErrorBox) app.UI {
	return app.P().Body(append([]app.UI{app.B().Text(b.Title), app.Text(" ")}, Prose(b.Text)...)...)
}

// CrashNote says that the worker died and what is left, and offers to read
// again. Details hold no mail, and name the source that they refer to.
func CrashNote(m *model.Model, send model.Send) app.UI {
	found := m.Stage == model.Open
	title, text := "Reading stopped because of a fault in Spoolscope.", " "
	if found {
		text = " Messages found so far are shown. "
	}
	text += "Read again, or copy the details (they contain no mail) for a bug report."
	if outOfMemory(m.Crash) {
		title, text = "The browser ran out of memory.", " "
		if found {
			title = "The browser ran out of memory after " + words.Plural(m.Archive.Messages, "message", "messages") + "."
			text = " Those are shown. "
		}
		text += "Close other tabs, or archive one queue directory at a time."
	}
	ended := m.Crash == protocol.Ended
	if ended {
		title, text = "Stopped by you.", " It did not stop by itself and was ended. "
		if found {
			text += "What had been found up to there is counted here; to open messages, read again."
		} else {
			text += "What had been read is gone."
		}
	}
	label := "Copy the details"
	if m.CopiedKey == crashKey {
		label = "Copied"
	}
	details := "Spoolscope " + version.String() + "\n" + m.Crash
	return app.Div().Class("note", "note-crash", "st-fail").Attr("role", "alert").Body(
		Icon("fail"),
		app.Div().Class("grow").Body(app.P().Body(
			app.B().Text(title), app.Text(text))),
		app.Button().Type("button").Class("btn", "btn-s").
			OnClick(func(app.Context, app.Event) { send(model.ReadAgain{}) }).Text("Read again"),
		app.If(!ended, func() app.UI {
			return app.Button().Type("button").Class("btn", "btn-s").
				OnClick(func(app.Context, app.Event) { send(model.CopyAsked{Key: crashKey, Text: details}) }, app.EventScope("crash", details)).
				Body(SmallIcon("copy"), app.Text(label))
		}),
	)
}

// outOfMemory finds the words of Go's runtime in the details of a crash.
func outOfMemory(details string) bool {
	return strings.Contains(details, "out of memory") || strings.Contains(details, "cannot allocate memory")
}

// CopyButton copies a text; label is what it says, and key distinguishes it from the other copy buttons.
func CopyButton(key, label, text, copiedKey string, send model.Send) app.HTMLButton {
	if key == copiedKey {
		label = "Copied"
	}
	return app.Button().Type("button").Class("btn", "btn-s").
		OnClick(func(app.Context, app.Event) { send(model.CopyAsked{Key: key, Text: text}) }, app.EventScope("copy", key, text)).
		Body(SmallIcon("copy"), app.Text(label))
}
