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
	{[]string{"g", "d"}, "Compare: what is different in a second capture"},
	{[]string{"j", "k"}, "Next, previous message"},
	{[]string{"Enter"}, "Open the message; again: full width"},
	{[]string{"["}, "Previous tab of the message"},
	{[]string{"]"}, "Next tab of the message"},
	{[]string{"s"}, "Sort by the next column; S: the other way round"},
	{[]string{"c"}, "Copy the message ID"},
	{[]string{"x"}, "Pick the message, for a cleanup"},
	{[]string{"Esc"}, "Close, leave the filter, cancel reading"},
	{[]string{"t"}, "Theme: system, light, dark"},
	{[]string{"?"}, "This help"},
}

// helpWords are the filter language.
var helpWords = []struct{ word, means string }{
	{"a b", "both hold; a OR b: any of them, weaker than a space"},
	{"-a  NOT a  (a OR b)", "all but these; groups"},
	{"\"two words\"", "with \\\" \\\\ \\* for those characters"},
	{"*", "any text: from:*@example.org, server:*.example.net"},
	{"state:", "deferred, unavailable, held, processing, quarantined, lost, orphan, incomplete"},
	{"server: remote:", "the server responsible; one that spoke, in status or bounce"},
	{"code: enhanced:", "451, 4xx, 4.7.1; 4.7.*"},
	{"reason: reply:", "the text of a group; a reply (550*: its beginning)"},
	{"why: said:", "the kind of reason; of any reply"},
	{"from: to: to-all:", "sender; any, all recipients. Part of it, or all with an @ or = in front; from:<>"},
	{"domain: sender-domain:", "of any recipient; of the sender"},
	{"client: helo: auth: script: origin:", "who handed it in, how it greeted; the login; the PHP script; who sent what bounced"},
	{"id: subject: text:", "beginning of the ID, or all of it with a = in front; the subject; every text kept (no bodies)"},
	{"queue: host:", "queue directory, last parts will do; server"},
	{"age: size: tries:", ">2d, <=90m, 1h..6h (s m h d w); >1M (k M G, of 1024); >=10"},
	{"kind: bounce:", "as sendmail calls it; yes, no, failure, delay, double, receipt"},
	{"has:", "attachment (Content-Type multipart/mixed), body, control, xf, transcript, listing, status, subject, auth"},
	{"is:", "bounce, delay-warning, null, warned, locked, young, listed, unlisted, differs, damaged, refused, refused-bounce, own-bounce, quoted, local, submission"},
	{"diff:", "of two captures: came, went, stayed, changed, status, tried, untried, quarantined, released, fewer, moved, returned, expired, handled"},
	{"none", "without: server:none, code:none, size:none"},
}

func helpDialog(send model.Send) app.UI {
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
	return draw.DialogFrame("Help and keys", "Keys do nothing while a field has the focus, except Esc.",
		app.Div().Body(app.H2().Text("Keys"), app.Dl().Class("facts").Body(keys...)),
		app.Div().Body(app.H2().Text("Words for the filter"), app.Dl().Class("facts").Body(wordList...),
			app.P().Class("dim").Text("Words without a key are looked for in whatever the list shows. Arrows, Tab and Enter take what is offered while you type.")),
		[]app.UI{app.P().Class("dim").Text("Spoolscope " + version.String())}, send)
}
