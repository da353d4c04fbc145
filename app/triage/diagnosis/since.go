package diagnosis

import (
	"math"
	"strings"

	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/app/words"
)

// since says when the arrivals jumped or, without a jump, when the oldest
// message came in; and since when mail fails, if a log knows it.
func (w *writer) since() []Phrase {
	s := w.came()
	if more := w.failsSince(); more != nil {
		s.say(" ")
		s.add(more)
	}
	return s
}

// came says when messages came in.
func (w *writer) came() sentence {
	a := &w.arrivals
	var s sentence
	if a.n == 0 {
		s.say("No message says when it came in.")
		return s
	}
	if j, ok := w.jump, w.jumped; ok && w.situation != healthy {
		from, to := a.at(j.from), a.at(j.to)
		over := j.to < len(a.minutes)
		began := Phrase{Text: words.DateNear(from, w.q.Taken), Strong: true, Count: j.count, About: triage.CreatedTerm(triage.Span{From: from, To: to})}
		if !over {
			began.About = triage.CreatedTerm(triage.Span{From: from, To: triage.Forever})
		}
		if over {
			s.say("From ")
			s = append(s, began)
			s.say(" to " + words.DateNear(to, w.q.Taken) + ": ")
		} else {
			s.say("Since ")
			s = append(s, began)
			s.say(": ")
		}
		s.say(rate(j.since) + " messages an hour that still wait")
		if j.hours > 0 {
			s.say("; " + rate(j.before) + " an hour in the " + words.Plural(j.hours, "hour", "hours") + " before")
		}
		s.say(".")
		return s
	}
	s.say("The oldest came in on ")
	oldest := words.DateNear(a.oldest, w.q.Taken)
	if a.dayOnly {
		oldest = strings.TrimSuffix(oldest, oldest[strings.LastIndexByte(strings.TrimSuffix(oldest, " UTC"), ' '):])
	}
	s = append(s, Phrase{Text: oldest, Strong: true})
	if age := w.q.Taken - a.oldest; w.q.Taken != 0 && age >= 60 && !w.opt.Loose && !a.dayOnly {
		s.say(", " + words.Span(age) + " before the capture")
	}
	if a.unknown > 0 {
		s.say("; of " + words.Number(a.unknown) + " no time is known")
	}
	s.say(".")
	return s
}

// moment returns a time with its preposition: "at 10:31 UTC" on the day of the
// capture, else "on Mon 17 Nov 10:31 UTC".
func (w *writer) moment(at int64) string {
	if w.q.Taken != 0 && at/day == w.q.Taken/day {
		date := words.DateNear(at, w.q.Taken)
		return "at " + date[strings.LastIndexByte(strings.TrimSuffix(date, " UTC"), ' ')+1:]
	}
	return "on " + words.DateNear(at, w.q.Taken)
}

// rate writes a number of messages an hour.
func rate(perHour float64) string {
	switch {
	case perHour == 0:
		return "none"
	case perHour < 1:
		return "less than one"
	case perHour < 9.95 && math.Abs(perHour-math.Round(perHour)) >= .05:
		return words.OneDigit(perHour)
	}
	return words.Number(int64(math.Round(perHour)))
}
