package pictures

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"
	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/picture"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/draw"
	"github.com/spoolscope/spoolscope/app/words"
)

const (
	hour = 3600
	day  = 24 * hour
)

// tableRows is how many rows the table has at most.
const tableRows = 32

// rowLength returns how long a row of the table is, in seconds: an hour, a day or
// some weeks, so that it is not too long.
func rowLength(t *protocol.Timeline) int64 {
	span := t.Now - t.From
	for _, s := range []int64{hour, day, 7 * day, 28 * day, 91 * day, 364 * day} {
		if s >= t.Step && s%max(1, t.Step) == 0 && span <= s*tableRows {
			return s
		}
	}
	return max(t.Step, (span/tableRows/day+1)*day)
}

// table has the numbers of the picture, each a link to its messages.
func (c *timeCard) table() app.UI {
	head := []string{"Arrived", "Messages", "Bounces", "Ordinary", words.UpperFirst(picture.Aside(c.Timeline))}
	if c.Timeline.Lifetime > 0 {
		head = append(head, "Given up, expected")
	}
	if c.Timeline.Traffic != nil {
		head = append(head, "Delivered, any mail", "Failed attempts")
	}
	return c.twin.view("Table of arrivals", head, c.rows)
}

func (c *timeCard) rows() (rows []app.UI) {
	t := c.Timeline
	length := rowLength(t)
	for from := t.From - (t.From%length+length)%length; from <= t.Now; from += length {
		var counts [3]int
		for i := range t.Buckets {
			if at := t.From + int64(i)*t.Step; at >= from && at < from+length {
				counts[0] += t.Buckets[i].Bounces
				counts[1] += t.Buckets[i].Ordinary
				counts[2] += t.Buckets[i].Quarantined
			}
		}
		sent := trafficIn(t.Traffic, from, from+length)
		if counts != [3]int{} || sent != (protocol.TrafficStep{}) {
			rows = append(rows, c.row(from, length, counts, sent))
		}
	}
	return rows
}

// trafficIn adds up the steps that begin within a time.
func trafficIn(t *protocol.TimeTraffic, from, to protocol.Moment) (s protocol.TrafficStep) {
	if t == nil {
		return s
	}
	for i, step := range t.Steps {
		if at := t.From + int64(i)*t.Step; at >= from && at < to {
			s.Delivered += step.Delivered
			s.Failed += step.Failed
		}
	}
	return s
}

func (c *timeCard) row(from, length int64, counts [3]int, sent protocol.TrafficStep) app.UI {
	t := c.Timeline
	name := utc(from, "Mon 2 Jan")
	switch {
	case length < day:
		name = utc(from, "Mon 2 Jan 15:04")
	case length > day:
		name = utc(from, "2 Jan 2006")
	}
	if from+length > t.Now {
		name += ", to " + utc(t.Now, "15:04")
	}
	query := filter.And(t.Query, createdTerm([2]protocol.Moment{from, from + length}))
	cell := func(n int, query string) app.UI {
		if n == 0 {
			return app.Td().Class("num").Text("·")
		}
		return app.Td().Class("num").Body(app.A().Href(draw.MessagesHref(query)).Text(words.Number(n)))
	}
	cells := []app.UI{
		app.Th().Scope("row").Text(name),
		cell(counts[0]+counts[1]+counts[2], query),
		cell(counts[0], filter.And(query, "kind:bounce")),
		cell(counts[1], filter.And(query, "kind:ordinary")),
		cell(counts[2], filter.And(query, "kind:quarantined")),
	}
	if t.Lifetime > 0 {
		text := "·"
		if n := counts[0] + counts[1]; n > 0 {
			text = utc(from+t.Lifetime, "Mon 2 Jan") + " " + words.Number(n)
		}
		cells = append(cells, app.Td().Class("num").Text(text))
	}
	if t.Traffic != nil {
		for _, n := range [...]int{sent.Delivered, sent.Failed} {
			text := "·"
			if n > 0 {
				text = words.Number(n)
			}
			cells = append(cells, app.Td().Class("num").Text(text))
		}
	}
	return app.Tr().Body(cells...)
}
