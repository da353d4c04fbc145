package browser

import (
	"strings"

	"fmt"
	"sort"

	"github.com/hack-pad/safejs"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/parser"
	"github.com/spoolscope/spoolscope/parser/smtp"
)

// ids of the inputs in index.html.
const (
	filesInput  = "platform-files"
	folderInput = "platform-folder"
	mapInput    = "platform-map" // not of a queue, see share_js.go
)

// watchFiles listens to the file inputs, to drops, to pastes, and to files that
// the system opens with the installed site or shares with it.
func (p *Page) watchFiles() error {
	window := safejs.Global()
	for _, id := range []string{filesInput, folderInput} {
		input, err := p.document.Call("getElementById", id)
		if err != nil || !truthy(input) {
			return fmt.Errorf("index.html has no input %q", id)
		}
		if err := p.listen(input, "change", nil, func(safejs.Value) { p.picked(input) }); err != nil {
			return err
		}
	}
	for event, fn := range map[string]func(safejs.Value){
		"dragenter": p.dragged,
		"dragover":  p.dragged,
		"dragleave": p.left,
		"drop":      p.dropped,
		"paste":     p.pasted,
	} {
		if err := p.listen(window, event, nil, fn); err != nil {
			return err
		}
	}
	if !isFunction(get(p.boot, "launched")) { // the single file cannot be installed
		return nil
	}
	launched, err := p.callback(func(args []safejs.Value) {
		if len(args) > 0 {
			p.addAll(list(args[0]))
		}
	})
	if err == nil {
		_, err = p.boot.Call("launched", launched)
	}
	return err
}

// ChooseFiles implements ui.Platform.
func (p *Page) ChooseFiles() { p.choose(filesInput) }

// ChooseFolder implements ui.Platform.
func (p *Page) ChooseFolder() { p.choose(folderInput) }

func (p *Page) choose(id string) {
	input, err := p.document.Call("getElementById", id)
	if err == nil {
		_, err = input.Call("click")
	}
	if err != nil {
		p.crashed("choose: " + err.Error())
	}
}

// Text implements ui.Platform.
func (p *Page) Text(name, text string) {
	blob, err := get(safejs.Global(), "Blob").New([]any{text}, map[string]any{"type": "text/plain"})
	if err != nil {
		p.crashed("text: " + err.Error())
		return
	}
	p.addAll([]found{{blob, name}})
}

// Sample implements ui.Platform.
func (p *Page) Sample() { p.addPromised("sample", "sample.tar.xz") }

// addPromised adds the Blob that a function of boot.js promises, under a name.
func (p *Page) addPromised(function, name string) {
	promise, err := p.boot.Call(function)
	if err != nil {
		p.crashed(function + ": " + err.Error())
		return
	}
	p.then(promise, func(blob safejs.Value, err error) {
		if err != nil {
			p.crashed(function + ": " + err.Error())
			return
		}
		p.addAll([]found{{blob, name}})
	})
}

// found is a file with its path.
type found struct {
	file safejs.Value
	path string
}

// addAll numbers files in the order of their paths, whatever order the browser
// found them in, and passes them to the screens.
func (p *Page) addAll(files []found) {
	sort.SliceStable(files, func(i, j int) bool { return files[i].path < files[j].path })
	if len(files) == 0 {
		return
	}
	refs := make([]protocol.SourceRef, 0, len(files))
	for _, f := range files {
		ref, err := p.files.add(f.file, f.path)
		if err != nil {
			p.crashed("files: " + err.Error())
			return
		}
		refs = append(refs, ref)
	}
	p.chose(refs)
}

// picked takes the files chosen in one of the dialogs.
func (p *Page) picked(input safejs.Value) {
	files := list(get(input, "files"))
	// Choosing the same file again must be a change again.
	_ = input.Set("value", "")
	p.addAll(files)
}

// list reads a FileList.
func list(files safejs.Value) []found {
	n := int(numberOf(get(files, "length")))
	all := make([]found, 0, n)
	for i := range n {
		file, err := files.Index(i)
		if err != nil {
			break
		}
		path := stringOf(get(file, "webkitRelativePath"))
		if path == "" {
			path = stringOf(get(file, "name"))
		}
		all = append(all, found{file, path})
	}
	return all
}

// hasFiles reports whether a drag carries files, rather than a link or a piece
// of text.
func hasFiles(transfer safejs.Value) bool {
	types := get(transfer, "types")
	for i := range int(numberOf(get(types, "length"))) {
		if t, err := types.Index(i); err == nil && stringOf(t) == "Files" {
			return true
		}
	}
	return false
}

func (p *Page) hover(over bool) {
	if p.over == over {
		return
	}
	p.over = over
	p.onUI(func() {
		if p.events.DragOver != nil {
			p.events.DragOver(over)
		}
	})
}

func (p *Page) dragged(event safejs.Value) {
	transfer := get(event, "dataTransfer")
	if !hasFiles(transfer) {
		return
	}
	_, _ = event.Call("preventDefault")
	_ = transfer.Set("dropEffect", "copy")
	p.hover(true)
}

func (p *Page) left(event safejs.Value) {
	// Leaving one element for another names it; leaving the window does not.
	if !truthy(get(event, "relatedTarget")) {
		p.hover(false)
	}
}

func (p *Page) dropped(event safejs.Value) {
	p.hover(false)
	transfer := get(event, "dataTransfer")
	if !hasFiles(transfer) {
		return
	}
	_, _ = event.Call("preventDefault")
	p.take(transfer)
}

// isStatus reports whether a text begins like one status or reply, or like
// several, perhaps counted by uniq: the engine decides whether it is one, and
// explains it.
func isStatus(s string) bool {
	s = strings.TrimLeft(s, " \t\r\n(<")
	if count := strings.TrimLeft(s, "0123456789"); len(count) < len(s) && strings.HasPrefix(count, " ") {
		if rest := strings.TrimLeft(count, " "); strings.HasPrefix(rest, "(") || strings.HasPrefix(rest, "<<<") {
			s = strings.TrimLeft(rest, " (<")
		}
	}
	r, ok := smtp.ParseReply(s)
	return ok && r.Code >= 400 || strings.HasPrefix(s, "Deferred")
}

// pasted opens files, and text that looks like the output of mailq or is one
// status or reply, unless the text was meant for a field.
func (p *Page) pasted(event safejs.Value) {
	if inField(get(event, "target")) {
		return
	}
	transfer := get(event, "clipboardData")
	if hasFiles(transfer) {
		_, _ = event.Call("preventDefault")
		p.take(transfer)
		return
	}
	text, err := transfer.Call("getData", "text/plain")
	if err != nil {
		return
	}
	if s := stringOf(text); parser.IsListing([]byte(s)) || isStatus(s) {
		_, _ = event.Call("preventDefault")
		p.Text("pasted text", s)
	}
}
