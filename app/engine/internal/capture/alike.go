package capture

import (
	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/app/triage/reason"
)

// Alike groups the cells that a table shows as one.
type Alike struct {
	Rows []triage.Cell // the different ones, by the first reason that looks the same; no server where it does not count
	Of   []int32       // by cell: index in Rows
}

// alike are those of each table, made on first use.
type alike struct{ server, text, topic *Alike }

// AlikeByServer merges cells whose reasons look the same.
func (c *Capture) AlikeByServer() *Alike {
	if c.alike.server == nil {
		c.alike.server = c.merge(c.sameText(), true)
	}
	return c.alike.server
}

// AlikeByText is AlikeByServer without regard to servers.
func (c *Capture) AlikeByText() *Alike {
	if c.alike.text == nil {
		c.alike.text = c.merge(c.sameText(), false)
	}
	return c.alike.text
}

// AlikeByTopic merges cells whose reasons belong to one topic.
func (c *Capture) AlikeByTopic() *Alike {
	if c.alike.topic == nil {
		c.alike.topic = c.merge(c.sameTopic(), false)
	}
	return c.alike.topic
}

// merge finds the cells that differ in nothing but their reasons, and in these
// not as canon has them.
func (c *Capture) merge(canon []int32, servers bool) *Alike {
	a := &Alike{Of: make([]int32, len(c.Index.Cells))}
	at := map[triage.Cell]int32{}
	for n, cell := range c.Index.Cells {
		cell.Reason = canon[cell.Reason]
		if !servers {
			cell.Server = 0
		}
		row, ok := at[cell]
		if !ok {
			row = int32(len(a.Rows))
			at[cell] = row
			a.Rows = append(a.Rows, cell)
		}
		a.Of[n] = row
	}
	return a
}

// sameText maps each reason to the first one with the same text and codes: a
// table merges what looks the same.
func (c *Capture) sameText() []int32 {
	x := c.Index
	canon := make([]int32, len(x.Reasons))
	first := map[string]int32{}
	for r := range x.Reasons {
		key := x.Reasons[r].CodeText() + "\x00" + x.Reasons[r].EnhancedText() + "\x00" + x.Text(int32(r))
		if _, ok := first[key]; !ok {
			first[key] = int32(r)
		}
		canon[r] = first[key]
	}
	return canon
}

// sameTopic maps each reason to the first one of its topic. Quarantined mail, and
// reasons without a topic, are kept apart by their texts.
func (c *Capture) sameTopic() []int32 {
	x := c.Index
	canon := c.sameText()
	first := map[string]int32{}
	for r := range x.Reasons {
		t := &x.Topics[r]
		if !IsMerged(t.ID) {
			continue
		}
		if _, ok := first[t.Key]; !ok {
			first[t.Key] = int32(r)
		}
		canon[r] = first[t.Key]
	}
	return canon
}

// IsMerged reports whether a topic is one row of a table by topic, whatever its
// texts.
func IsMerged(topic string) bool {
	return topic != reason.TopicQuarantined && topic != reason.TopicOther
}
