package command

import (
	"cmp"
	"io"
	"maps"
	"slices"

	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/words"
)

// The maximum numbers of values of a label, apart from "other", which has the rest.
const (
	maxMetricCauses = 10
	maxMetricHosts  = 50
)

// stateLabels and severityLabels are the values of these labels.
var (
	stateLabels    = []string{"deferred", "unavailable", "held", "processing", "quarantined", "lost", "orphan", "incomplete"}
	severityLabels = []string{"error", "warning", "note"}
)

// ageLabels are the values of the label age: the columns between
// protocol.AgeBuckets, then the messages without a date.
var ageLabels = []string{"0-5m", "5m-20m", "20m-1h", "1h-4h", "4h-12h", "12h-1d", "1d-2d", "2d-3d", "3d-5d", "5d-", "unknown"}

// metricGroup has the answers for one set of metrics: of one host's messages, or of
// all.
type metricGroup struct {
	labels   []label
	overview *protocol.Overview
	causes   protocol.CauseList
}

// printMetrics prints a summary for Prometheus.
func (c *summaryCommand) printMetrics(e *client) error {
	groups, err := c.metricGroups(e)
	if err != nil {
		return err
	}
	problems, err := e.ask(protocol.Request{Problems: &protocol.ProblemsRequest{Query: c.Filter, Host: c.Host, Plain: true}})
	if err != nil {
		return err
	}
	doubt, err := e.doubt()
	if err != nil {
		return err
	}
	if doubt == "" {
		quiet := *e.session
		quiet.stderr = io.Discard // the metric says it
		doubt = quiet.unproven(c.Source)
	}
	x := &exposition{w: e.stdout}
	for _, m := range metrics {
		x.family(m.name, m.help)
		for _, g := range groups {
			m.samples(g, func(value int64, labels ...label) { x.sample(value, append(slices.Clone(g.labels), labels...)) })
		}
	}
	x.family("spoolscope_problems", "What is damaged or odd in the sources, by severity.")
	bySeverity := map[string]int{}
	for _, g := range problems.Problems.Groups {
		bySeverity[g.Severity] += g.Count
	}
	for _, s := range severityLabels {
		x.sample(int64(bySeverity[s]), []label{{"severity", s}})
	}
	x.family("spoolscope_complete", "1 if everything in the sources was read and understood, otherwise 0.")
	complete := int64(1)
	if doubt != "" {
		complete = 0
	}
	x.sample(complete, nil)
	if taken := e.loaded.Archive.Taken; taken > 0 {
		x.family("spoolscope_capture_timestamp_seconds", "When the queue was captured; if nothing says so, when its newest message was created.")
		x.sample(taken, nil)
	}
	return nil
}

// metricGroups asks for the figures of each host if there are several. If there are
// too many, the smallest share a group.
func (c *summaryCommand) metricGroups(e *client) ([]metricGroup, error) {
	if c.Host != "" || len(e.loaded.Hosts) < 2 {
		g, err := c.metricGroup(e, c.query(), nil)
		return []metricGroup{g}, err
	}
	hosts, err := c.hostsBySize(e)
	if err != nil {
		return nil, err
	}
	rest := hosts[min(len(hosts), maxMetricHosts):]
	hosts = hosts[:len(hosts)-len(rest)]
	slices.Sort(hosts)
	var groups []metricGroup
	taken := map[string]bool{"other": true}
	listed := make([]*filter.Node, 0, len(hosts))
	for _, h := range hosts {
		term := hostTerm(h)
		listed = append(listed, term)
		g, err := c.metricGroup(e, filter.And(term.String(), c.Filter), []label{{"host", unique(h, taken)}})
		if err != nil {
			return nil, err
		}
		groups = append(groups, g)
	}
	if len(rest) > 0 {
		g, err := c.metricGroup(e, filter.And(filter.Not(filter.Any(listed...)).String(), c.Filter), []label{{"host", "other"}})
		if err != nil {
			return nil, err
		}
		groups = append(groups, g)
	}
	return groups, nil
}

// hostsBySize returns all hosts, including those without messages, the largest first.
func (c *summaryCommand) hostsBySize(e *client) ([]string, error) {
	a, err := e.ask(protocol.Request{Breakdown: &protocol.BreakdownRequest{Query: c.Filter, By: "host"}})
	if err != nil {
		return nil, err
	}
	count := map[string]int{}
	for _, r := range a.Breakdown.Rows {
		count[r.Name] = r.Count
	}
	hosts := slices.Clone(e.loaded.Hosts)
	slices.SortStableFunc(hosts, func(a, b string) int {
		return cmp.Or(count[words.Visible(b)]-count[words.Visible(a)], cmp.Compare(a, b))
	})
	return hosts, nil
}

// hostTerm returns the term of a filter that selects a host; "" is an unknown one.
func hostTerm(host string) *filter.Node {
	if host == "" {
		return filter.Word("host", "none")
	}
	return filter.Value("host", host)
}

func (c *summaryCommand) metricGroup(e *client, query string, labels []label) (metricGroup, error) {
	a, err := e.ask(protocol.Request{Days: c.days(), Overview: &protocol.OverviewRequest{Query: query, By: "server"}})
	if err != nil {
		return metricGroup{}, err
	}
	causes, err := e.causesOnce(c.days(), query)
	return metricGroup{labels: labels, overview: a.Overview, causes: causes}, err
}

// metrics are the metrics that each host has, in the order of the output. A
// value of a state, an age or a side that does not occur is 0, so that no series
// ends when a jam does.
var metrics = []struct {
	name, help string
	samples    func(g metricGroup, sample func(value int64, labels ...label))
}{
	{"spoolscope_messages", "Messages, by state.", func(g metricGroup, sample func(int64, ...label)) {
		count := map[string]int{}
		for _, s := range g.overview.States {
			count[s.State] = s.Count
		}
		for _, s := range stateLabels {
			sample(int64(count[s]), label{"state", s})
		}
	}},
	{"spoolscope_messages_by_age", "Messages, by age at the capture.", func(g metricGroup, sample func(int64, ...label)) {
		undated := g.overview.Matched
		for i, n := range g.overview.Ages.Total.Counts {
			undated -= n
			sample(int64(n), label{"age", ageLabels[i]})
		}
		sample(int64(undated), label{"age", ageLabels[len(ageLabels)-1]})
	}},
	{"spoolscope_messages_by_side", "Messages, by who can remove the cause: ours, theirs, network, sender.", func(g metricGroup, sample func(int64, ...label)) {
		count := bySide(g.causes)
		for _, s := range sideLabels {
			sample(int64(count[s]), label{"side", s})
		}
	}},
	{"spoolscope_messages_by_cause", "Messages, by likely cause; other has the causes after the first ten, none the messages without one.", func(g metricGroup, sample func(int64, ...label)) {
		for _, c := range topCauses(g.causes) {
			sample(int64(c.count), label{"cause", c.rule})
		}
		sample(int64(g.causes.Rest), label{"cause", "none"})
	}},
	{"spoolscope_recipients", "Recipients of the messages.", func(g metricGroup, sample func(int64, ...label)) {
		sample(int64(g.overview.Recipients))
	}},
	{"spoolscope_data_bytes", "Size of the messages' data files.", func(g metricGroup, sample func(int64, ...label)) {
		sample(g.overview.Bytes)
	}},
	{"spoolscope_oldest_age_seconds", "Age of the oldest message at the capture, 0 without messages.", func(g metricGroup, sample func(int64, ...label)) {
		switch o := g.overview; {
		case o.Matched == 0:
			sample(0)
		case o.OldestAge >= 0:
			sample(o.OldestAge)
		}
	}},
	{"spoolscope_oldest_timestamp_seconds", "When the oldest message was created.", func(g metricGroup, sample func(int64, ...label)) {
		if g.overview.Oldest > 0 {
			sample(g.overview.Oldest)
		}
	}},
}

// ruleCount is how many messages a rule explains that no rule before it does.
type ruleCount struct {
	rule  string
	count int
}

// topCauses returns the rules that explain most messages, sorted by name, then
// "other" for the rest.
func topCauses(list protocol.CauseList) []ruleCount {
	count := map[string]int{}
	for i, f := range list.Causes {
		count[f.Rule] += list.Once[i]
	}
	rules := slices.SortedFunc(maps.Keys(count), func(a, b string) int { return cmp.Or(count[b]-count[a], cmp.Compare(a, b)) })
	first := rules[:min(len(rules), maxMetricCauses)]
	slices.Sort(first)
	var out []ruleCount
	for _, r := range first {
		out = append(out, ruleCount{r, count[r]})
		delete(count, r)
	}
	other := 0
	for _, n := range count {
		other += n
	}
	return append(out, ruleCount{"other", other})
}
