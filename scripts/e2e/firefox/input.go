package firefox

import (
	"errors"
	"time"

	"github.com/spoolscope/spoolscope/scripts/e2e/drive"
)

// Type implements drive.Tab.
func (t *Tab) Type(text string) error {
	return t.perform(object{"type": "key", "id": "keyboard", "actions": drive.KeyActions(text)})
}

// ClickAt implements drive.Tab.
func (t *Tab) ClickAt(x, y float64) error {
	return t.perform(object{"type": "pointer", "id": "mouse", "actions": []object{
		{"type": "pointerMove", "x": int(x), "y": int(y)}, {"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0},
	}})
}

func (t *Tab) perform(source object) error {
	return t.call("input.performActions", object{"context": t.id, "actions": []object{source}}, nil)
}

// ChooseAt implements drive.Tab. The dialog is dismissed: no window opens.
func (t *Tab) ChooseAt(x, y float64, _ string, paths ...string) error {
	if err := t.ClickAt(x, y); err != nil {
		return err
	}
	select {
	case input := <-t.dialogs:
		return t.setFiles(input, paths)
	case <-time.After(limit):
		return errors.New("no file dialog was opened")
	}
}

func (t *Tab) setFiles(input reference, paths []string) error {
	files, err := drive.Absolute(paths)
	if err != nil {
		return err
	}
	return t.call("input.setFiles", object{"context": t.id, "element": input, "files": files}, nil)
}

// CanDropFolders implements drive.Tab. Drop uses a script, and a script cannot make
// a folder.
func (t *Tab) CanDropFolders() bool { return false }

// Drop implements drive.Tab. The protocol cannot drop files: see drive.DropInput.
func (t *Tab) Drop(paths ...string) error {
	input, err := t.element(drive.DropInput)
	if err != nil {
		return err
	}
	if err := t.setFiles(input, paths); err != nil {
		return err
	}
	return t.Eval(drive.DropFiles, nil)
}
