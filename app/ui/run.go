package ui

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"
	"github.com/spoolscope/spoolscope/app/htmlmail"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/model"
	"github.com/spoolscope/spoolscope/app/ui/model/selftest"
)

// run carries a command out. It is called on the UI goroutine.
func (r *root) run(c model.Command) {
	p := r.platform
	switch c := c.(type) {
	case model.Ask:
		req := c.Request
		req.Slot, req.Gen = int(c.Slot)+1, c.Gen // the engine drops what it supersedes
		p.Ask(req, func(a protocol.Answer) { r.post(model.Answered{Slot: c.Slot, Gen: c.Gen, Answer: a}) })
	case model.After:
		r.after(c.Delay, model.Elapsed{Timer: c.Timer, Gen: c.Gen})
	case model.SetFragment:
		p.Navigate(c.Fragment, c.Replace)
	case model.SetTitle:
		r.setTitle(c.Title)
	case model.KeepFocus:
		p.KeepFocus()
	case model.RestoreFocus:
		r.ctx.Defer(func(app.Context) { p.RestoreFocus() })
	case model.Focus:
		// Not before the change is drawn: what is there now may be about to go.
		r.ctx.Defer(func(app.Context) { p.Focus(c.ID) })
	case model.FocusDrawn:
		p.Focus(c.ID)
	case model.SetValue:
		p.SetValue(c.ID, c.Value)
	case model.ScrollTo:
		r.ctx.Defer(func(app.Context) { p.ScrollTo(c.ID, c.Top) })
	case model.Rescroll:
		r.ctx.Defer(func(app.Context) { p.Rescroll(c.ID, c.From, c.To) })
	case model.Pick:
		if c.Folder {
			p.ChooseFolder()
		} else {
			p.ChooseFiles()
		}
	case model.UseText:
		p.Text(c.Name, c.Text)
	case model.UseSample:
		p.Sample()
	case model.Copy:
		text := c.Text
		if c.Key == model.AddressKey {
			text = p.Address(text)
		}
		p.Copy(text, func(ok bool) { r.post(model.Copied{Key: c.Key, OK: ok}) })
	case model.Save:
		p.Save(c.File)
	case model.MakeHTML:
		p.MakeHTML(c.HTML, func(v htmlmail.View) { r.post(model.HTMLMade{Ref: c.HTML.Ref, View: v}) })
	case model.SaveShared:
		p.SaveShared(c.Shared, func(ok bool) { r.post(model.SharePut{OK: ok}) })
	case model.DropShared:
		p.DropShared(c.Shared)
	case model.MeasureViewer:
		r.post(model.ViewerMeasured{Bytes: p.ViewerSize()})
	case model.PickMap:
		p.ChooseMap()
	case model.UseCarried:
		p.OpenCarried()
	case model.SetTheme:
		p.SetTheme(c.Theme)
	case model.Restart:
		p.Restart()
	case model.TryWaysOut:
		p.SelfTest(func(t selftest.Tried) { r.post(model.WayTried{Tried: t}) }, func() { r.post(model.SelfTestEnded{}) })
	}
}
