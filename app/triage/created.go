package triage

import (
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Span is a stretch of time in Unix seconds: From belongs to it, To does not.
type Span struct{ From, To int64 }

// The ends of a span that has none.
const (
	Ever    = math.MinInt64
	Forever = math.MaxInt64
)

// ParseSpan reads a value of created:, in UTC. Ages are counted back from the
// capture, which was taken at a time in Unix seconds; if that is 0, unknown, a
// range with an age is empty.
//
//	2026-03-11                          that day
//	2026-03-11T20:00                    that minute; 20:00:00 is a second
//	2026-03-11..2026-03-12              two days
//	2026-03-11T20:00..22:00             two hours: the end is not part of it
//	2026-03-11T20:00..2026-03-12T02:00
//	2026-03-11..   ..2026-03-11         from a day on; to its end
//	>=2026-03-11   <2026-03-11T20:00    also > and <=
//	2h..1h   2h..                       ages before the capture
func ParseSpan(text string, taken int64) (Span, error) {
	text = strings.TrimSpace(text)
	if from, to, ok := strings.Cut(text, ".."); ok {
		return parseRange(from, to, taken)
	}
	moment := strings.TrimLeft(text, "<>=")
	op := text[:len(text)-len(moment)]
	at, err := parseMoment(moment)
	if err != nil {
		if _, age := ParseAge(strings.ToLower(moment)); age == nil {
			err = fmt.Errorf("%q is an age; write created:%s.. for since then, created:..%s for before", text, moment, moment)
		}
		return Span{}, err
	}
	switch op {
	case "", "=":
		return at.Span, nil
	case ">=":
		return Span{at.From, Forever}, nil
	case ">":
		return Span{at.To, Forever}, nil
	case "<":
		return Span{Ever, at.From}, nil
	case "<=":
		return Span{Ever, at.To}, nil
	}
	return Span{}, fmt.Errorf("%q is not a comparison; use one of > >= < <= and a range such as 2026-03-11..2026-03-12", op)
}

// parseRange reads the ends of a range, before and after the dots.
func parseRange(from, to string, taken int64) (Span, error) {
	s := Span{Ever, Forever}
	if from == "" && to == "" {
		return s, errMoment("..")
	}
	var start, end moment
	var err error
	if from != "" {
		if start, err = parseEnd(from, taken, moment{}); err != nil {
			return s, err
		}
		s.From = start.From
	}
	if to != "" {
		if end, err = parseEnd(to, taken, start); err != nil {
			return s, err
		}
		s.To = end.From
		if end.day { // a day is part of the range, a time of day is where it ends
			s.To = end.To
		}
	}
	undated := taken == 0 && (start.age || end.age)
	mixed := from != "" && to != "" && start.age != end.age
	switch {
	case s.From >= s.To && !(undated && mixed):
		return s, fmt.Errorf("the range %s..%s ends before it begins", from, to)
	case undated:
		return Span{}, nil
	}
	return s, nil
}

// parseEnd reads one end of a range: a date or time, an age, or a time on the
// day of the start.
func parseEnd(text string, taken int64, start moment) (moment, error) {
	if age, err := ParseAge(strings.ToLower(text)); err == nil {
		return moment{Span: Span{taken - age, taken - age}, age: true}, nil
	}
	if start.date != "" && !strings.Contains(text, "-") {
		if at, err := parseMoment(start.date + "T" + text); err == nil {
			return at, nil
		}
	}
	return parseMoment(text)
}

// moment is a date or time as written, which lasts as long as its last part.
type moment struct {
	Span
	age  bool   // counted back from the capture
	day  bool   // a whole day
	date string // the day that it is on, as written; "" for an age
}

// momentForms are the forms of moments and how long, in seconds, each lasts.
var momentForms = [...]struct {
	layout string
	lasts  int64
}{
	{time.DateOnly, 86400}, {"2006-01-02T15:04", 60}, {"2006-01-02T15:04:05", 1}, {"2006-01-02 15:04", 60}, {time.DateTime, 1},
}

func parseMoment(text string) (moment, error) {
	for _, f := range momentForms {
		t, err := time.Parse(f.layout, strings.TrimSuffix(strings.ToUpper(text), "Z"))
		if err == nil {
			return moment{Span: Span{t.Unix(), t.Unix() + f.lasts}, day: f.lasts == 86400, date: text[:len(time.DateOnly)]}, nil
		}
	}
	return moment{}, errMoment(text)
}

func errMoment(text string) error {
	return fmt.Errorf("%q is not a date or time in UTC, such as 2026-03-11, 2026-03-11T20:00, 2026-03-11T20:00..22:00 or 2h..1h", text)
}

// String writes a span as ParseSpan reads it.
func (s Span) String() string {
	from, to := "", ""
	start, end := time.Unix(s.From, 0).UTC(), time.Unix(s.To, 0).UTC()
	if s.From != Ever {
		from = formatMoment(start)
	}
	if s.To != Forever {
		to = formatMoment(end)
	}
	if s.From != Ever && s.To != Forever {
		switch day := start.Format(time.DateOnly); {
		case s.To-s.From == 86400 && s.From%86400 == 0:
			return day
		case day == end.Format(time.DateOnly):
			to = to[len(day)+1:]
		}
	}
	return from + ".." + to
}

// formatMoment writes a time with its seconds only if it has some.
func formatMoment(t time.Time) string {
	if t.Second() != 0 {
		return t.Format("2006-01-02T15:04:05")
	}
	return t.Format("2006-01-02T15:04")
}

// createdTest compares the time of arrival; none is a message without one.
func createdTest(x *Index, v value) (test, error) {
	created := x.Queue.Created
	if v.Is("none") {
		return cheap(func(i int32) bool { return created[i] == queue.NoNumber }), nil
	}
	taken := x.Queue.Taken
	s, err := ParseSpan(v.Value(), taken)
	if err != nil {
		return test{}, err
	}
	return cheap(func(i int32) bool {
		t := created[i]
		return t != queue.NoNumber && s.From <= t && t < s.To
	}), nil
}

// CreatedTerm selects the messages that arrived in a span.
func CreatedTerm(s Span) *filter.Node { return filter.Word("created", s.String()) }
