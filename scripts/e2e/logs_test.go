package e2e

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os/exec"
	"path"
	"strconv"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser/corpustest"
	"github.com/spoolscope/spoolscope/scripts/e2e/drive"
)

// logJourney reads two captures of a queue with its mail logs, and then the logs alone.
type logJourney struct {
	system string
	id     string // the ID of a message in both captures
	sentTo string // a server that accepted mail of the earlier capture
	on     []target
}

func TestLogsOfSendmail(t *testing.T) {
	t.Parallel()
	logJourney{"sendmail", "4BV993j6021398", "mx.slow.example.net", targets}.run(t)
}

func TestLogsOfPostfix(t *testing.T) {
	t.Parallel()
	logJourney{"postfix", "BE47AA8", "mx.wakes.example", bothTargets}.run(t)
}

func TestLogsOfExim(t *testing.T) {
	t.Parallel()
	logJourney{"exim", "1ty4dH-0005EZ-34", "mx.ok.example", bothTargets}.run(t)
}

// printed returns what the command prints as JSON.
func printed[T any](t *testing.T, args ...string) (out T) {
	t.Helper()
	text, err := exec.Command(command(t), args...).Output()
	if err == nil {
		err = json.Unmarshal(text, &out)
	}
	if err != nil {
		t.Fatalf("%q: %v", args, err)
	}
	return out
}

func (j logJourney) run(t *testing.T) {
	c := corpustest.WithLogs(t, j.system)
	earlier, later := c.Path("A.tar.gz"), c.Path("B.tar.gz")
	logs := plainLogs(t, c.Read(t, "B.tar.gz"))
	line := namedLine(t, logs, printed[struct{ Events []struct{ Source string } }](t, "show", "--history", "--json", j.id, later).Events[0].Source)
	fates := printed[struct {
		Came, Went, Stayed int
		Gone               []struct {
			Title, Query string
			Count        int
		}
	}](t, "diff", "--json", earlier, later)
	if len(fates.Gone) < 2 {
		t.Fatalf("the command knows of these fates: %+v", fates.Gone)
	}
	filters := map[string]int{}
	for _, q := range []string{"event:deferred", "tried:1d.."} {
		filters[q] = printed[struct{ Matched int }](t, "summary", "--json", "--filter", q, later).Matched
		if filters[q] == 0 {
			t.Errorf("%s selects nothing", q)
		}
	}
	sent := printed[struct{ Before struct{ Matched int } }](t, "diff", "--json", "--filter", "sent-to:"+j.sentTo, earlier, later).Before.Matched
	if sent == 0 {
		t.Errorf("sent-to:%s selects nothing", j.sentTo)
	}
	var files []string
	for name, data := range logs {
		files = append(files, file(t, name, data))
	}
	on(t, j.on, drive.Options{}, func(a *app) {
		a.drop(earlier)
		a.view("gd", "#/compare")
		a.waitText("Drop a second capture of this queue")
		a.must(a.Drop(later))
		a.waitText(fmt.Sprintf("%s came, %d went, %d stayed", words.Plural(fates.Came, "message", "messages"), fates.Went, fates.Stayed))
		for _, k := range fates.Gone {
			a.waitText(k.Title)
		}
		gone := fates.Gone[0]
		rows := func(query, at string, n int) {
			a.t.Helper()
			a.goTo("#/messages?q=" + url.QueryEscape(query) + "&at=" + at)
			a.wait(fmt.Sprintf(`document.querySelector('main .msgs[aria-rowcount="%d"]')`, n+1)) // the header is a row too
		}
		rows(gone.Query, "earlier", gone.Count)
		rows("sent-to:"+j.sentTo, "earlier", sent)
		for q, n := range filters {
			rows(q, "later", n)
		}

		// The history of a message, and the log line that its first event was read
		// from.
		a.goTo("#/messages?id=" + j.id + "&tab=delivery&at=later")
		a.wait(`document.querySelector('main .past .line-of')`)
		a.must(a.Eval(`document.querySelector('main .past .line-of').click()`, nil))
		a.wait(`document.querySelector('main .past .log-line')?.textContent === ` + drive.Quote(line))
		a.must(a.Eval(`document.querySelector('main .past .line-of').click()`, nil))
		a.wait(`!document.querySelector('main .past .log-line')`)

		// What is exported has the events.
		if text := a.share("JSON lines"); !bytes.Contains(text, []byte(`"events":[{`)) {
			a.t.Error("the exported JSON lines have no events")
		}

		// A log alone says what it cannot prove.
		a.goTo("#/overview")
		a.must(a.Drop(files...))
		a.must(a.Click("Replace"))
		a.waitText("All of this is from the mail log")
		a.waitText("All mail, by next hop")
	})
}

// plainLogs returns the logs in an archive, decompressed, by their names.
func plainLogs(t *testing.T, packed []byte) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	for r := tar.NewReader(z); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		if h.Typeflag != tar.TypeReg || !strings.HasPrefix(h.Name, "var/log/") {
			continue
		}
		var in io.Reader = r
		if strings.HasSuffix(h.Name, ".gz") {
			if in, err = gzip.NewReader(r); err != nil {
				t.Fatal(err)
			}
		}
		data, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		out[strings.TrimSuffix(path.Base(h.Name), ".gz")] = data
	}
}

// namedLine returns the line that an event names: "maillog.1.gz:39".
func namedLine(t *testing.T, logs map[string][]byte, source string) string {
	t.Helper()
	name, number, _ := strings.Cut(source, ":")
	n, err := strconv.Atoi(number)
	lines := strings.Split(string(logs[strings.TrimSuffix(name, ".gz")]), "\n")
	if err != nil || n < 1 || n > len(lines) {
		t.Fatalf("no line %s", source)
	}
	return lines[n-1]
}
