package e2e

import (
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/scripts/e2e/drive"
	"github.com/spoolscope/spoolscope/scripts/e2e/hostile"
)

// newsletter has text, HTML with styles, links and pictures, and one picture that
// comes with it.
var newsletter = hostile.Payload{ID: "34MB70Fm007339",
	Header: "From: Shop <orders@shop.example>\nSubject: Your spring order\nContent-Type: multipart/related; boundary=a\n",
	Body: `--a
Content-Type: multipart/alternative; boundary=b

--b
Content-Type: text/plain; charset=utf-8

Your order is ready, in words.
--b
Content-Type: text/html; charset=utf-8

<base href="https://www.shop.example/"><style>.big { font-size: 26px; color: green !important } h1#top { color: red }</style>
<h1 class="big" id="top" style="color: blue">Your order is ready, in colour</h1><img src="cid:dot@x" alt="dot">
<p><a href="/account">www.shop.example</a> <a href="https://pay.examp1e-bank.example.net/">www.example-bank.example</a></p>
<img src="https://cdn.mailer.example.net/header.png"><img src="https://t.mailer.example.net/o.gif" width="1" height="1">
<form action="https://evil.example/"><button>Pay</button></form>
--b--
--a
Content-Type: image/gif
Content-ID: <dot@x>
Content-Transfer-Encoding: base64

R0lGODlhAQABAIAAAAAAAP///yH5BAAAAAAALAAAAAABAAEAAAIBRAA7
--a--
`}

// openNewsletter opens the message, which shows its text first.
func openNewsletter(a *app) {
	a.t.Helper()
	archive, err := hostile.Archive([]hostile.Payload{newsletter})
	a.must(err)
	a.drop(file(a.t, "newsletter.tgz", archive))
	a.goTo("#/messages?wide=1&id=" + newsletter.ID)
	a.waitText("Your order is ready, in words.")
}

// showHTML switches to the HTML with the keyboard.
func showHTML(a *app) {
	a.t.Helper()
	a.must(a.Eval(`[...document.querySelectorAll('main .seg a')].find(e => e.textContent === 'HTML').focus()`, nil))
	a.must(a.Type(drive.Enter))
	a.wait(`document.querySelector('main .paper iframe')`)
}

// HTML mail is drawn in a frame, with its styles, the picture that it carries and
// numbered links; beside it the page lists what it would load and where its links
// lead.
func TestHTMLMail(t *testing.T) {
	t.Parallel()
	each(t, func(a *app) {
		openNewsletter(a)
		showHTML(a)
		for _, text := range []string{
			"Remote content blocked: 2 pictures from 2 hosts.", "1 tracker among them.", "https://www.shop.example/account",
			"The text names www.example-bank.example; the link goes to pay.examp1e-bank.example.net.", "1 link may deceive.",
		} {
			a.waitText(text)
		}
		var frame struct{ Style, Source, Text string }
		a.must(a.Eval(`(() => {
			// The page's policy lets no test make a document of it.
			const text = document.querySelector('.paper iframe').srcdoc;
			return {Style: text.match(/<h1[^>]* style="([^"]*)"/)?.[1], Source: text.match(/<img[^>]* src="([^"]*)"/)?.[1], Text: text.replace(/<[^>]*>/g, '')};
		})()`, &frame))
		if !strings.Contains(frame.Style, "26px") || !strings.Contains(frame.Style, "green") {
			a.t.Errorf("the heading has the style %q, want 26px and green", frame.Style)
		}
		if !strings.HasPrefix(frame.Source, "data:image/gif;base64,") {
			a.t.Errorf("the picture has the source %q, want its own bytes", frame.Source)
		}
		for _, text := range []string{"in colour", "[1]", "[2]", "picture not loaded: header.png"} {
			if !strings.Contains(frame.Text, text) {
				a.t.Errorf("the document reads %q, which lacks %q", frame.Text, text)
			}
		}
		a.must(a.Eval(`history.back()`, nil))
		a.waitText("Your order is ready, in words.")
		a.wait(`!document.querySelector('iframe')`)
	})
}

// The screen with HTML mail is accessible in both themes, wide and narrow.
func TestAccessibleHTMLMail(t *testing.T) {
	t.Parallel()
	modules, err := npm()
	if err != nil {
		t.Fatal(err)
	}
	a := open(t) // elements and colours are the same in every browser
	openNewsletter(a)
	showHTML(a)
	a.must(a.Eval(`document.querySelector('.shield').open = true, 0`, nil))
	for _, width := range []int64{1440, 390} {
		for _, dark := range []bool{false, true} {
			a.must(a.tab().Size(width, 900, dark))
			for _, v := range axe(t, a.Page, modules) {
				t.Errorf("%d px, dark %v: %s", width, dark, v)
			}
		}
	}
}
