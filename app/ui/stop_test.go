package ui

import (
	"reflect"
	"slices"
	"testing"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/model"
)

// restarts counts how often commands start a new worker.
func restarts(cmds []model.Command) (n int) {
	for _, c := range cmds {
		if _, ok := c.(model.Restart); ok {
			n++
		}
	}
	return n
}

// When the user stops a load, the page says so at once, whatever the worker does.
// Stopping again does nothing, so a repeating key discards nothing.
func TestStopIsSaidAtOnce(t *testing.T) {
	found := answered(model.OpenSlot, protocol.Answer{Progress: &protocol.Progress{Messages: 1234, Size: 100, Read: 50}})
	m, cmds := play(model.Model{}, model.Chosen{Sources: spool}, model.LoadDiscarded{}, found, model.LoadCanceled{}, found, model.LoadCanceled{})
	if want := "Stopped by you. 1,234 messages were read and are being put together."; m.Load.Said != want {
		t.Errorf("the live region says %q, want %q", m.Load.Said, want)
	}
	if m.Stage != model.Loading || !m.Load.Stopping {
		t.Errorf("stage %v, stopping %v; want that the load is being stopped", m.Stage, m.Load.Stopping)
	}
	if n := len(slices.DeleteFunc(slots(cmds), func(s model.Slot) bool { return s != model.CancelSlot })); n != 1 {
		t.Errorf("the worker was told %d times, want once", n)
	}
}

// What was read can be discarded: the worker ends at once, and later messages from
// it are ignored. The queue that was open before is read again.
func TestDiscard(t *testing.T) {
	second := []protocol.SourceRef{{ID: 2, Name: "two.tgz"}}
	progress := answered(model.OpenSlot, protocol.Answer{Progress: &protocol.Progress{Messages: 7}})
	stopped := []model.Event{progress, model.LoadCanceled{}, model.LoadDiscarded{}}

	asked, _ := play(model.Model{}, model.Chosen{Sources: spool}, progress, model.LoadCanceled{})
	late := model.Answered{Slot: model.OpenSlot, Gen: asked.Gens[model.OpenSlot], Answer: protocol.Answer{Loaded: &protocol.Loaded{Archive: protocol.Archive{Messages: 7}}}}
	m, cmds := play(asked, model.LoadDiscarded{})
	m, _ = model.Update(m, late)
	if m.Stage != model.Empty || restarts(cmds) != 1 || m.Archive != nil || m.Fatal == nil || m.Fatal.Title != "Stopped by you." || m.Fatal.Text != "7 messages that had been read were discarded." {
		t.Errorf("stage %v, %d restarts, archive %v, %+v", m.Stage, restarts(cmds), m.Archive, m.Fatal)
	}
	if m, _ = play(m, model.Chosen{Sources: second}); m.Stage != model.Loading || m.Fatal != nil || m.Load.Stopping {
		t.Errorf("the next load: stage %v, %+v, stopping %v", m.Stage, m.Fatal, m.Load.Stopping)
	}

	for name, place := range map[string]model.Place{"added": model.Add, "beside": model.Beside} {
		t.Run(name, func(t *testing.T) {
			before := opened()
			m, cmds := play(before, append([]model.Event{model.Chosen{Sources: second}, model.SourcesPlaced{Place: place}}, stopped...)...)
			if m.Stage != model.Loading || restarts(cmds) != 1 || !m.Load.Again || m.Load.Stopping {
				t.Fatalf("stage %v, %d restarts, again %v, stopping %v", m.Stage, restarts(cmds), m.Load.Again, m.Load.Stopping)
			}
			var last model.Ask
			for _, c := range cmds {
				if a, ok := c.(model.Ask); ok && a.Request.Open != nil {
					last = a
				}
			}
			if o := last.Request.Open; o == nil || !reflect.DeepEqual(o.Sources, spool) || o.Join || o.Compare {
				t.Errorf("reads %+v, want what was open", o)
			}
			if !reflect.DeepEqual(m.Sources, spool) || m.Compare.Sources != nil {
				t.Errorf("sources %v and %v, want those that were open", m.Sources, m.Compare.Sources)
			}
			if m, _ = play(m, loadedAnswer(3412)); m.Stage != model.Open || m.Archive.Messages != 3412 {
				t.Errorf("stage %v, archive %+v", m.Stage, m.Archive)
			}
		})
	}
}
