package command

import (
	"context"
	"errors"
	"io"
	"strings"

	"github.com/spoolscope/spoolscope/app/engine"
	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/words"
)

// checkCommand is a plugin for Nagios and compatible monitors.
type checkCommand struct {
	input     `embed:""`
	keeps     `embed:""`
	live      `embed:""`
	WarnAge   ageLimit   `default:"4h" placeholder:"RANGE" help:"WARNING if the oldest message is older than this (default 4h, when sendmail warns senders; Exim does after a day, Postfix only if it is configured to)."`
	CritAge   ageLimit   `default:"1d" placeholder:"RANGE" help:"CRITICAL if the oldest message is older than this (default 1d)."`
	WarnCount countLimit `placeholder:"RANGE" help:"WARNING if there are more messages than this (no limit by default)."`
	CritCount countLimit `placeholder:"RANGE" help:"CRITICAL if there are more messages than this (no limit by default)."`
	WarnOurs  countLimit `placeholder:"RANGE" help:"WARNING if more messages than this wait because of this server (no limit by default)."`
	CritOurs  countLimit `placeholder:"RANGE" help:"CRITICAL if more messages than this wait because of this server (no limit by default)."`
}

// Help implements kong.HelpProvider.
func (*checkCommand) Help() string {
	return `Prints one line with performance data and exits 0 OK, 1 WARNING, 2 CRITICAL or 3 UNKNOWN. OK needs proof: if a source cannot be read, is not understood or is incomplete, or if an age is unknown, the state is UNKNOWN, unless what was read already exceeds a limit.

A limit is a number, or a threshold range of the monitoring plugins' guidelines: 10 (above 10), 10: (below 10), 5:10 (outside), @5:10 (inside), ~: (never). Ages have the units s, m, h, d and w.

    mailq | spoolscope check --live --crit-count 5000 -
    spoolscope check --live --filter "-state:quarantined" /var/spool/mqueue`
}

// Run prints the verdict, and returns its status unless it is OK.
func (c *checkCommand) Run(s *session) error {
	quiet := *s
	quiet.stderr = io.Discard // the one line says it all
	v, err := c.verdict(&quiet)
	if err != nil {
		v = unknown(err)
	}
	if _, err := s.stdout.WriteString(v.String() + "\n"); err != nil {
		return statusUnknown
	}
	if v.status != statusOK {
		return v.status
	}
	return nil
}

// unknown returns the verdict of a check that failed.
func unknown(err error) verdict {
	v := verdict{status: statusUnknown}
	if errors.Is(err, context.Canceled) {
		err = errors.New("interrupted")
	}
	v.say("%s", err)
	return v
}

func (c *checkCommand) verdict(s *session) (verdict, error) {
	if err := c.usage(); err != nil {
		return verdict{}, err
	}
	e, err := c.openLive(s, engine.Options{}, c.live)
	if err != nil {
		return verdict{}, err
	}
	defer e.Close()
	f, err := c.measure(e)
	if err != nil {
		return verdict{}, err
	}
	v := c.judge(f)
	if v.status == statusOK { // needs proof
		if f.doubt = s.unproven(c.Source); f.doubt != "" {
			v = c.judge(f)
		}
	}
	return v, s.ctx.Err()
}

// usage rejects limits that contradict each other.
func (c *checkCommand) usage() error {
	if err := c.keeps.check(); err != nil {
		return err
	}
	for _, l := range []struct {
		name       string
		warn, crit limit
	}{
		{"age", c.WarnAge.limit, c.CritAge.limit}, {"count", c.WarnCount.limit, c.CritCount.limit}, {"ours", c.WarnOurs.limit, c.CritOurs.limit},
	} {
		if l.warn.isAbove() && l.crit.isAbove() && l.warn.to > l.crit.to {
			return errUsage{"--warn-" + l.name + " is above --crit-" + l.name + ": it would never be reached"}
		}
	}
	return nil
}

// figures are the measurements that a check judges.
type figures struct {
	total, matched int
	sides          map[string]int // messages by the side of their first cause
	age            int64          // of the oldest in seconds, -1 unknown
	undated        int            // messages without a date, which may be older
	timeless       bool           // the time of the capture is unknown: all may be older
	top            *protocol.Finding
	doubt          string // what was not read, "" nothing
}

// measure asks the engine.
func (c *checkCommand) measure(e *client) (figures, error) {
	a, err := e.ask(protocol.Request{Days: c.days(), Overview: &protocol.OverviewRequest{Query: c.query(), By: "server"}})
	if err != nil {
		return figures{}, err
	}
	o := a.Overview
	causes, err := e.causesOnce(c.days(), c.query())
	if err != nil {
		return figures{}, err
	}
	f := figures{total: o.Total, matched: o.Matched, sides: bySide(causes), age: o.OldestAge}
	if f.undated, err = e.undated(c.query()); err != nil {
		return f, err
	}
	f.timeless = e.loaded.Archive.Loose
	if o.Matched == 0 {
		f.age = 0
	}
	if len(causes.Causes) > 0 {
		f.top = &causes.Causes[0]
	}
	f.doubt, err = e.doubt()
	return f, err
}

// undated counts messages without a date. It leaves out messages in processing, of
// which a listing may show only the id, and data files without a control file:
// sendmail does not try these, and every arriving message begins as one.
func (c *client) undated(query string) (int, error) {
	a, err := c.ask(protocol.Request{Breakdown: &protocol.BreakdownRequest{Query: filter.And(query, "age:none -state:orphan -state:processing"), By: "state"}})
	if err != nil {
		return 0, err
	}
	return a.Breakdown.Matched, nil
}

// judge compares the figures with the limits.
func (c *checkCommand) judge(f figures) verdict {
	var v verdict
	if f.doubt != "" {
		v.status = statusUnknown
	}
	partly := f.doubt != ""
	rated, why := rate(int64(f.matched), partly, c.WarnCount.limit, c.CritCount.limit, words.Number[int64])
	v.status = v.status.worse(rated)
	switch {
	case f.matched > 0 || why != "" || partly:
		v.say("%s%s", words.Plural(f.matched, "message", "messages"), why)
	case f.total > 0:
		v.say("none of %s matches", words.Plural(f.total, "message", "messages"))
	default:
		v.say("the queue is empty")
	}
	if f.matched > 0 {
		v.status = v.status.worse(c.judgeAge(f, &v))
	}
	rated, why = rate(int64(f.sides["ours"]), partly, c.WarnOurs.limit, c.CritOurs.limit, words.Number[int64])
	v.status = v.status.worse(rated)
	if why != "" {
		v.say("%s of them because of this server%s", words.Number(f.sides["ours"]), why)
	}
	if f.top != nil {
		title, side := f.top.Title, sides[f.top.Side]
		if side == "" {
			side = "side unknown"
		}
		if n := words.Plural(f.top.Count, "message", "messages"); !strings.Contains(title, n) {
			side = n + ", " + side
		}
		if f.top.Subtitle != "" {
			side = cut(words.Breakable(f.top.Subtitle), maxVerdictPart/4) + ", " + side
		}
		v.say("top cause: %s (%s)", cut(title, maxVerdictPart/2), side)
	}
	if partly {
		text := v.text
		v.text = nil
		v.say("not everything was understood: %s", strings.TrimSuffix(f.doubt, "."))
		v.text = append(v.text, text...)
	}
	v.measure("messages", int64(f.matched), "", c.WarnCount.limit, c.CritCount.limit)
	v.measure("oldest_age", f.age, "s", c.WarnAge.limit, c.CritAge.limit)
	v.measure("ours", int64(f.sides["ours"]), "", c.WarnOurs.limit, c.CritOurs.limit)
	for _, side := range sideLabels[1:] {
		v.measure(side, int64(f.sides[side]), "", limit{}, limit{})
	}
	return v
}

// judgeAge adds the age of the oldest message to the verdict and compares it with
// the limits.
func (c *checkCommand) judgeAge(f figures, v *verdict) status {
	if f.age < 0 {
		v.say("age unknown")
		if c.WarnAge.possible() || c.CritAge.possible() {
			return statusUnknown
		}
		return statusOK
	}
	atLeast := f.timeless || f.undated > 0 || f.doubt != ""
	rated, why := rate(f.age, atLeast, c.WarnAge.limit, c.CritAge.limit, showAge)
	text := "oldest "
	if atLeast {
		text += "at least "
	}
	text += showAge(f.age) + why
	switch {
	case rated != statusUnknown || f.doubt != "":
	case f.timeless:
		text += ", as the time of the capture is unknown (--live: now)"
	default:
		text += ", as " + words.Plural(f.undated, "message has", "messages have") + " no date"
	}
	v.say("%s", text)
	return rated
}
