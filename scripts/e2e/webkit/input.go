package webkit

import (
	"fmt"
	"strings"

	"github.com/spoolscope/spoolscope/scripts/e2e/drive"
)

// Type implements drive.Tab.
func (t *Tab) Type(text string) error {
	return t.perform(object{"type": "key", "id": "keyboard", "actions": drive.KeyActions(text)})
}

// ClickAt implements drive.Tab.
func (t *Tab) ClickAt(x, y float64) error {
	return t.perform(object{"type": "pointer", "id": "mouse", "parameters": object{"pointerType": "mouse"}, "actions": []object{
		{"type": "pointerMove", "x": int(x), "y": int(y), "duration": 0, "origin": "viewport"},
		{"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0},
	}})
}

func (t *Tab) perform(source object) error {
	return t.post("/actions", object{"actions": []object{source}}, nil)
}

// ChooseAt implements drive.Tab. This browser cancels a file dialog at once, and
// the input fires an event; then the input is given its files.
func (t *Tab) ChooseAt(x, y float64, input string, paths ...string) error {
	element := fmt.Sprintf("document.getElementById(%s)", drive.Quote(input))
	if err := t.Eval(element+".addEventListener('cancel', () => { window.testCancelled = true }, {once: true})", nil); err != nil {
		return err
	}
	if err := t.ClickAt(x, y); err != nil {
		return err
	}
	p := drive.Page{Tab: t}
	if err := p.Wait("window.testCancelled"); err != nil {
		return fmt.Errorf("no file dialog was opened: %w", err)
	}
	return t.setFiles(element, paths)
}

// setFiles gives files to an input (WebDriver §12.5.3).
func (t *Tab) setFiles(element string, paths []string) error {
	var found map[string]string // one entry: the element's reference
	if err := t.post("/execute/sync", object{"script": "return " + element, "args": []any{}}, &found); err != nil {
		return err
	}
	files, err := drive.Absolute(paths)
	if err != nil {
		return err
	}
	for _, reference := range found {
		return t.post("/element/"+reference+"/value", object{"text": strings.Join(files, "\n")}, nil)
	}
	return fmt.Errorf("no element %s", element)
}

// CanDropFolders implements drive.Tab. Drop uses a script, and a script cannot make
// a folder.
func (t *Tab) CanDropFolders() bool { return false }

// Drop implements drive.Tab. The protocol cannot drop files: see drive.DropInput.
func (t *Tab) Drop(paths ...string) error {
	if err := t.setFiles(drive.DropInput, paths); err != nil {
		return err
	}
	return t.Eval(drive.DropFiles, nil)
}
