package cleanup

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/spoolscope/spoolscope/app/filter"
)

// Rule selects the messages of a plan, as a short form of a filter.
type Rule struct {
	Kind string // one of RuleKinds
	Days int    // only of the kind older
}

// RuleKinds are the kinds of rules: bounces of refused mail, bounces that the mail
// system set aside, as Exim freezes undeliverable ones, what the grep pipeline of
// the sysadmin's guide selects, messages older than some days, and all messages.
var RuleKinds = []string{"refused", "frozen", "grep", "older", "all"}

// MaxDays is the greatest age that a rule may name, in days: ten years.
const MaxDays = 3650

// ParseRule reads a rule: refused, frozen, grep, all, or older=DAYS.
func ParseRule(s string) (Rule, error) {
	kind, days, given := strings.Cut(s, "=")
	r := Rule{Kind: kind}
	switch kind {
	case "older":
		n, err := strconv.Atoi(days)
		if err != nil || n < 1 || n > MaxDays {
			return r, fmt.Errorf("%q: older= needs a number of days from 1 to %d", s, MaxDays)
		}
		r.Days = n
	case "refused", "frozen", "grep", "all":
		if given {
			return r, fmt.Errorf("%q: %s takes no value", s, kind)
		}
	default:
		return r, fmt.Errorf("unknown rule %q; use refused, frozen, grep, older=DAYS or all", s)
	}
	return r, nil
}

// String returns the inverse of ParseRule.
func (r Rule) String() string {
	if r.Kind == "older" {
		return "older=" + strconv.Itoa(r.Days)
	}
	return r.Kind
}

// Words describes what the rule selects within a filter, for whoever reads the
// script.
func (r Rule) Words(filter string) string {
	var text string
	switch r.Kind {
	case "refused":
		text = "bounces made here with a 5xx reply in their transcript, except those to own users"
	case "frozen":
		text = "bounces made here that are frozen, on hold or quarantined"
	case "grep":
		text = "messages whose data file has a line that begins with <<< 5xx, as grep finds them"
	case "older":
		text = "older than " + strconv.Itoa(r.Days) + " days"
		if r.Days == 1 {
			text = "older than a day"
		}
	case "all":
		if filter != "" {
			return "what the filter selects: " + filter
		}
		return "every message"
	}
	if filter != "" {
		text += "; within the filter " + filter
	}
	return text
}

// Filter returns the rule in the filter language, within another filter.
func (r Rule) Filter(within string) string { return filter.And(within, r.Selects().String()) }

// Selects returns the filter for the rule's messages, nil for all.
func (r Rule) Selects() *filter.Node {
	switch r.Kind {
	case "refused":
		return filter.Word("is", "refused-bounce")
	case "frozen":
		return filter.All(filter.Word("is", "bounce"), filter.Word("state", "quarantined"))
	case "grep":
		return filter.Word("is", "refused")
	case "older":
		return filter.Word("age", ">"+strconv.Itoa(r.Days)+"d")
	}
	return nil
}
