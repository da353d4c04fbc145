package browser

import (
	"strings"

	"github.com/hack-pad/safejs"

	"github.com/spoolscope/spoolscope/app/ui/model"
)

// watchKeys passes key presses to the screens.
func (p *Page) watchKeys() error {
	return p.listen(p.document, "keydown", nil, p.pressed)
}

func (p *Page) pressed(event safejs.Value) {
	if isPaletteKey(event) {
		p.press(event, model.PaletteKey, inField(get(event, "target")))
		return
	}
	for _, held := range []string{"ctrlKey", "metaKey", "altKey", "isComposing", "defaultPrevented"} {
		if truthy(get(event, held)) {
			return
		}
	}
	key, target := stringOf(get(event, "key")), get(event, "target")
	if key == "" {
		return
	}
	if (key == "Enter" || key == " ") && isControl(target) {
		return // the browser presses the button
	}
	field := inField(target)
	if field && key != "Escape" {
		return
	}
	p.press(event, key, field)
}

// isPaletteKey finds Ctrl+K, and Cmd+K on a Mac, where Ctrl+K belongs to the text
// of a field. On a keyboard with other letters the place of the key counts.
func isPaletteKey(event safejs.Value) bool {
	ctrl, meta := truthy(get(event, "ctrlKey")), truthy(get(event, "metaKey"))
	if mac := strings.HasPrefix(stringOf(get(safejs.Global(), "navigator", "platform")), "Mac"); mac {
		ctrl, meta = meta, ctrl
	}
	if !ctrl || meta || truthy(get(event, "altKey")) || truthy(get(event, "shiftKey")) {
		return false
	}
	key := stringOf(get(event, "key"))
	return strings.EqualFold(key, "k") || key > "~" && stringOf(get(event, "code")) == "KeyK"
}

// press asks the screens what a key does.
func (p *Page) press(event safejs.Value, key string, field bool) {
	if p.dispatch == nil || p.events.Key == nil {
		return
	}
	// The default can only be prevented now, so JavaScript waits for the
	// screens. That is safe: the UI goroutine is free meanwhile.
	handled := make(chan bool, 1)
	p.dispatch(func() {
		ok := false
		defer func() { handled <- ok }()
		ok = p.events.Key(key, field)
	})
	if <-handled {
		_, _ = event.Call("preventDefault")
	}
}

// matches reports whether an event's target matches a selector. The document,
// which can also be a target, has no such method.
func matches(target safejs.Value, selector string) bool {
	if !isFunction(get(target, "closest")) {
		return false
	}
	found, err := target.Call("closest", selector)
	return err == nil && truthy(found)
}

// inField reports whether a target accepts typed text.
func inField(target safejs.Value) bool {
	return truthy(get(target, "isContentEditable")) || matches(target,
		"textarea, select, input:not([type=checkbox], [type=radio], [type=button], [type=submit], [type=file], [type=range])")
}

// isControl reports whether Enter and space mean something to a target.
func isControl(target safejs.Value) bool {
	return matches(target, "a[href], button, summary, label, input[type=checkbox], input[type=radio]")
}
