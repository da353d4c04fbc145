package picture

import (
	"github.com/spoolscope/spoolscope/app/protocol"
)

// answer returns a flow with these counts: bySource[i][k] messages of source i are of
// kind k, byKind[k][o] of kind k meet obstacle o.
func answer(bySource, byKind [][]int, sides ...string) *protocol.Flow {
	f := &protocol.Flow{}
	classes := []string{"bounce", "ordinary", "quarantined"}
	for k := range byKind {
		f.Kinds = append(f.Kinds, protocol.FlowMark{Name: classes[k%3], Class: classes[k%3]})
	}
	for _, side := range sides {
		f.Obstacles = append(f.Obstacles, protocol.FlowMark{Name: "obstacle", Side: side, Note: "1 server", State: "deferred"})
	}
	for i, row := range bySource {
		f.Sources = append(f.Sources, protocol.FlowMark{Name: "source", Note: "note"})
		for k, n := range row {
			f.In = append(f.In, protocol.FlowBand{From: i, To: k, Count: n, Total: n})
			f.Sources[i].Count += n
			f.Kinds[k].Count += n
			f.Matched += n
		}
	}
	for k, row := range byKind {
		for o, n := range row {
			f.Out = append(f.Out, protocol.FlowBand{From: k, To: o, Count: n, Total: n})
			f.Obstacles[o].Count += n
		}
	}
	return f
}

// on returns a flow with a query that names a source.
func on(f *protocol.Flow, source int) *protocol.Flow {
	f.Sources[source].On = true
	return f
}

// onKind returns a flow with a query that names its first kind.
func onKind(f *protocol.Flow) *protocol.Flow {
	f.Kinds[0].On = true
	return f
}
