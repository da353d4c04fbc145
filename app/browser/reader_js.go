package browser

import "github.com/hack-pad/safejs"

// apart starts a reader for the worker, and connects the two.
func (p *Page) apart(w *link, m safejs.Value) {
	port, err := p.startReader(m)
	if err != nil {
		p.endReader()
		p.reply(w, map[string]any{"kind": kindReader, "error": err.Error()})
		return
	}
	p.reply(w, map[string]any{"kind": kindReader, "port": port}, port)
}

// startReader returns the worker's end of the connection.
func (p *Page) startReader(m safejs.Value) (port safejs.Value, err error) {
	p.endReader()
	if p.reader, err = p.launch("spoolscope-reader"); err != nil {
		return port, err
	}
	channel, err := get(safejs.Global(), "MessageChannel").New()
	if err != nil {
		return port, err
	}
	r, there := p.reader, get(channel, "port2")
	r.begin = func() {
		p.reply(r, map[string]any{"kind": kindWalk, "port": there, "json": get(m, "json"), "first": get(m, "first")}, there)
	}
	return get(channel, "port1"), nil
}

// stopReader ends a reader that continues although the load was canceled. The
// worker shows what it has.
func (p *Page) stopReader(w *link) {
	if p.reader != nil {
		p.endReader()
		p.reply(w, map[string]any{"kind": kindReader, "error": "the reader was ended"})
	}
}

// endReader ends the reader, which gives its memory back.
func (p *Page) endReader() {
	if r := p.reader; r != nil {
		p.end(r)
		p.reader = nil
	}
}
