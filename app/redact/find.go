package redact

import (
	"slices"
	"sort"

	"github.com/spoolscope/spoolscope/app/redact/internal/dictionary"
	"github.com/spoolscope/spoolscope/app/redact/internal/word"
)

// mode is how a text is searched.
type mode uint8

const (
	known      mode = 1 << iota // only for originals that have a pseudonym: for leaks
	clientText                  // as a host, or a relay client as $_ has it
	received                    // as a Received field, whose hosts are of our side
)

// span is a part of a text that is replaced.
type span struct {
	from, to int
	kind     dictionary.Kind
	with     string
	encoding string // how the original is escaped or encoded; "" if it is not
}

// spans finds everything to replace, in order and without overlaps.
func (rd *Redactor) spans(s string, how mode) []span {
	return rd.decoded(s, how, rd.plain(s, how, nil), 0)
}

// plain finds what is neither escaped nor encoded.
func (rd *Redactor) plain(s string, how mode, out []span) []span {
	if rd.hide.Subjects {
		out = rd.subjectsIn(s, out)
	}
	fixed := len(out)
	gaps(s, out[:fixed], func(lo, hi int) {
		if how&clientText != 0 && lo == 0 {
			var sp span
			if sp, lo = rd.client(s, hi); sp.to > 0 {
				out = append(out, sp)
			}
		}
		n := len(out)
		if rd.hide.Addresses {
			out = rd.addresses(s, lo, hi, how, out)
		}
		at := lo
		for _, a := range out[n:] {
			out = rd.tokens(s, at, a.from, how, out)
			at = a.to
		}
		out = rd.tokens(s, at, hi, how, out)
	})
	sortSpans(out)
	return out
}

func sortSpans(spans []span) {
	sort.Slice(spans, func(a, b int) bool { return spans[a].from < spans[b].from })
}

// gaps calls f for each part of s that no span covers.
func gaps(s string, spans []span, f func(lo, hi int)) {
	at := 0
	for _, p := range spans {
		if at < p.from {
			f(at, p.from)
		}
		at = p.to
	}
	if at < len(s) {
		f(at, len(s))
	}
}

// merge adds spans that were found in another encoding. Of two that overlap, the
// longer one counts.
func merge(out, more []span) []span {
	if len(more) == 0 {
		return out
	}
	kept := out[:0:0]
	for _, p := range out {
		if !slices.ContainsFunc(more, func(o span) bool { return o.from <= p.from && p.to <= o.to && o.to-o.from > p.to-p.from }) {
			kept = append(kept, p)
		}
	}
	fixed := len(kept)
	for _, o := range more {
		i := sort.Search(fixed, func(i int) bool { return kept[i].from >= o.from })
		if i > 0 && kept[i-1].to > o.from || i < fixed && kept[i].from < o.to {
			continue
		}
		kept = append(kept, o)
	}
	sortSpans(kept)
	return kept
}

// subjectsIn finds the subjects that a text quotes.
func (rd *Redactor) subjectsIn(s string, out []span) []span {
	if len(rd.subjects.Patterns) == 0 {
		return out
	}
	for i := word.Start(s, 0, len(s)); i < len(s); i = word.Start(s, i, len(s)) {
		if p, end := rd.subjects.Match(s, i); p != nil {
			end += p.GoesOn(s[end:])
			out = append(out, span{from: i, to: end, kind: dictionary.Subject, with: LeftOut})
			i = end
		}
		i = word.End(s, i, len(s))
	}
	return out
}

// tokens finds names, ids and IP addresses between lo and hi.
func (rd *Redactor) tokens(s string, lo, hi int, how mode, out []span) []span {
	part := s[:hi]
	for i := word.Start(part, lo, hi); i < hi; i = word.Start(part, i, hi) {
		end := word.End(part, i, hi)
		if rd.hide.Hosts && (s[i] <= '9' || end < hi && s[end] == ':' && end-i <= 4) {
			if from, to, with := rd.ipAt(part, i, lo, hi, how); to > 0 {
				if with != s[from:to] {
					out = append(out, span{from: from, to: to, kind: dictionary.IPAddr, with: with})
				}
				i = to
				continue
			}
		}
		if rd.hide.Hosts {
			if to, with := rd.ipForm(part, i, end, hi, how); to > 0 {
				out = append(out, span{from: i, to: to, kind: dictionary.IPAddr, with: with})
				i = to
				continue
			}
		}
		if rd.hide.IDs {
			if skip, with := rd.idAt(s[i:end]); with != "" {
				out = append(out, span{from: i + skip, to: end, kind: dictionary.QueueID, with: with})
				i = end
				continue
			}
		}
		if p, to := rd.dict.Match(part, i); p != nil {
			if kept := rd.keptAround(part, lo, i, to); kept > 0 {
				i = kept
				continue
			}
			if longer := rd.hostAt(part, i, how); longer > to {
				out = append(out, span{from: i, to: longer, kind: dictionary.Host, with: rd.host(s[i:longer])})
				to = longer
			} else {
				out = append(out, span{from: i, to: to, kind: p.Kind, with: rd.named(p)})
			}
			i = to
			continue
		}
		if to := rd.hostAt(part, i, how); to > 0 {
			out = append(out, span{from: i, to: to, kind: dictionary.Host, with: rd.host(s[i:to])})
			end = to
		}
		i = end
	}
	return out
}

// named returns the pseudonym of a pattern's original.
func (rd *Redactor) named(p *dictionary.Pattern) string {
	switch p.Kind {
	case dictionary.Host:
		return rd.host(p.Key)
	case dictionary.Domain:
		return rd.domain(p.Key)
	case dictionary.QueueID:
		return rd.ids[p.Key]
	case dictionary.Script:
		return rd.scriptName(p.Key)
	}
	return rd.local(p.Key)
}
