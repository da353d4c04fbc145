package e2e

import (
	"fmt"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/scripts/e2e/drive"
)

// saysCount is a JavaScript expression for the number of messages in the label
// of the focused mark.
const saysCount = `Number(document.activeElement.getAttribute('aria-label').match(/: ([\d,]+) messages?/)[1].replaceAll(',', ''))`

// polite is a JavaScript expression for what the page last announced to screen
// readers.
const polite = `document.querySelector('div.vh[role=status]').textContent`

// The pictures of the overview lead to the messages that they count, both with
// the keyboard and with the mouse.
func TestPictures(t *testing.T) {
	t.Parallel()
	engines(t, func(a *app) {
		a.dropBasic()
		a.wait(`document.querySelector('.flow') && document.querySelector('#when')`)
		total := a.figures().Messages
		shows := func(n int) {
			a.t.Helper()
			a.wait(fmt.Sprintf(`%s.Messages === %d`, readFigures, n))
		}

		// Keys in the flow: from a source over a band to its kind. Enter filters, and
		// Enter again removes the filter; the focus stays.
		a.must(a.Eval(`document.querySelector('.flow [tabindex="0"]').focus()`, nil))
		a.must(a.Type(drive.ArrowRight))
		a.wait(`document.activeElement.id.startsWith('picture-i')`)
		a.must(a.Type(drive.ArrowRight))
		a.wait(`document.activeElement.id.startsWith('picture-k')`)
		a.wait(`document.querySelectorAll('.flow [tabindex="0"]').length === 1`)
		var count int
		a.must(a.Eval(saysCount, &count))
		if count == 0 || count >= total {
			a.t.Fatalf("a kind has %d of %d messages", count, total)
		}
		a.must(a.Type(drive.Enter))
		shows(count)
		a.wait(`decodeURIComponent(location.hash).includes('kind:') && document.activeElement.id.startsWith('picture-k') && document.activeElement.hasAttribute('aria-current')`)
		a.must(a.Type(drive.Enter))
		shows(total)

		// The mouse: a band filters by both of its ends.
		var band struct {
			Label string
			Count int
		}
		a.must(a.Eval(`(e => ({Label: e.getAttribute('aria-label'), Count: Number(e.getAttribute('aria-label').match(/([\d,]+)$/)[1].replaceAll(',', ''))}))(document.querySelector('#picture-u1'))`, &band))
		a.must(a.Eval(`document.querySelector('#picture-u1 path').dispatchEvent(new MouseEvent('click', {bubbles: true, cancelable: true}))`, nil))
		shows(band.Count)
		a.must(a.Eval(`history.back()`, nil))
		shows(total)

		// Touch: the first tap shows a mark, the second filters by it.
		touch := `document.querySelector('#picture-k2 .node').dispatchEvent(new PointerEvent('click', {bubbles: true, cancelable: true, pointerType: 'touch'}))`
		a.must(a.Eval(touch, nil))
		a.wait(`document.activeElement.id === 'picture-k2' && !decodeURIComponent(location.hash).includes('kind:')`)
		a.must(a.Eval(saysCount, &count))
		a.must(a.Eval(touch, nil))
		shows(count)
		a.must(a.Eval(`history.back()`, nil))
		shows(total)

		// Keys in the timeline: a bar, then a range; Enter filters, Escape shows all.
		a.must(a.Eval(`document.querySelector('#when').focus()`, nil))
		a.must(a.Type(drive.Home))
		a.wait(`/\d\d:\d\d to .*: [\d,]+ messages?/.test(` + polite + `)`)
		var said string
		a.must(a.Eval(polite, &said))
		a.must(a.Type(drive.ArrowRight))
		a.wait(polite + ` !== ` + drive.Quote(said))
		a.must(a.Type(drive.ArrowLeft))
		a.wait(polite + ` === ` + drive.Quote(said))
		a.must(a.Eval(`Number(`+polite+`.match(/: ([\d,]+) message/)[1].replaceAll(',', ''))`, &count))
		if count == 0 {
			a.t.Fatalf("the first bar says %q, want messages in it", said)
		}
		a.must(a.Type(drive.Enter))
		shows(count)
		a.wait(`decodeURIComponent(location.hash).includes('created:') && document.querySelector('#created-from').value !== ''`)
		a.must(a.Type(drive.Escape))
		shows(total)
		a.wait(`!decodeURIComponent(location.hash).includes('created:') && document.querySelector('#created-from').value === ''`)

		// The pointer selects a range: its label agrees with the messages
		// shown.
		a.wait(polite + ` === 'Messages of all times'`)
		a.must(a.Eval(`(e => {
			const box = e.getBoundingClientRect(), now = e.querySelector('.now').getBoundingClientRect().left;
			for (const [type, x] of [['pointerdown', now - 2], ['pointermove', now - 20], ['pointermove', box.left + (now - box.left) / 2], ['pointerup', box.left + (now - box.left) / 2]])
				e.dispatchEvent(new PointerEvent(type, {bubbles: true, button: 0, pointerId: 1, clientX: x, clientY: box.top + 90}));
		})(document.querySelector('#when'))`, nil))
		a.wait(`decodeURIComponent(location.hash).includes('created:') && /: [\d,]+ message/.test(` + polite + `)`)
		a.must(a.Eval(`Number(`+polite+`.match(/: ([\d,]+) message/)[1].replaceAll(',', ''))`, &count))
		shows(count)
		a.wait(`document.querySelector('.brush') && !document.querySelector('.brush[display=none]')`)
		a.must(a.Eval(`document.querySelector('#when').dispatchEvent(new MouseEvent('dblclick', {bubbles: true}))`, nil))
		shows(total)

		// The two fields do the same, and report what they do not understand.
		enter := func(text string) {
			a.must(a.Eval(`(e => { e.value = `+drive.Quote(text)+`; e.dispatchEvent(new Event('input', {bubbles: true})) })(document.querySelector('#created-from'))`, nil))
			a.must(a.Click("Filter"))
		}
		enter("soon")
		a.wait(`document.querySelector('#created-from').getAttribute('aria-invalid') === 'true'`)
		enter("1m")
		a.wait(`decodeURIComponent(location.hash).includes('created:1m..')`)
		a.must(a.Eval(`history.back()`, nil))
		shows(total)

		// The tables have the same numbers.
		a.must(a.Eval(`document.querySelectorAll('details.twin > summary').forEach(e => e.click())`, nil))
		a.wait(`document.querySelectorAll('details.twin table').length === 2`)
		var rows string
		a.must(a.Eval(`document.querySelector('details.twin table').innerText`, &rows))
		if !strings.Contains(rows, "Messages") {
			a.t.Errorf("the table of the flow reads %q", rows)
		}
	})
}

// The pictures and their tables are accessible in both themes, wide and narrow.
func TestAccessiblePictures(t *testing.T) {
	t.Parallel()
	modules, err := npm()
	if err != nil {
		t.Fatal(err)
	}
	a := open(t) // elements and colours are the same in every browser
	a.dropBasic()
	a.wait(`document.querySelector('.flow') && document.querySelector('#when')`)
	a.must(a.Eval(`document.querySelectorAll('details.twin > summary').forEach(e => e.click())`, nil))
	a.wait(`document.querySelectorAll('details.twin table').length === 2`)
	for _, width := range []int64{1440, 390} {
		for _, dark := range []bool{false, true} {
			a.must(a.tab().Size(width, 900, dark))
			a.wait(fmt.Sprintf(`!!document.querySelector('.fbars') === %t`, width < 900))
			for _, v := range axe(t, a.Page, modules) {
				t.Errorf("%d px, dark %v: %s", width, dark, v)
			}
		}
	}
}
