package command

import (
	"bufio"
	"fmt"
	"strconv"
	"strings"

	"github.com/spoolscope/spoolscope/app/words"
)

// exposition writes gauges in the text format of Prometheus, version 0.0.4:
// https://prometheus.io/docs/instrumenting/exposition_formats/
type exposition struct {
	w    *bufio.Writer
	name string // of the family that is being written
}

// label is a name with its value.
type label struct{ name, value string }

// maxLabel is the maximum length of a label value from the sources, in characters.
const maxLabel = 128

// family begins a metric, whose samples follow.
func (x *exposition) family(name, help string) {
	x.name = name
	fmt.Fprintf(x.w, "# HELP %s %s\n# TYPE %s gauge\n", name, help, name)
}

// sample writes a value of the metric.
func (x *exposition) sample(value int64, labels []label) {
	x.w.WriteString(x.name)
	for i, l := range labels {
		separator := ","
		if i == 0 {
			separator = "{"
		}
		fmt.Fprintf(x.w, `%s%s="%s"`, separator, l.name, escapeLabel.Replace(l.value))
	}
	if len(labels) > 0 {
		x.w.WriteByte('}')
	}
	x.w.WriteByte(' ')
	x.w.WriteString(strconv.FormatInt(value, 10))
	x.w.WriteByte('\n')
}

var escapeLabel = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`)

// unique returns a label value for a text from the sources, and adds it to taken.
// It is short, without control characters, and differs from all in taken, because a
// collector rejects the whole file if a sample is there twice.
func unique(text string, taken map[string]bool) string {
	value := cut(words.Visible(text), maxLabel)
	for n, base := 2, value; taken[value]; n++ {
		value = base + "~" + strconv.Itoa(n)
	}
	taken[value] = true
	return value
}
