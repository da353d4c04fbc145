package engine

import (
	"cmp"
	"io"
	"sort"
	"strings"

	"github.com/spoolscope/spoolscope/app/engine/internal/capture"
	"github.com/spoolscope/spoolscope/app/engine/internal/overview"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/redact"
	"github.com/spoolscope/spoolscope/app/share"
	"github.com/spoolscope/spoolscope/app/words"
)

// writeReport writes a page for non-administrators about the messages that a
// query selects.
func writeReport(c *capture.Capture, w io.Writer, s share.Selection, query string) error {
	r, err := report(c, s, query)
	if err != nil {
		return err
	}
	return r.Write(w)
}

func report(c *capture.Capture, s share.Selection, query string) (share.Report, error) {
	o, err := overview.Overview(c, protocol.OverviewRequest{Query: query, By: "domain"})
	if err != nil {
		return share.Report{}, err
	}
	groups, err := overview.Groups(c, protocol.GroupsRequest{Query: query, By: "domain"})
	if err != nil {
		return share.Report{}, err
	}
	replies, err := overview.Replies(c, protocol.RepliesRequest{Query: query, Limit: 2 * share.ReportReplies})
	if err != nil {
		return share.Report{}, err
	}
	answer, err := overview.Diagnose(c, query, s.Redactor)
	if err != nil {
		return share.Report{}, err
	}
	r := reporting{c, s.Redactor}
	out := share.Report{Taken: "Time of the capture unknown", Coverage: r.coverage(&o), Hidden: hiddenWords(s.Redactor.Redaction())}
	if len(c.Archive.Hosts) == 1 {
		out.Host = r.text(c.Archive.Hosts[0])
	}
	if c.Queue.Taken != 0 {
		out.Taken = "State of " + words.DateLong(c.Queue.Taken)
	}
	r.answer(&out, answer)
	r.figures(&out, &o)
	r.affected(&out, groups)
	r.when(&out, &o)
	r.first(&out, answer)
	r.became(&out)
	r.pictures(&out, &o)
	r.causes(&out, &o)
	r.replies(&out, replies)
	return out, nil
}

func (r reporting) figures(out *share.Report, o *protocol.Overview) {
	out.Figures = []share.ReportFigure{
		{Name: "Waiting", Value: words.Number(o.Matched), Note: map[bool]string{true: "message", false: "messages"}[o.Matched == 1]},
		{Name: "Recipients", Value: words.Number(o.Recipients), Note: "not reached yet"},
	}
	if o.OldestAge >= 0 {
		out.Figures = append(out.Figures, share.ReportFigure{Name: "Oldest", Value: words.Span(o.OldestAge), Note: "in the queue"})
	}
	for _, s := range o.States {
		if name := map[string]string{"quarantined": "Held back", "lost": "Set aside"}[s.State]; name != "" {
			out.Figures = append(out.Figures, share.ReportFigure{Name: name, Value: words.Number(s.Count), Note: "not retried automatically"})
		}
	}
}

// affected fills in the destinations, one a row, each with the reason that most
// of its mail waits for.
func (r reporting) affected(out *share.Report, t protocol.GroupTable) {
	type domain struct {
		protocol.GroupRow
		reasons int
	}
	var list []*domain
	at := map[string]*domain{}
	for _, g := range t.Rows {
		name := cmp.Or(g.Server, g.ServerNote)
		d := at[name]
		if d == nil {
			d = &domain{GroupRow: g}
			d.Count, d.Server = 0, name
			at[name] = d
			list = append(list, d)
		}
		d.reasons++
		d.Count += g.Count
		d.OldestAge = max(d.OldestAge, g.OldestAge)
	}
	sort.SliceStable(list, func(i, j int) bool { return list[i].Count > list[j].Count })
	var names []string
	for n, g := range list {
		if n < affectedNames && strings.Contains(g.Server, ".") {
			names = append(names, "**"+r.text(g.Server)+"**")
		}
		if n >= share.ReportRows {
			continue
		}
		row := share.ReportRow{
			Name: r.text(g.Server), State: stateWords[g.State], Count: words.Number(g.Count),
			Said: r.text(plainly(g.Topic)), Permanent: strings.HasPrefix(g.Code, "5"),
		}
		if code := strings.TrimSpace(g.Code + " " + g.Enhanced); code != "" {
			row.Said += " (" + code + ")"
		}
		if g.reasons > 1 {
			row.Said += " and " + words.Plural(g.reasons-1, "other reason", "other reasons")
		}
		if g.OldestAge >= 0 {
			row.For = words.Span(g.OldestAge)
		}
		out.Affected = append(out.Affected, row)
	}
	if len(list) > share.ReportRows {
		out.More = "The " + words.Number(share.ReportRows) + " largest of " + words.Number(len(list)) + "."
	}
	text := "No mail is waiting."
	if len(names) > 0 {
		text = "If you wrote to " + strings.Join(names, ", ")
		if more := len(list) - len(names); more > 0 {
			text += " or " + words.Plural(more, "other domain", "other domains")
		}
		text += ", your mail may be waiting here; the table below shows for how long. Senders of messages that are given up get a notice."
	} else if len(list) > 0 {
		text = "Possibly: the table below shows what is waiting, and for how long."
	}
	out.Short = append(out.Short, share.ReportFinding{Title: "Am I affected?", Text: text})
}

// stateWords are the states of messages in plain words.
var stateWords = map[string]string{
	"deferred": "Delayed", "unavailable": "Refused", "held": "Not tried yet", "processing": "Being sent", "quarantined": "Held back",
	"lost": "Set aside", "orphan": "Left over", "incomplete": "Damaged",
}

// affectedNames is how many domains the answer names.
const affectedNames = 5

// otherwise says how certain a queue lifetime is.
func otherwise(f protocol.Forecast) string {
	if f.Source != "" {
		return ", as this server is configured"
	}
	return " unless this server is configured otherwise"
}

// when fills in what becomes of the mail if nothing changes.
func (r reporting) when(out *share.Report, o *protocol.Overview) {
	if o.Diagnosis == nil {
		return // nothing waits
	}
	for _, f := range o.Forecasts {
		if !f.Default {
			continue
		}
		var last *protocol.ForecastStep
		for k := range f.Steps {
			if f.Steps[k].Count > 0 {
				last = &f.Steps[k]
				break
			}
		}
		text := "Once what is listed under “What to do” is done, the mail goes out by itself. Until then it is retried, and returned to its sender after " +
			words.Span(f.After) + otherwise(f) + ". "
		switch {
		case last == nil:
			text += "Nothing reaches that limit within three days. "
		case last.Within == 0:
			text += "**" + words.Plural(last.Count, "message", "messages") + "** will be given up at the next attempt. "
		default:
			text += "Within " + words.Span(last.Within) + " that happens to **" + words.Plural(last.Count, "message", "messages") + "**. "
		}
		out.Short = append(out.Short, share.ReportFinding{Title: "When is it over?", Text: text + "Sending a message again does not help: it waits in the same queue."})
	}
}

// replies fills in the replies with what they mean.
func (r reporting) replies(out *share.Report, t protocol.ReplyTable) {
	for _, y := range t.Rows {
		if y.Echo || len(out.Replies) == share.ReportReplies { // the refusal before it says it all
			continue
		}
		state := "Permanent"
		if y.Temporary {
			state = "Temporary"
		}
		out.Replies = append(out.Replies, share.ReportRow{
			Name: strings.TrimSpace(y.Code + " " + y.Enhanced), State: state, Said: r.text(cmp.Or(y.Meaning, y.Standard)),
			Count: words.Number(y.Messages), Permanent: !y.Temporary,
		})
	}
}

// coverage describes what the report covers and what could not be read.
func (r reporting) coverage(o *protocol.Overview) string {
	text := "Spoolscope read a copy of the mail queue on an operator’s computer. Nothing was sent anywhere and nothing on the server was changed. "
	if o.Matched < o.Total {
		text += "The report is about " + words.Number(o.Matched) + " of " + words.Plural(o.Total, "message", "messages") + ", selected by a filter. "
	}
	if n := r.Archive.Problems; n > 0 {
		text += words.Plural(n, "place", "places") + " in the copy could not be read or looked wrong; the full analysis lists them. "
	}
	if r.Archive.Truncated {
		text += "The copy ended early, so messages may be missing. "
	}
	return strings.TrimSpace(text)
}

// hiddenWords describes what happened to the names in a report.
func hiddenWords(h redact.Redaction) string {
	var parts []string
	if h.Addresses {
		parts = append(parts, "Addresses are replaced by pseudonyms, the same one everywhere; domains of recipients are real.")
	}
	if h.Hosts {
		parts = append(parts, "Hosts and IP addresses of our side are replaced by pseudonyms; servers that refuse mail keep their names.")
	}
	if len(parts) == 0 {
		parts = append(parts, "Names and addresses are unchanged.")
	}
	return strings.Join(append(parts, "Subjects and texts of messages are not in this report."), " ")
}
