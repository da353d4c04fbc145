package engine

import (
	"strings"
	"time"

	"github.com/spoolscope/spoolscope/app/picture"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/share"
	"github.com/spoolscope/spoolscope/app/words"
)

// kindWords are the kinds of mail in plain words.
var kindWords = map[string]string{"bounce": "Returns", "ordinary": "Ordinary mail", "quarantined": "Held back"}

// pictures fills in the pictures of the overview and their numbers.
func (r reporting) pictures(out *share.Report, o *protocol.Overview) {
	if o.Flow != nil && o.Flow.Matched > 0 {
		out.Pictures = append(out.Pictures, r.flow(o.Flow))
	}
	if o.Timeline != nil && len(o.Timeline.Buckets) > 0 {
		out.Pictures = append(out.Pictures, r.timeline(o.Timeline))
	}
}

// flow returns where mail came from and what holds it up. Names are replaced before
// they are cut to fit.
func (r reporting) flow(f *protocol.Flow) share.ReportPicture {
	shown := *f
	shown.Sources = append([]protocol.FlowMark{}, f.Sources...)
	shown.Kinds = append([]protocol.FlowMark{}, f.Kinds...)
	shown.Obstacles = append([]protocol.FlowMark{}, f.Obstacles...)
	sources := r.sourceNames()
	for n := range shown.Sources {
		m := &shown.Sources[n]
		m.Note = ""
		if m.Others == 0 {
			m.Name = r.text(sources[m.Name])
		}
	}
	for n := range shown.Kinds {
		shown.Kinds[n].Name = kindWords[shown.Kinds[n].Class]
	}
	for n := range shown.Obstacles {
		shown.Obstacles[n].Name, shown.Obstacles[n].Note = r.text(plainly(shown.Obstacles[n].Name)), r.text(shown.Obstacles[n].Note)
	}
	lay := picture.LayFlow(&shown, picture.Paper)
	tree := lay.Draw()
	p := share.ReportPicture{Title: "Where it came from, and what holds it up", Wide: tree.SVG(picture.Numbers(&shown))}
	var kinds []string
	for n := range shown.Kinds {
		kinds = append(kinds, strings.TrimSuffix(shown.Kinds[n].Name, " mail"))
	}
	rows := func(title string, marks []protocol.FlowMark, count func(mark, kind int) int) share.ReportTable {
		t := share.ReportTable{Title: title, Heads: append([]string{title, "All"}, kinds...)}
		for n := range marks {
			if marks[n].Count == 0 || len(t.Rows) == share.ReportPlaces {
				continue
			}
			row := []string{marks[n].Name, words.Number(marks[n].Count)}
			for k := range kinds {
				row = append(row, words.Number(count(n, k)))
			}
			t.Rows = append(t.Rows, row)
		}
		return t
	}
	p.Tables = []share.ReportTable{
		rows("Where it came from", shown.Sources, func(mark, kind int) int { return inBand(shown.In, mark, kind) }),
		rows("What holds it up", shown.Obstacles, func(mark, kind int) int { return inBand(shown.Out, kind, mark) }),
	}
	return p
}

// sourceNames returns the sources as the report may show them, by their names.
func (r reporting) sourceNames() map[string]string {
	names := map[string]string{}
	for n := range r.Index.Sources {
		s := &r.Index.Sources[n]
		names[words.Visible(s.Name)] = s.NameWith(r.rd)
	}
	return names
}

// inBand returns how many messages two marks have in common.
func inBand(bands []protocol.FlowBand, from, to int) int {
	for _, b := range bands {
		if b.From == from && b.To == to {
			return b.Count
		}
	}
	return 0
}

// timeline returns when it began, and when mail is expected to be given up.
func (r reporting) timeline(t *protocol.Timeline) share.ReportPicture {
	shown := *t
	shown.Events = nil
	wide, narrow := picture.LayTimeline(&shown, picture.Sheet), picture.LayTimeline(&shown, picture.Narrow)
	days := daily(t)
	label := "Messages that still wait, by when they arrived"
	if wide.Wave {
		label += ", and when they are expected to be given up"
	}
	label += ". The same numbers are in the table below."
	draw := func(p picture.Timeline) string {
		tree := p.Draw()
		return tree.SVG(label)
	}
	p := share.ReportPicture{
		Title: "When it began", Wide: draw(wide), Narrow: draw(narrow),
		Keys:   []share.ReportKey{{Class: "kb", Name: "Returns"}, {Class: "km", Name: "Ordinary mail"}, {Class: "kq", Name: "Held back"}},
		Tables: []share.ReportTable{days},
	}
	if wide.Wave {
		p.Keys = append(p.Keys, share.ReportKey{Class: "gv", Name: "Expected to be given up, " + words.Span(t.Lifetime) + " after arrival"})
	}
	if wide.Traffic != nil {
		p.Keys = append(p.Keys, share.ReportKey{Class: "dl", Name: "Delivered, any mail, from the mail log"}, share.ReportKey{Class: "fl", Name: "Attempts that failed"})
	}
	p.Caption = "Only messages that still wait; times in UTC"
	return p
}

// daily counts arrivals and expected give-ups by day, or by shorter times if
// these are few.
func daily(t *protocol.Timeline) share.ReportTable {
	const day = 86400
	step, layout := int64(day), "Mon 2 Jan"
	span := t.Now - t.From
	switch {
	case span <= day/2:
		step, layout = 3600, "Mon 2 Jan 15:04"
	case span <= 2*day:
		step, layout = 6*3600, "Mon 2 Jan 15:04"
	}
	out := share.ReportTable{Title: "By time", Times: true, Heads: []string{"When", "Came in", "Returns", "Ordinary", "Held back", "Given up, if nothing changes"}}
	type sums struct{ bounces, ordinary, quarantined, up int }
	var list []sums
	var begins []int64
	for n, b := range t.Buckets {
		at := t.From + int64(n)*t.Step
		at -= (at%step + step) % step
		if len(begins) == 0 || begins[len(begins)-1] != at {
			begins, list = append(begins, at), append(list, sums{})
		}
		s := &list[len(list)-1]
		s.bounces += b.Bounces
		s.ordinary += b.Ordinary
		s.quarantined += b.Quarantined
		s.up += b.GivenUpBounces + b.GivenUpOrdinary
	}
	skipped := sums{}
	for n, s := range list {
		all := s.bounces + s.ordinary + s.quarantined
		if all+s.up == 0 {
			continue
		}
		if len(out.Rows) == share.ReportPlaces {
			skipped.up += s.up
			skipped.bounces += all
			continue
		}
		out.Rows = append(out.Rows, []string{
			time.Unix(begins[n], 0).UTC().Format(layout), words.Number(all), words.Number(s.bounces), words.Number(s.ordinary), words.Number(s.quarantined), words.Number(s.up),
		})
	}
	if skipped.bounces+skipped.up > 0 {
		out.Rows = append(out.Rows, []string{"later", words.Number(skipped.bounces), "", "", "", words.Number(skipped.up)})
	}
	return out
}
