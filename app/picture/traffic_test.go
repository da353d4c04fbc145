package picture

import (
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/app/picture/picturetest"
	"github.com/spoolscope/spoolscope/app/protocol"
)

// withTraffic returns the sample with deliveries in steps of the given seconds.
func withTraffic(t *testing.T, step int64) *protocol.Timeline {
	tl := *picturetest.Timeline(t)
	tr := &protocol.TimeTraffic{From: tl.From - mod(tl.From, step), Step: step}
	for at := tr.From; at <= tl.Now; at += step {
		tr.Steps = append(tr.Steps, protocol.TrafficStep{Delivered: 3 * len(tr.Steps), Failed: 7})
	}
	tl.Traffic = tr
	return &tl
}

func TestDeliveriesUnderTheArrivals(t *testing.T) {
	without := LayTimeline(picturetest.Timeline(t), Wide)
	for _, size := range []Size{Wide, Narrow, Sheet} {
		for _, step := range []int64{3600, 7200, 86400} {
			tl := withTraffic(t, step)
			p := LayTimeline(tl, size)
			delivered, failed := 0, 0
			for _, s := range p.Traffic.Steps {
				delivered += s.Delivered
				failed += s.Failed
			}
			n := len(tl.Traffic.Steps)
			if delivered != 3*n*(n-1)/2 || failed != 7*n {
				t.Errorf("%d delivered, %d failed after merging, want %d and %d", delivered, failed, 3*n*(n-1)/2, 7*n)
			}
			if p.Traffic.Step < p.Step || mod(p.Traffic.From, p.Traffic.Step) != 0 {
				t.Errorf("steps of %d s from %d beside bars of %d s", p.Traffic.Step, p.Traffic.From, p.Step)
			}
			tree := p.Draw()
			text := tree.SVG("label")
			for _, want := range []string{`class="dl"`, `class="fl"`, ">delivered<", ">failed<"} {
				if !strings.Contains(text, want) {
					t.Errorf("the picture lacks %s", want)
				}
			}
			if size == Wide && p.Height <= without.Height {
				t.Errorf("%g px with deliveries, %g without", p.Height, without.Height)
			}
			if says := p.Label(tl); !strings.Contains(says, "failed attempts in the mail log") {
				t.Errorf("label %q says nothing of deliveries", says)
			}
		}
	}
	tl := withTraffic(t, 3600)
	p := LayTimeline(tl, Wide)
	if says := p.Says(0, 3, tl.Now); !strings.Contains(says, "delivered and ") {
		t.Errorf("a range says %q", says)
	}
}

func TestNoDeliveriesWithoutALog(t *testing.T) {
	tl := picturetest.Timeline(t)
	p := LayTimeline(tl, Wide)
	tree := p.Draw()
	if text := tree.SVG("label"); strings.Contains(text, "delivered") || strings.Contains(text, `class="dl"`) {
		t.Error("the picture has deliveries")
	}
	if says := p.Label(tl) + p.Says(0, 3, tl.Now); strings.Contains(says, "mail log") {
		t.Errorf("it says %q", says)
	}
}
