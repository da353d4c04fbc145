package picture

import (
	"cmp"
	"math"
	"strings"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/words"
)

// Aside returns what a timeline calls mail that waits for an operator, in a sentence.
func Aside(t *protocol.Timeline) string { return cmp.Or(t.Aside, "quarantined") }

// Says returns a range of bars in words, the last one excluded: "Wed 22:00 to 24:00:
// 246 messages, 200 bounces".
func (p *Timeline) Says(from, to int, now protocol.Moment) string {
	n, bounces, quarantined := 0, 0, 0
	for _, b := range p.Buckets[max(0, from):min(to, len(p.Buckets))] {
		n += b.Bounces + b.Ordinary + b.Quarantined
		bounces += b.Bounces
		quarantined += b.Quarantined
	}
	out := Between(p.From+int64(from)*p.Step, p.From+int64(to)*p.Step, now) + ": " + words.Plural(n, "message", "messages")
	if bounces > 0 {
		out += ", " + words.Plural(bounces, "bounce", "bounces")
	}
	if quarantined > 0 {
		out += ", " + words.Number(quarantined) + " " + p.Aside
	}
	if s := saysTraffic(p.trafficIn(p.From+int64(from)*p.Step, p.From+int64(to)*p.Step)); s != "" {
		out += "; " + s
	}
	return out
}

// Between names a stretch of time, with weekdays in the week before now: "Wed
// 22:00 to 24:00", "Wed 22:00 to Thu 02:00", "2 Mar 22:00 to 3 Mar 02:00".
func Between(from, to, now protocol.Moment) string {
	date := "2 Jan"
	if d := now - from; d < 6*day && d > -day {
		date = "Mon"
	}
	if clock(from, "2006") != clock(now, "2006") {
		date = "2 Jan 2006"
	}
	out := clock(from, date+" 15:04") + " to "
	switch {
	case to-from <= day && mod(to, day) == 0:
		return out + "24:00"
	case clock(from, "2 Jan 2006") == clock(to, "2 Jan 2006"):
		return out + clock(to, "15:04")
	}
	return out + clock(to, date+" 15:04")
}

// Numbers returns a flow in words: "3,412 messages: where they came from, what they
// are and what holds them up. 2,118 bounces, …".
func Numbers(f *protocol.Flow) string {
	var kinds []string
	for i := range f.Kinds {
		if k := &f.Kinds[i]; k.Count > 0 {
			kinds = append(kinds, k.Name+" "+words.Number(k.Count))
		}
	}
	return words.Plural(f.Matched, "message", "messages") + ": where they came from, what they are and what holds them up. " +
		strings.Join(kinds, ", ") + "."
}

// StepWords returns the length of a bar: "2 h", "15 m".
func (p *Timeline) StepWords() string {
	if p.Step%day == 0 {
		return words.Number(p.Step/day) + words.NBSP + "d"
	}
	return words.Span(p.Step)
}

// Label returns a timeline in words.
func (p *Timeline) Label(t *protocol.Timeline) string {
	bounces, ordinary, quarantined := 0, 0, 0
	for _, b := range p.Buckets {
		bounces += b.Bounces
		ordinary += b.Ordinary
		quarantined += b.Quarantined
	}
	out := "Arrivals per " + p.StepWords() + ", by kind, " + clock(p.From, "Mon 2 Jan 15:04") + " to now"
	if p.Wave {
		out += ", and the expected give-up wave until " + clock(p.End(), "Mon 2 Jan")
	}
	out += ". " + words.Plural(bounces, "bounce", "bounces") + ", " + words.Number(ordinary) + " ordinary, " +
		words.Number(quarantined) + " " + p.Aside + "."
	if s := saysTraffic(p.trafficIn(math.MinInt64, math.MaxInt64)); s != "" {
		out += " Below, " + s + "."
	}
	return out
}
