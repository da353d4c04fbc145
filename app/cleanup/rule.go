package cleanup

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/spoolscope/spoolscope/app/filter"
)

// Rule chooses what a plan is about. It stands for a filter.
type Rule struct {
	Kind string // one of RuleKinds
	Days int    // of older
}

// RuleKinds are what a rule may be: bounces with a refusal, what the guide's
// grep takes, what is older than some days, and everything.
var RuleKinds = []string{"refused", "grep", "older", "all"}

// MaxDays is the greatest age that a rule may name, in days: ten years.
const MaxDays = 3650

// ParseRule reads a rule: refused, grep, all, or older=DAYS.
func ParseRule(s string) (Rule, error) {
	kind, days, given := strings.Cut(s, "=")
	r := Rule{Kind: kind}
	switch kind {
	case "older":
		n, err := strconv.Atoi(days)
		if err != nil || n < 1 || n > MaxDays {
			return r, fmt.Errorf("%q: older= takes a number of days, from 1 to %d", s, MaxDays)
		}
		r.Days = n
	case "refused", "grep", "all":
		if given {
			return r, fmt.Errorf("%q: %s takes no value", s, kind)
		}
	default:
		return r, fmt.Errorf("no rule %q; there are refused, grep, older=DAYS, all", s)
	}
	return r, nil
}

// String is the inverse of ParseRule.
func (r Rule) String() string {
	if r.Kind == "older" {
		return "older=" + strconv.Itoa(r.Days)
	}
	return r.Kind
}

// Words tell what the rule selects within a filter, for the script's reader.
func (r Rule) Words(filter string) string {
	var text string
	switch r.Kind {
	case "refused":
		text = "bounces made here with a 5xx reply in their transcript; those to own users stay"
	case "grep":
		text = "data files with a line that begins <<< 5xx, as grep finds them"
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

// Filter is the rule in the filter language, within another filter.
func (r Rule) Filter(within string) string {
	return filter.And(within, map[string]string{
		"refused": "is:refused-bounce",
		"grep":    "is:refused",
		"older":   "age:>" + strconv.Itoa(r.Days) + "d",
	}[r.Kind])
}
