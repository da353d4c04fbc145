package browser

import (
	"time"

	"github.com/hack-pad/safejs"

	"github.com/spoolscope/spoolscope/app/protocol"
)

// saveTime is how long a download may take to start before its URL is revoked
// and the memory freed.
const saveTime = time.Minute

// Save implements ui.Platform.
func (p *Page) Save(f protocol.File) {
	if err := p.save(f); err != nil {
		p.crashed("save: " + err.Error())
	}
}

func (p *Page) save(f protocol.File) error {
	array, err := toJS(f.Data)
	if err != nil {
		return err
	}
	return p.saveParts(f.Name, array)
}

// saveParts offers consecutive parts, each a blob, a string or an array, as one
// file. Its type is never the file's own: whatever a mail contains is to be
// saved, not opened as a page of this site.
func (p *Page) saveParts(name string, parts ...any) error {
	blob, err := get(safejs.Global(), "Blob").New(parts, map[string]any{"type": "application/octet-stream"})
	if err != nil {
		return err
	}
	urls := get(safejs.Global(), "URL")
	url, err := urls.Call("createObjectURL", blob)
	if err != nil {
		return err
	}
	time.AfterFunc(saveTime, func() { _, _ = urls.Call("revokeObjectURL", url) })
	link, err := p.document.Call("createElement", "a")
	if err != nil {
		return err
	}
	if err := link.Set("href", url); err != nil {
		return err
	}
	if err := link.Set("download", name); err != nil {
		return err
	}
	_, err = link.Call("click")
	return err
}

// Copy implements ui.Platform.
func (p *Page) Copy(text string, done func(ok bool)) {
	tell := func(ok bool) {
		if done != nil {
			p.onUI(func() { done(ok) })
		}
	}
	clipboard := get(safejs.Global(), "navigator", "clipboard")
	if isFunction(get(clipboard, "writeText")) {
		if promise, err := clipboard.Call("writeText", text); err == nil {
			p.then(promise, func(_ safejs.Value, err error) { tell(err == nil || p.copyOld(text)) })
			return
		}
	}
	tell(p.copyOld(text))
}

// copyOld copies by selecting the text in a field, for pages where the
// clipboard API is missing or forbidden, as on plain http.
func (p *Page) copyOld(text string) bool {
	field, err := p.document.Call("createElement", "textarea")
	if err != nil {
		return false
	}
	before := get(p.document, "activeElement")
	_ = field.Set("value", text)
	_ = field.Set("readOnly", true)
	// Hidden through the object model: the policy forbids the attribute.
	style := get(field, "style")
	_ = style.Set("position", "fixed")
	_ = style.Set("opacity", "0")
	if _, err := get(p.document, "body").Call("append", field); err != nil {
		return false
	}
	_, _ = field.Call("select")
	copied, err := p.document.Call("execCommand", "copy")
	_, _ = field.Call("remove")
	if isFunction(get(before, "focus")) {
		_, _ = before.Call("focus")
	}
	return err == nil && truthy(copied)
}
