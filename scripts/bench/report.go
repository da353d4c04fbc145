package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spoolscope/spoolscope/app/words"
)

// markdown makes the report. failed are the parts without measurements.
func markdown(where []fact, sizes []*size, failed []string) string {
	var w strings.Builder
	w.WriteString("How long it takes to find out why mail is stuck, with queues made by\n" +
		"`scripts/mkqueue`. Times are the least of several runs, which alternate on one machine: compare them within\n" +
		"a table only, and go by the ratios.\n\n")
	if len(sizes) > 0 {
		where = append(where, fact{"Browser", sizes[0].page.Browser})
	}
	if len(failed) > 0 {
		where = append(where, fact{"Not measured, as they failed", strings.Join(failed, "; ")})
	}
	for _, f := range where {
		fmt.Fprintf(&w, "- %s: %s\n", f.name, f.value)
	}
	if len(sizes) > 0 {
		var met [][]string
		var big *size
		if len(sizes) > 1 {
			big = sizes[1]
		}
		for _, b := range bars {
			met = append(met, b.judge(sizes[0], big))
		}
		table(&w, "Targets", []string{"Target, of " + words.Number(sizes[0].messages) + " messages", "At most", "Measured", "", "Details"}, met)
	}
	head := []string{"Messages"}
	for _, s := range sizes {
		head = append(head, words.Number(s.messages))
	}
	table(&w, "From the archive to the answer", head, rows(sizes, []row{
		{"Archive, unpacked", func(s *size) string { return megabytes(s.packed) + ", " + megabytes(s.unpacked) }},
		{"(1) `gzip -dc \\| wc -c`", func(s *size) string { return seconds(least(s.floor)) }},
		{"(2) unpack and the three pipelines of the sysadmin's guide", func(s *size) string { return seconds(s.today()) }},
		{"the pipelines alone", func(s *size) string { return seconds(least(s.pipelines)) }},
		{"(3) `spoolscope summary`", func(s *size) string { return seconds(least(s.summary)) }},
		{"(4) page: drop to complete overview", func(s *size) string { return seconds(s.page.load()) }},
		{"(5) the same of the build before", func(s *size) string { return seconds(s.before.load()) }},
		{"(6) page with four processors reported", func(s *size) string { return seconds(s.four.load()) }},
		{"page in other browsers, one load each", func(s *size) string {
			var each []string
			for _, e := range s.engines {
				if len(e.Loads) > 0 {
					each = append(each, e.Browser+" "+seconds(e.load()))
				}
			}
			return cmp.Or(strings.Join(each, ", "), "–")
		}},
		{"(3) : (1)", func(s *size) string { return ratio(least(s.summary), least(s.floor)) }},
		{"(3) : (2)", func(s *size) string { return ratio(least(s.summary), s.today()) }},
		{"(4) : (1)", func(s *size) string { return ratio(s.page.load(), least(s.floor)) }},
		{"(4) : (2)", func(s *size) string { return ratio(s.page.load(), s.today()) }},
		{"(4) : (5)", func(s *size) string { return ratio(s.page.load(), s.before.load()) }},
		{"runs of (1) to (6)", func(s *size) string {
			return fmt.Sprint(len(s.floor), ", ", len(s.unpack), ", ", len(s.summary), ", ", len(s.page.Loads), ", ", len(s.before.Loads), ", ", len(s.four.Loads))
		}},
		{"processor time of (1), (2), (3), (4), (5)", func(s *size) string {
			return fmt.Sprintf("%.2f, %.2f, %.2f, %.2f, %.2f s", busy(s.floor).Seconds(), (busy(s.unpack) + busy(s.pipelines)).Seconds(),
				busy(s.summary).Seconds(), s.page.loadBusy().Seconds(), s.before.loadBusy().Seconds())
		}},
		{"of (4), by thread and process", func(s *size) string { return s.page.loadParts() }},
		{"of (5)", func(s *size) string { return s.before.loadParts() }},
		{"resident memory of (3)", func(s *size) string { return megabytes(s.summaryPeak()) }},
		{"peak of all WebAssembly together", func(s *size) string { return megabytes(s.page.most(wasm)) }},
		{"WebAssembly memory of the worker and of the page at the end", func(s *size) string {
			return megabytes(s.page.most(workerMemory)) + ", " + megabytes(s.page.most(pageMemory))
		}},
		{"memory of the worker after the archive was dropped again", func(s *size) string { return megabytes(s.page.Second.Worker) }},
		{"peak resident memory of the tab", func(s *size) string { return megabytes(s.page.most(tab)) }},
		{"longest task of the page during (4), (5)", func(s *size) string {
			if len(s.before.Loads) == 0 {
				return task(s.page.least(longest))
			}
			return task(s.page.least(longest)) + ", " + task(s.before.least(longest))
		}},
		{"a load is cancelled in", func(s *size) string { return seconds(milliseconds(s.page.Second.Cancel)) }},
	}))
	w.WriteString("\nThe archive is in the page cache. (2) is what administrators do by hand, with `find` and `xargs`\n" +
		"because the command line of `grep … df*` is too long for a big queue, and in the C locale. (4) is a real drop in a new\n" +
		"browser, until two frames after the last table of the overview is in the document. Processor time hardly depends on the\n" +
		"other load of the machine; that of (4) covers all processes of the browser. Other browsers load the single file.\n")

	var what []row
	for _, kind := range kinds(sizes) {
		what = append(what, row{kind, func(s *size) string {
			of := s.page.Interactions[kind]
			if len(of) == 0 {
				return "–"
			}
			text := fmt.Sprintf("%.0f / **%.0f** (worker %.0f, drawn %.0f)", quantile(of, 0.5, painted), quantile(of, 0.95, painted),
				quantile(of, 0.95, worker), quantile(of, 0.95, drawn))
			if before := s.before.Interactions[kind]; len(before) > 0 {
				text += fmt.Sprintf("; before %.0f / %.0f (worker %.0f)", quantile(before, 0.5, painted), quantile(before, 0.95, painted),
					quantile(before, 0.95, worker))
			}
			return text
		}})
	}
	what = append(what,
		row{"scrolling, from frame to frame", func(s *size) string { return frames(s.page.Frames) }},
		row{"the same in a page of text, without the app", func(s *size) string { return frames(s.page.Plain) }},
		row{"longest task of the page", func(s *size) string { return task(s.page.longestUse()) }})
	table(&w, "Using the page: milliseconds, p50 / p95", head, rows(sizes, what))
	w.WriteString("\nFrom the input event to the second frame after the document has changed, when the change has certainly been\n" +
		"painted. In brackets, the p95 of the worker's share, from the first request to the last answer, and of the time until\n" +
		"the document had changed. A filter is applied by a space or Enter; while letters are typed the page waits 150 ms for\n" +
		"the next one, which is not counted. A message is opened by its address, until its text and parts are shown; early,\n" +
		"middle and late are where the text lies in the archive. Scrolling is 600 frames of 240 pixels; a jump goes far down\n" +
		"the list. A first sort is the first by a column. The first of all comes some seconds after the load.\n")
	if costs := costs(sizes); len(costs) > 0 {
		table(&w, "Longest tasks: processor time in milliseconds", head, rows(sizes, costs))
		w.WriteString("\nThe longest task of the page's main thread that an action causes, including the browser's layout and painting, and\n" +
			"in brackets what the worker spends on it. All are from one trace, which begins with a load.\n")
	}
	return w.String()
}

// costs returns the rows of the longest tasks, by action.
func costs(sizes []*size) []row {
	var out []row
	if len(sizes) == 0 {
		return nil
	}
	for n, t := range sizes[0].page.Tasks {
		out = append(out, row{t.Action, func(s *size) string {
			if n >= len(s.page.Tasks) {
				return "–"
			}
			text := fmt.Sprintf("%.0f", s.page.Tasks[n].Longest)
			if t.Action != "load" {
				text += fmt.Sprintf(" (worker %.0f)", s.page.Tasks[n].Worker)
			}
			return text
		}})
	}
	return out
}

// frames shows the times between frames.
func frames(ms []float64) string {
	if len(ms) == 0 {
		return "–"
	}
	return fmt.Sprintf("%.1f / **%.1f** (longest %.0f)", at(ms, 0.5), at(ms, 0.95), at(ms, 1))
}

// row is a line of a table: its name, and its cell for each size.
type row struct {
	name string
	cell func(*size) string
}

func rows(sizes []*size, of []row) [][]string {
	var out [][]string
	for _, r := range of {
		line := []string{r.name}
		for _, s := range sizes {
			line = append(line, r.cell(s))
		}
		out = append(out, line)
	}
	return out
}

func table(w *strings.Builder, title string, head []string, lines [][]string) {
	fmt.Fprintf(w, "\n## %s\n\n| %s |\n|%s\n", title, strings.Join(head, " | "), strings.Repeat("---|", len(head)))
	for _, l := range lines {
		fmt.Fprintf(w, "| %s |\n", strings.Join(l, " | "))
	}
}

// kinds returns the kinds of interactions measured, in order.
func kinds(sizes []*size) []string {
	var out []string
	for _, s := range sizes {
		for _, kind := range s.page.kinds() {
			if !slices.Contains(out, kind) {
				out = append(out, kind)
			}
		}
	}
	slices.Sort(out)
	return out
}

// seconds formats a time; 0 was not measured.
func seconds(d time.Duration) string {
	if d == 0 {
		return "–"
	}
	return fmt.Sprintf("%.2f s", d.Seconds())
}

func ratio(a, b time.Duration) string {
	if b == 0 {
		return "–"
	}
	return fmt.Sprintf("%.2f", a.Seconds()/b.Seconds())
}

// megabytes formats a size; 0 was not measured.
func megabytes(n int64) string {
	if n == 0 {
		return "–"
	}
	return fmt.Sprintf("%.0f MB", float64(n)/1e6)
}

// task formats the time of the longest task: the browser reports only tasks of
// 50 ms and more.
func task(ms float64) string {
	if ms == 0 {
		return "under 50 ms"
	}
	return fmt.Sprintf("%.0f ms", ms)
}
