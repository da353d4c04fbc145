package browser

import (
	"encoding/json"
	"errors"

	"github.com/hack-pad/safejs"

	"github.com/spoolscope/spoolscope/app/htmlmail"
	"github.com/spoolscope/spoolscope/app/protocol"
)

// MakeHTML implements ui.Platform. The document stays in mail.js.
func (p *Page) MakeHTML(h protocol.HTML, done func(htmlmail.View)) {
	v, err := p.makeHTML(h)
	if err != nil {
		// Whatever a browser stumbles over, the text remains.
		_, _ = get(safejs.Global(), "console").Call("error", "mail: "+err.Error())
		v = htmlmail.View{Why: "this browser cannot parse it"}
	}
	p.onUI(func() { done(v) })
}

func (p *Page) makeHTML(h protocol.HTML) (htmlmail.View, error) {
	limits, err := json.Marshal(htmlmail.DefaultLimits)
	if err != nil {
		return htmlmail.View{}, err
	}
	mail := get(p.boot, "mail")
	found, err := mail.Call("read", h.Source, string(limits))
	if err != nil {
		return htmlmail.View{}, err
	}
	var facts htmlmail.Facts
	if err := json.Unmarshal([]byte(stringOf(found)), &facts); err != nil {
		return htmlmail.View{}, err
	}
	v := htmlmail.Examine(facts)
	pictures, notes := htmlmail.Pictures(facts.Images, h.Images)
	v.Notes = append(v.Notes, notes...)
	addresses := make([]any, len(pictures))
	for i, a := range pictures {
		addresses[i] = a
	}
	key, err := mail.Call("finish", addresses)
	if err != nil {
		return htmlmail.View{}, err
	}
	if v.Key = stringOf(key); v.Key == "" {
		return htmlmail.View{}, errors.New("no document")
	}
	return v, nil
}
