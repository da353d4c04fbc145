package e2e

import (
	"archive/tar"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// While 100 MB are read, the page answers: no task holds it for long.
func TestStaysResponsive(t *testing.T) {
	const messages, limit = 50_000, 100.0
	path := filepath.Join(t.TempDir(), "spool.tar")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	w := tar.NewWriter(f)
	put := func(name, text string) {
		if err := w.WriteHeader(&tar.Header{Name: name, Size: int64(len(text)), Mode: 0o600, ModTime: time.Unix(1700003600, 0)}); err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, text); err != nil {
			t.Fatal(err)
		}
	}
	for i := range messages {
		id := fmt.Sprintf("3AEM%c%c%c%c%06d", 'A'+i%26, 'a'+i/26%26, 'A'+i/676%26, 'a'+i/17576%26, 100000+i)
		put("var/spool/mqueue/qf"+id, fmt.Sprintf("V8\nT%d\nK1700003000\nN3\nP130000\nMDeferred: Connection refused by mx%d.example.net.\nS<a%d@example.org>\nRPFD:<b@d%d.example.net>\nH??Subject: %d\n.\n", 1700000000+i%3000, i%400, i%5000, i%2000, i))
		put("var/spool/mqueue/df"+id, strings.Repeat("text ", 40)+"\n")
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	f.Close()
	// Whatever else this computer does only adds to a figure: the least of a few counts.
	best := math.Inf(1)
	for try := 0; try < 5 && best > limit; try++ {
		t.Run("", func(t *testing.T) { best = min(best, longestTask(t, path, messages)) }) // a page at a time
	}
	if best > limit {
		t.Errorf("the page was held for %v ms, want at most %v", best, limit)
	}
}

// longestTask reads an archive in a new page and returns how long its main
// thread was held at most, in milliseconds.
func longestTask(t *testing.T, path string, messages int) float64 {
	t.Helper()
	a := open(t)
	a.must(a.Eval(`(() => {
		window.longTasks = []; window.began = performance.now();
		new PerformanceObserver(l => longTasks.push(...l.getEntries().map(e => ({Start: Math.round(e.startTime - began), Took: Math.round(e.duration)})))).observe({type: 'longtask'});
	})()`, nil))
	start := time.Now()
	a.must(a.Drop(path))
	a.must(a.WaitFor(isOpen, 2*time.Minute))
	a.wait(readFigures + `.Messages === ` + fmt.Sprint(messages))
	took := time.Since(start)
	a.check(figures{Messages: messages, Recipients: messages, States: map[string]int{"deferred": messages}})
	var tasks []struct{ Start, Took float64 } // milliseconds
	a.must(a.Eval(`longTasks`, &tasks))
	longest := 0.0
	for _, task := range tasks {
		longest = max(longest, task.Took)
	}
	t.Logf("%d messages read in %v; tasks over 50 ms: %v", messages, took.Round(time.Millisecond), tasks)
	return longest
}
