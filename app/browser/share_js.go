package browser

import (
	"encoding/json"
	"errors"

	"github.com/hack-pad/safejs"

	"github.com/spoolscope/spoolscope/app/protocol"
)

// maxMap is the size of the largest list of pseudonyms that is read, in bytes;
// it holds several million names.
const maxMap = 256 << 20

// shared returns the blob of a file that the worker made.
func (p *Page) shared(s protocol.Shared) (safejs.Value, error) {
	if s.Size == 0 {
		return get(safejs.Global(), "Blob").New()
	}
	return p.kept.part(s.Stream, 0, s.Size)
}

// SaveShared implements ui.Platform.
func (p *Page) SaveShared(s protocol.Shared, done func(ok bool)) {
	tell := func(err error) {
		if err != nil {
			// The console is local; the screens word it themselves.
			_, _ = get(safejs.Global(), "console").Call("error", "share: "+err.Error())
		}
		p.onUI(func() { done(err == nil) })
	}
	data, err := p.shared(s)
	if err != nil {
		tell(err)
		return
	}
	if s.Format != "viewer" {
		tell(p.saveParts(s.Name, data))
		return
	}
	promise, err := p.boot.Call("template")
	if err != nil {
		tell(err)
		return
	}
	p.then(promise, func(page safejs.Value, err error) {
		if err != nil {
			tell(err)
			return
		}
		before, err := page.Index(0)
		after, err2 := page.Index(1)
		if err = errors.Join(err, err2); err == nil {
			err = p.saveParts(s.Name, before, data, after)
		}
		tell(err)
	})
}

// DropShared implements ui.Platform.
func (p *Page) DropShared(s protocol.Shared) { p.kept.drop(s.Stream) }

// ViewerSize implements ui.Platform.
func (p *Page) ViewerSize() int64 {
	size, err := p.boot.Call("templateSize")
	if err != nil {
		return 0
	}
	return numberOf(size)
}

// watchMap listens for lists of pseudonyms that the user chooses.
func (p *Page) watchMap() error {
	input, err := p.document.Call("getElementById", mapInput)
	if err != nil || !truthy(input) {
		return errors.New("index.html has no input for lists of pseudonyms")
	}
	return p.listen(input, "change", nil, func(safejs.Value) {
		files := list(get(input, "files"))
		_ = input.Set("value", "")
		if len(files) == 0 {
			return
		}
		text := "too large" // which is not a list either
		if numberOf(get(files[0].file, "size")) > maxMap {
			p.mapChosen(text)
			return
		}
		promise, err := files[0].file.Call("text")
		if err != nil {
			p.crashed("map: " + err.Error())
			return
		}
		p.then(promise, func(v safejs.Value, err error) {
			if err == nil {
				text = stringOf(v)
			}
			p.mapChosen(text)
		})
	})
}

func (p *Page) mapChosen(text string) {
	p.onUI(func() {
		if p.events.MapChosen != nil {
			p.events.MapChosen(text)
		}
	})
}

// ChooseMap implements ui.Platform.
func (p *Page) ChooseMap() { p.choose(mapInput) }

// Carried implements ui.Platform.
func (p *Page) Carried() *protocol.Carried {
	text, err := p.boot.Call("carries")
	if err != nil || stringOf(text) == "" {
		return nil
	}
	c := new(protocol.Carried)
	if json.Unmarshal([]byte(stringOf(text)), c) != nil {
		return nil
	}
	return c
}

// OpenCarried implements ui.Platform.
func (p *Page) OpenCarried() {
	name := "queue.tar.gz"
	if c := p.Carried(); c != nil && c.Name != "" {
		name = c.Name
	}
	p.addPromised("carried", name)
}
