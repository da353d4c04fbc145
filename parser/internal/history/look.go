package history

import (
	"bytes"
	"slices"

	"github.com/spoolscope/spoolscope/parser/internal/maillog"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Look is what the beginning of a log shows.
type Look struct {
	Mail   bool  // it has lines of mail systems
	First  int64 // the stamp of its first line, without a zone; in Year if the line has none
	Year   int   // of the first line, by its stamp or by the ids below it; 0 unknown
	Turned bool  // its newest lines come first
}

// Lines of the beginning that are looked at.
const (
	lookedLines = 200
	firstLines  = 4 // at least one must have an envelope; a file may be cut within its first line
)

// LookAt recognises a log by its first lines: half of them have an envelope, and some are of a mail
// system; or almost all have one, and there are enough to be sure.
func LookAt(systems []System, head []byte) (Look, bool) {
	look := Look{First: queue.NoNumber}
	if len(head) == 0 || head[0] == 0 {
		return look, false
	}
	if n := bytes.LastIndexByte(head, '\n'); n > 0 {
		head = head[:n]
	}
	r := maillog.ReadText(head)
	var e maillog.Entry
	lines, enveloped, mail, all, own := 0, 0, 0, 0, false
	years := map[int]int{}
	var first, before maillog.Stamp
	later, earlier := 0, 0 // stamps than the one before
	for lines < lookedLines {
		known, more := r.Next()
		if !more || lines >= firstLines && enveloped == 0 {
			break
		}
		if len(r.Raw) == 0 || !known && (r.Raw[0] == ' ' || r.Raw[0] == '\t') {
			continue
		}
		if all++; all > lookedLines*4 {
			break
		}
		if own && !known {
			continue // the header of a message that Exim rejected
		}
		lines++
		if !known || !r.Timed {
			continue
		}
		own = r.Own
		switch enveloped++; {
		case enveloped == 1:
			first = r.Stamp
		case r.Civil > before.Civil:
			later++
		case r.Civil < before.Civil:
			earlier++
		}
		before = r.Stamp
		r.Inner()
		k := slices.IndexFunc(systems, func(s System) bool { return s.IsProgram(r.Program) })
		if k < 0 {
			continue
		}
		system := &systems[k]
		e.Reset()
		if !system.Parse(r.Program, r.Text, &e) && (e.ID == "" || r.Own) {
			continue
		}
		mail++
		if !r.Dated && e.ID != "" && system.DecodeID != nil {
			if info, ok := system.DecodeID(e.ID); ok && info.Time > 0 {
				if y, ok := yearBy(r.Civil, info.Time); ok {
					years[y]++
				}
			}
		}
	}
	if look.Mail = mail > 0; enveloped == 0 || enveloped*2 < lines || !look.Mail && (enveloped < 10 || enveloped*10 < lines*9) {
		return look, false
	}
	look.First = first.Civil
	look.Turned = earlier >= 2 && earlier > 8*later && before.Civil < first.Civil // a new year is one step back
	if first.Dated {
		look.Year = maillog.YearOf(first.Civil)
		return look, true
	}
	most := 0
	for y, n := range years {
		if n > most || n == most && y < look.Year {
			look.Year, most = y, n
		}
	}
	return look, true
}

// yearBy returns the year of a stamp without one in a line about a message, from when the message got
// its id: some weeks before at most.
func yearBy(civil, made int64) (int, bool) {
	for y := maillog.YearOf(made); y <= maillog.YearOf(made)+1; y++ {
		if d := maillog.InYear(civil, y) - made; d > -13*hour && d < 60*day {
			return y, true
		}
	}
	return 0, false
}

// Place completes the year of the first line from when the log was written last, and returns
// when that line is about, to order logs by it.
func (l *Look) Place(latest int64) int64 {
	switch {
	case l.First == queue.NoNumber:
		return latest
	case l.Year == 0 && latest > 0:
		l.Year = maillog.YearOf(latest + day)
		if maillog.InYear(l.First, l.Year) > latest+day {
			l.Year--
		}
		t := maillog.InYear(l.First, l.Year)
		l.Year = 0 // it is no more than a guess
		return t
	case maillog.YearOf(l.First) == l.Year || l.Year == 0:
		return l.First
	}
	return maillog.InYear(l.First, l.Year)
}
