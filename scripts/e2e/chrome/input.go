package chrome

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/spoolscope/spoolscope/scripts/e2e/drive"
)

// keys translates the keys without text from WebDriver to chromedp.
var keys = strings.NewReplacer(
	drive.TabKey, kb.Tab, drive.Enter, kb.Enter, drive.Escape, kb.Escape, drive.PageUp, kb.PageUp, drive.PageDown, kb.PageDown,
	drive.End, kb.End, drive.Home, kb.Home, drive.ArrowUp, kb.ArrowUp, drive.ArrowDown, kb.ArrowDown,
	drive.ArrowLeft, kb.ArrowLeft, drive.ArrowRight, kb.ArrowRight)

// Type implements drive.Tab. It sends the letter with the key press, as a keyboard
// does. chromedp sends it as a separate event, which goes to another element if the
// press has moved the focus.
func (t *Tab) Type(text string) error {
	var events []chromedp.Action
	for _, r := range keys.Replace(text) {
		press := kb.Encode(r)
		if len(press) == 3 {
			down, letter := press[0], press[1]
			down.Text, down.UnmodifiedText = letter.Text, letter.UnmodifiedText
			press = []*input.DispatchKeyEventParams{down, press[2]}
		}
		for _, e := range press {
			events = append(events, e)
		}
	}
	return t.Run(events...)
}

// ClickAt implements drive.Tab.
func (t *Tab) ClickAt(x, y float64) error { return t.Run(chromedp.MouseClickXY(x, y)) }

// ChooseAt implements drive.Tab. The dialog is intercepted: no window opens.
func (t *Tab) ChooseAt(x, y float64, _ string, paths ...string) error {
	files, err := drive.Absolute(paths)
	if err != nil {
		return err
	}
	if err := t.Run(page.SetInterceptFileChooserDialog(true)); err != nil {
		return err
	}
	t.choose(true)
	defer t.choose(false)
	for {
		if err := t.Run(chromedp.MouseClickXY(x, y)); err != nil {
			return err
		}
		select {
		case dialog := <-t.dialogs:
			return t.Run(dom.SetFileInputFiles(files).WithBackendNodeID(dialog.BackendNodeID))
		case <-t.expired: // click again, as a user would
		case <-time.After(limit):
			return errors.New("no file dialog was opened")
		}
	}
}

// expired is Chromium's message when a page opens a dialog more than a few seconds
// after the click (HTML, transient activation), as happens on a busy machine.
const expired = "File chooser dialog can only be shown with a user activation."

// CanDropFolders implements drive.Tab.
func (t *Tab) CanDropFolders() bool { return true }

// Drop implements drive.Tab, as a user does: enter, over, drop.
func (t *Tab) Drop(paths ...string) error {
	files, err := drive.Absolute(paths)
	if err != nil {
		return err
	}
	data := &input.DragData{Items: []*input.DragDataItem{}, DragOperationsMask: 1, Files: files}
	var size struct{ W, H float64 }
	if err := t.Eval("({W: innerWidth, H: innerHeight})", &size); err != nil {
		return err
	}
	for _, kind := range []input.DispatchDragEventType{input.DragEnter, input.DragOver, input.Drop} {
		if err := t.Run(input.DispatchDragEvent(kind, size.W/2, size.H/2, data)); err != nil {
			return fmt.Errorf("%s: %w", kind, err)
		}
	}
	return nil
}
