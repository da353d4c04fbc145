package command

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/spoolscope/spoolscope/app/words"
)

// status is the exit code of a monitoring plugin.
type status int

// The exit codes of the monitoring plugins' guidelines.
const (
	statusOK       status = 0
	statusWarning  status = 1
	statusCritical status = 2
	statusUnknown  status = 3
)

// Error makes a status the error that ends a command.
func (s status) Error() string {
	return [...]string{"OK", "WARNING", "CRITICAL", "UNKNOWN"}[s]
}

// worse returns the status that prevails. What was read can prove an alarm even if
// the rest is unknown, but it never proves that all is well.
func (s status) worse(t status) status {
	weight := [...]int{statusOK: 0, statusUnknown: 1, statusWarning: 2, statusCritical: 3}
	if weight[t] > weight[s] {
		return t
	}
	return s
}

// verdict is the answer of a plugin: its status, what was found, and the
// performance data.
type verdict struct {
	status status
	text   []string
	perf   []string
}

// The maximum lengths of a line and of a part of it, in characters: agents pass on
// 1 KiB.
const (
	maxVerdict     = 500
	maxVerdictPart = 200
)

// String returns the one line that a plugin prints, without its end.
func (v verdict) String() string {
	line := "SPOOLSCOPE " + v.status.Error() + ": " + cut(strings.Join(v.text, "; "), maxVerdict)
	if len(v.perf) > 0 {
		line += " | " + strings.Join(v.perf, " ")
	}
	return line
}

// say adds a part to the text. It replaces whatever would end the line, begin the
// performance data or act as markup on a monitor's web page.
func (v *verdict) say(format string, args ...any) {
	text := words.Breakable(words.Printable(fmt.Sprintf(format, args...)))
	v.text = append(v.text, cut(plainInPlugins.Replace(text), maxVerdictPart))
}

var plainInPlugins = strings.NewReplacer("|", "¦", "<", "‹", ">", "›")

// cut shortens a text to a number of characters.
func cut(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}

// measure adds a value to the performance data; a negative value is unknown.
// The label is ours and needs no quoting.
func (v *verdict) measure(label string, value int64, unit string, warn, crit limit) {
	text := "U"
	if value >= 0 {
		text = strconv.FormatInt(value, 10) + unit
	}
	v.perf = append(v.perf, fmt.Sprintf("'%s'=%s;%s;%s;0", label, text, warn, crit))
}

// rate compares a value with its limits, and says which one it reaches. With
// atLeast, the true value may be higher and reach other limits.
func rate(value int64, atLeast bool, warn, crit limit, show func(int64) string) (status, string) {
	reached := func(l limit) bool { return l.reached(value) && (!atLeast || l.isAbove()) }
	switch {
	case reached(crit):
		return statusCritical, " (critical " + crit.words(show) + ")"
	case reached(warn):
		return statusWarning, " (warning " + warn.words(show) + ")"
	case atLeast && (warn.possible() || crit.possible()):
		return statusUnknown, ""
	}
	return statusOK, ""
}
