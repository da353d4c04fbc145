package shell

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"github.com/spoolscope/spoolscope/app/ui/draw"
	"github.com/spoolscope/spoolscope/app/ui/model"
	"github.com/spoolscope/spoolscope/app/version"
)

// helpKeys are all keys; each has a visible control too.
var helpKeys = []struct {
	keys []string
	does string
}{
	{[]string{"/"}, "Go to the filter"},
	{[]string{"g", "o"}, "Overview"},
	{[]string{"g", "m"}, "Messages"},
	{[]string{"g", "r"}, "Replies"},
	{[]string{"g", "c"}, "Cleanup"},
	{[]string{"g", "p"}, "Problems"},
	{[]string{"g", "d"}, "Compare: what a second capture changed"},
	{[]string{"j", "k"}, "Next, previous message"},
	{[]string{"Enter"}, "Open the message; again: full width"},
	{[]string{"["}, "Previous tab of the message"},
	{[]string{"]"}, "Next tab of the message"},
	{[]string{"s"}, "Sort by the next column; S reverses the order"},
	{[]string{"c"}, "Copy the message ID"},
	{[]string{"x"}, "Pick the message for a cleanup"},
	{[]string{"Esc"}, "Close, leave the filter, cancel reading"},
	{[]string{"Ctrl K"}, "Every view, action, filter key and recent filter by name; on a Mac, Cmd K"},
	{[]string{"← →"}, "Width of a pane, on the line beside it; with Shift in larger steps"},
	{[]string{"← → ↑ ↓"}, "In a picture: next mark, band or bar; with Shift a range of time; Enter filters, Esc clears the range"},
	{[]string{"t"}, "Theme: system, light, dark"},
	{[]string{"?"}, "This help"},
}

// helpWords are the filter language.
var helpWords = []struct{ word, means string }{
	{"a b", "both match; a OR b: either one; OR binds looser than a space"},
	{"-a  NOT a  (a OR b)", "everything else; a group"},
	{"\"two words\"", "a phrase; write \\\" \\\\ \\* for these characters"},
	{"*", "any characters: from:*@example.org, server:*.example.net"},
	{"state:", "deferred, unavailable, held, processing, quarantined (or frozen, \"on hold\"), lost, orphan, incomplete"},
	{"server: remote:", "the server responsible; any that replied, in a status or bounce (with its reply after a space: that said so)"},
	{"code: enhanced:", "451, 4xx, 4.7.1; 4.7.*"},
	{"reason: reply:", "the text of a group; a reply (550*: any that begins so)"},
	{"why: said:", "the kind of reason; the kind of any reply"},
	{"action:", "what to do about a reply: here, network, ask, sender, read, wait, nothing, echo"},
	{"source: kind:", "where it came from: contact.php, \"login ann\", \"this server\"; bounce, ordinary or quarantined, or what sendmail calls a bounce"},
	{"obstacle: side:", "what holds it up: mailbox-full, rate-limited; who must act: here, theirs, network, other"},
	{"from: to: to-all:", "the sender; any recipient; all. Part of an address, or all of it with an @ or a leading =; from:<>"},
	{"domain: sender-domain:", "the domain of any recipient; of the sender"},
	{"client: helo: auth: script: origin:", "the relay client; its greeting; the login; the PHP script; the sender of what bounced"},
	{"id: subject: text:", "how the ID begins, or all of it with a leading =; the subject; any text kept (no bodies)"},
	{"queue: host: system:", "the queue directory, its last part will do; the server; sendmail, postfix or exim"},
	{"age: size: tries:", ">2d, <=90m, 1h..6h (s m h d w); >1M (k M G, of 1024); >=10"},
	{"created:", "when it arrived, in UTC: 2026-03-11, 2026-03-11T20:00..22:00 (without its end), 2026-03-11..2026-03-12 (with its last day), 2h..1h before the capture"},
	{"tried: sent-to: event:", "from the mail log: its last attempt, as in created:; the server or recipient that got it; received, queued, deferred, not-tried, delivered, failed, notice, held, released, expired, removed …"},
	{"bounce:", "made here: yes, no, failure, delay, double, receipt"},
	{"has:", "attachment (Content-Type multipart/mixed), body, control, xf, transcript, history, listing, status, subject, auth"},
	{"is:", "bounce, delay-warning, null, warned, locked, young, listed, unlisted, differs, damaged, refused, refused-bounce, own-bounce, quoted, local, submission"},
	{"diff:", "of two captures: came, went, stayed, changed, status, tried, untried, quarantined, released, fewer, moved, returned, expired, handled; from a mail log: delivered, bounced, removed, likely-removed, discarded, moved-on, unknown"},
	{"none", "not known: server:none, code:none, size:none"},
}

func helpDialog(send model.Send) app.UI {
	commands := app.Button().Type("button").Class("btn").
		OnClick(func(app.Context, app.Event) { send(model.PaletteOpened{}) }).
		Body(draw.SmallIcon("search"), app.Text("All commands"))
	var keys, wordList []app.UI
	for _, k := range helpKeys {
		var dt []app.UI
		for i, key := range k.keys {
			if i > 0 {
				dt = append(dt, app.Text(" "))
			}
			dt = append(dt, app.Kbd().Text(key))
		}
		keys = append(keys, app.Dt().Body(dt...), app.Dd().Text(k.does))
	}
	for _, w := range helpWords {
		wordList = append(wordList, app.Dt().Class("mono").Text(w.word), app.Dd().Text(w.means))
	}
	return draw.DialogFrame("Help and keys", "Keys do nothing while a field has the focus, except Esc and Ctrl K.",
		app.Div().Body(app.H2().Text("Keys"), app.Dl().Class("facts").Body(keys...)),
		app.Div().Body(app.H2().Text("Words for the filter"), app.Dl().Class("facts").Body(wordList...),
			app.P().Class("dim").Text("Words without a key match anything that the list shows. While you type, the arrows, Tab and Enter accept a suggestion.")),
		[]app.UI{app.P().Class("dim grow").Text("Spoolscope " + version.String()), commands}, send)
}
