package model

import (
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/model/route"
)

// CarriedState is the data that the page itself carries: it is a viewer that
// somebody made to share.
type CarriedState struct {
	About *protocol.Carried // nil: this page carries none
	Asked bool              // to open it
	ID    int               // of its source, 0 before it came
}

// openCarried opens the data, where the viewer was made to open it or the
// address says.
func (m *Model) openCarried() []Command {
	c := &m.Carried
	if c.About == nil || c.Asked {
		return nil
	}
	c.Asked = true
	cmds := []Command{UseCarried{}}
	if m.Route == (route.Route{}) {
		r, ok := route.ParseRoute(c.About.View)
		if !ok || r.View == route.Landing {
			r = route.Route{View: route.Overview}
		}
		r.Query, r.ID = c.About.Query, c.About.ID
		cmds = append(cmds, m.goTo(r, true)...)
	}
	return cmds
}

// carriedCame notes which source the data became: the first one.
func (m *Model) carriedCame(sources []protocol.SourceRef) {
	if m.Carried.Asked && m.Carried.ID == 0 && len(sources) == 1 {
		m.Carried.ID = sources[0].ID
	}
}

// ShowsCarried reports whether the open queue is the data of the page.
func (m *Model) ShowsCarried() bool {
	if m.Carried.ID == 0 || m.Stage != Open {
		return false
	}
	for _, s := range m.Sources {
		if s.ID == m.Carried.ID {
			return true
		}
	}
	return false
}
