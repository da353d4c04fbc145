package triage

import (
	"github.com/spoolscope/spoolscope/app/triage/traffic"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Traffic returns what mail logs have about all mail, nil without a log. It is
// worked out once for a history.
func (x *Index) Traffic() *traffic.Traffic {
	if x.trafficOf != x.History {
		x.traffic, x.trafficOf = traffic.New(x.Queue, x.History, x.Server, x.Domain), x.History
	}
	return x.traffic
}

// trafficMemo keeps what Traffic returns.
type trafficMemo struct {
	traffic   *traffic.Traffic
	trafficOf *queue.History // nil before
}
