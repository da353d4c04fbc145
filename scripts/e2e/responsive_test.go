package e2e

import (
	"archive/tar"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/spoolscope/spoolscope/scripts/e2e/drive"
)

// While a large archive is read, each task of the page has little to do, however
// many messages there are, so the page stays responsive. make bench measures how
// long the tasks take.
func TestStaysResponsive(t *testing.T) {
	t.Parallel()
	const messages = 50_000
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
	at, err := f.Seek(0, io.SeekCurrent)
	if err != nil {
		t.Fatal(err)
	}
	size := int(at)
	f.Close()
	a := targets[0].open(t, drive.Options{Before: countLoad})
	a.must(a.Drop(path))
	a.wait(isOpen)
	a.wait(readFigures + `.Messages === ` + fmt.Sprint(messages))
	a.check(figures{Messages: messages, Recipients: messages, States: map[string]int{"deferred": messages}})
	var got struct {
		Reads, Pending, Largest, Bytes, Answers, Answer, Nodes, Drawn, Took int
	}
	a.must(a.Eval(`counts`, &got))
	t.Logf("%d bytes: %+v", size, got)
	for _, c := range []struct {
		what      string
		got, most int
	}{
		{"bytes in a read", got.Largest, 4 << 20},
		{"reads at the same time", got.Pending, 2},
		{"bytes read in all", got.Bytes, size + size/10},
		{"answers while loading", got.Answers, got.Reads + 50 + got.Took/100}, // ten progress reports a second
		{"bytes in an answer", got.Answer, 64 << 10},
		{"nodes in the document", got.Nodes, 2000},
		{"nodes drawn in a task", got.Drawn, 2000},
	} {
		if c.got == 0 || c.got > c.most {
			t.Errorf("%d %s, want 1 to %d", c.got, c.what, c.most)
		}
	}
}

// countLoad counts what the page does for a load: reads of the file for the workers,
// their answers, and what is drawn.
const countLoad = `(() => {
	const counts = window.counts = {Reads: 0, Pending: 0, Largest: 0, Bytes: 0, Answers: 0, Answer: 0, Nodes: 0, Drawn: 0, Took: 0};
	let pending = 0, began = 0; // when the first read was
	window.Worker = class extends Worker {
		constructor(...args) {
			super(...args);
			if (!['spoolscope', 'spoolscope-reader'].includes(args[1]?.name)) return;
			this.addEventListener('message', ({data}) => {
				if (data?.kind === 'read') {
					began ||= performance.now();
					counts.Reads++;
					counts.Pending = Math.max(counts.Pending, ++pending);
					counts.Largest = Math.max(counts.Largest, data.length);
				} else if (data?.kind === 'answer') {
					counts.Answers++;
					if (began) counts.Took = Math.round(performance.now() - began);
					counts.Answer = Math.max(counts.Answer, data.json.byteLength);
				}
			});
		}
		postMessage(m, ...rest) {
			if (m?.kind === 'data') {
				pending--;
				counts.Bytes += m.buffer?.byteLength ?? 0;
			}
			super.postMessage(m, ...rest);
		}
	};
	new MutationObserver(changes => {
		let drawn = 0;
		for (const {addedNodes} of changes) for (const node of addedNodes) drawn += 1 + (node.querySelectorAll?.('*').length ?? 0);
		counts.Drawn = Math.max(counts.Drawn, drawn);
		counts.Nodes = Math.max(counts.Nodes, document.querySelectorAll('*').length);
	}).observe(document, {subtree: true, childList: true});
})()`
