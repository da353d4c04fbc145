package plan

import (
	"errors"
	"strconv"
	"strings"

	"github.com/spoolscope/spoolscope/app/cleanup"
	"github.com/spoolscope/spoolscope/app/engine/internal/capture"
	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// PlanFile answers one of the files of a plan, byte for byte as the command
// writes it.
func PlanFile(c *capture.Capture, req protocol.PlanFileRequest) (protocol.File, error) {
	p, err := plan(c, req.PlanRequest)
	if err != nil {
		return protocol.File{}, err
	}
	data, err := p.File(c.Queue, p.method, p.about, req.Name)
	if err == nil && data == nil {
		err = errors.New("the plan has no file of this name")
	}
	return protocol.File{Name: req.Name, Type: "text/plain", Data: data}, err
}

// Plan answers what a script would act on.
func Plan(c *capture.Capture, req protocol.PlanRequest) (protocol.Plan, error) {
	p, err := plan(c, req)
	if err != nil {
		return protocol.Plan{}, err
	}
	q := c.Queue
	out := protocol.Plan{
		Rules: []protocol.TopRow{}, Hosts: []protocol.TopRow{}, Host: words.Visible(p.host), System: p.System.String(), Queues: []string{}, Messages: len(q.Order),
		Left: []protocol.TopRow{}, Rows: []protocol.PlanRow{}, Files: []protocol.PlanFile{},
	}
	for _, l := range p.Left {
		out.Left = append(out.Left, protocol.TopRow{Name: string(l.Why), Count: len(l.Rows)})
	}
	for _, r := range p.rules() {
		out.Rules = append(out.Rules, protocol.TopRow{Name: r.String(), Count: c.Index.Count(r.Selects(), p.within), Query: r.Filter(req.Query)})
	}
	out.Rules = append(out.Rules, protocol.TopRow{Name: protocol.PickedRule, Count: len(refs(c, req.Picked)), Query: idsQuery(c, req.Picked)})
	if len(p.hosts) > 1 {
		for _, h := range p.hosts {
			out.Hosts = append(out.Hosts, protocol.TopRow{Name: words.Visible(h.Name), Count: h.Count, Query: filter.And(p.selected(c), capture.Term("host", h.Name).String())})
		}
	}
	for _, dir := range p.Queues {
		out.Queues = append(out.Queues, dir.Path)
	}
	for _, i := range q.Order {
		if q.State[i] == queue.Processing {
			out.InUse++
		}
		out.Bytes += cleanup.Bytes(q, i)
	}
	only := filter.Must("is:refused -is:refused-bounce")
	out.GrepMore, out.GrepQuery = c.Index.Count(only, p.within), filter.And(req.Query, only.String())
	out.Quoted = c.Index.Count(filter.All(only, filter.Word("is", "quoted")), p.within)
	planSides(c, p, &out)
	planRows(c, p, &out)
	return out, planScript(c, p, &out)
}

// maxScriptList is how many lines of a script's list are shown on the page.
const maxScriptList = 12

// planScript fills the script as the page shows it, and the files.
func planScript(c *capture.Capture, p *planning, out *protocol.Plan) error {
	if len(p.Items) == 0 {
		return nil
	}
	out.ID = p.ID()
	about := p.about
	if strings.TrimSpace(about.Reason) == "" {
		about.Reason = "(a reason is missing)"
	}
	for _, name := range p.method.Names() {
		if name == cleanup.ManifestName {
			out.Files = append(out.Files, protocol.PlanFile{Name: name, Size: -1})
			continue
		}
		data, err := p.File(c.Queue, p.method, about, name)
		if err != nil {
			return err
		}
		out.Files = append(out.Files, protocol.PlanFile{Name: name, Size: len(data)})
		if name == p.method.File() {
			out.Script, out.Lines = shortScript(string(data))
		}
	}
	return nil
}

// shortScript shortens a script's list and returns the number of lines of the
// whole.
func shortScript(s string) (string, int) {
	lines := strings.Count(s, "\n")
	const begin = "<<'LIST'\n"
	at := strings.Index(s, begin)
	end := strings.LastIndex(s, "\nLIST\n")
	if at < 0 || end < at {
		return s, lines
	}
	list := s[at+len(begin) : end+1]
	cut, n := 0, 0
	for n < maxScriptList {
		k := strings.IndexByte(list[cut:], '\n')
		if k < 0 {
			return s, lines
		}
		cut += k + 1
		n++
	}
	more := strings.Count(list[cut:], "\n")
	if more == 0 {
		return s, lines
	}
	return s[:at+len(begin)+cut] + "… " + strconv.Itoa(more) + " more lines\n" + s[end+1:], lines
}
