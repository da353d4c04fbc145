package pictures

import (
	"strings"
	"time"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/parser/lazyregexp"
)

// createdTerm selects the messages that arrived in a range, its end not part of
// it; 0 is an open end.
func createdTerm(r [2]protocol.Moment) string {
	const date, minute = "2006-01-02", "2006-01-02T15:04"
	from, to := "", ""
	if r[0] != 0 {
		from = utc(r[0], minute)
	}
	if r[1] != 0 {
		to = utc(r[1], minute)
		if r[0] != 0 && utc(r[0], date) == utc(r[1], date) {
			to = utc(r[1], "15:04")
		}
	}
	return "created:" + from + ".." + to
}

func utc(at protocol.Moment, layout string) string { return time.Unix(at, 0).UTC().Format(layout) }

// rangeText writes the ends of a range for the two fields. An end that is not
// before now is none.
func rangeText(from, to, now protocol.Moment) (out [2]string) {
	if from != 0 {
		out[0] = utc(from, "Mon 2 Jan 15:04")
	}
	if to != 0 && to <= now {
		out[1] = utc(to, "Mon 2 Jan 15:04")
	}
	return out
}

// rangeTerm returns the contents of the two fields as a term of the filter, ""
// for none. It says which fields are not understood.
func rangeTerm(typed [2]string, now protocol.Moment) (term string, wrong [2]bool) {
	var ends [2]string
	for i, text := range typed {
		end, ok := rangeEnd(text, now)
		ends[i], wrong[i] = end, !ok
	}
	if ends == [2]string{} {
		return "", wrong
	}
	return "created:" + ends[0] + ".." + ends[1], wrong
}

// timeForms are the ways in which people write a time. What a form leaves out is
// that of the capture.
var timeForms = []string{
	"2006-01-02T15:04", "2006-01-02 15:04", "2006-01-02",
	"2 Jan 2006 15:04", "2 January 2006 15:04", "2 Jan 2006", "2 Jan 15:04", "2 January 15:04", "Jan 2 15:04", "2 Jan", "Jan 2", "15:04",
}

var (
	ageForm = lazyregexp.New(`^[0-9]+(\.[0-9]+)?[smhdw]$`)
	dayForm = lazyregexp.New(`^(?i:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? *`)
)

// rangeEnd writes an end of a range as the filter reads it. A text that it does
// not understand is not ok.
func rangeEnd(text string, now protocol.Moment) (end string, ok bool) {
	text = strings.TrimSuffix(strings.Join(strings.Fields(text), " "), " UTC")
	if text == "" || ageForm().MatchString(text) {
		return text, true
	}
	weekday := dayForm().FindString(text)
	rest := text[len(weekday):]
	if rest == "" {
		rest = "00:00"
	}
	for _, form := range timeForms {
		at, err := time.Parse(form, rest)
		if err != nil {
			continue
		}
		today := time.Unix(now, 0).UTC()
		switch {
		case form == "15:04":
			at = time.Date(today.Year(), today.Month(), today.Day(), at.Hour(), at.Minute(), 0, 0, time.UTC)
			for back := 0; weekday != "" && back < 7 && !strings.EqualFold(at.Weekday().String()[:3], weekday[:3]); back++ {
				at = at.AddDate(0, 0, -1)
			}
		case !strings.Contains(form, "2006"):
			// The last such day: queues look back.
			if at = at.AddDate(today.Year(), 0, 0); at.After(today.AddDate(0, 0, 31)) {
				at = at.AddDate(-1, 0, 0)
			}
		}
		return at.Format("2006-01-02T15:04"), true
	}
	return "", false
}
