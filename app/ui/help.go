package ui

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// helpKeys are all keys; each has a visible control too.
var helpKeys = []struct {
	keys []string
	does string
}{
	{[]string{"/"}, "Go to the filter"},
	{[]string{"g", "o"}, "Overview"},
	{[]string{"g", "m"}, "Messages"},
	{[]string{"g", "r"}, "Replies"},
	{[]string{"g", "p"}, "Problems"},
	{[]string{"j", "k"}, "Next, previous message"},
	{[]string{"Enter"}, "Open the message; again: full width"},
	{[]string{"["}, "Previous tab of the message"},
	{[]string{"]"}, "Next tab of the message"},
	{[]string{"s"}, "Sort by the next column; S: the other way round"},
	{[]string{"c"}, "Copy the message ID"},
	{[]string{"Esc"}, "Close, leave the filter, cancel reading"},
	{[]string{"t"}, "Theme: system, light, dark"},
	{[]string{"?"}, "This help"},
}

// helpWords are examples of the filter language.
var helpWords = []struct{ word, means string }{
	{"state:deferred", "in this state; also unavailable, held, processing, quarantined, lost, orphan, incomplete"},
	{"server:mx1.example.net", "refused or put off by this server"},
	{"code:451", "with this reply code; also 4.7.1, 4xx, none"},
	{"from:example.com", "in the sender; from:<> is the empty one"},
	{"to:anna@example.net", "in a recipient"},
	{"domain:example.net", "for this recipient domain; also *.example.net"},
	{"client:192.0.2.25", "handed in by this host"},
	{"queue:qd1", "in this queue directory; host: for one server of several"},
	{"id:62C84", "whose ID begins so"},
	{"reason:\"Mailbox full\"", "the text of a group, whole"},
	{"reply:550*", "a reply, in the status or in a bounce; * for its beginning"},
	{"remote:mx.example.net", "this server spoke, in the status or in a bounce"},
	{"kind:failure", "bounces made here, by kind"},
	{"age:>2d", "older than two days; m h d w, < <= > >="},
	{"-to:example.net", "all but these"},
}

func helpDialog(send Send) app.UI {
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
	return dialogFrame("Help and keys", "Keys do nothing while a field has the focus, except Esc.",
		app.Div().Body(app.H2().Text("Keys"), app.Dl().Class("facts").Body(keys...)),
		app.Div().Body(app.H2().Text("Words for the filter"), app.Dl().Class("facts").Body(wordList...),
			app.P().Class("dim").Text("Several words: all must hold, but of a key with one value a message (state, server …) any one is enough. Spaces go in quotes: \"mailbox full\". Free words are looked for in whatever the list shows.")),
		nil, send)
}
