package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// compared is how many messages the queues of sendmail and Postfix have that are set side by side.
const compared = hundredThousand

// systems measures queues of sendmail and of Postfix in turn, without the page. Of Postfix, qshape
// is what administrators use: it comes with the server, as a program in Perl.
func (b *bench) systems() (sendmail, postfix *size, err error) {
	if err := b.run("scripts/unpack", b.path("postfix"), "postfix"); err != nil {
		return nil, nil, err
	}
	if sendmail, err = b.make("sendmail", compared); err != nil {
		return nil, nil, err
	}
	if postfix, err = b.make("postfix", compared); err != nil {
		return nil, nil, err
	}
	for range b.runs {
		for _, s := range []*size{sendmail, postfix} {
			if err := b.commands(s); err != nil {
				return nil, nil, err
			}
		}
	}
	return sendmail, postfix, nil
}

// make makes a queue.
func (b *bench) make(system string, n int) (*size, error) {
	name := fmt.Sprintf("queue-%d", n)
	if system != "sendmail" {
		name = system + "-" + name
	}
	archive, factsName := b.path(name+".tar.gz"), b.path(name+".json")
	if err := b.run(b.path("mkqueue"), "-system", system, "-n", fmt.Sprint(n), "-o", archive, "-facts", factsName); err != nil {
		return nil, err
	}
	info, err := os.Stat(archive)
	if err != nil {
		return nil, err
	}
	text, err := os.ReadFile(factsName)
	if err != nil {
		return nil, err
	}
	var facts struct {
		Unpacked int64 `json:"unpacked"`
	}
	if err := json.Unmarshal(text, &facts); err != nil {
		return nil, fmt.Errorf("%s: %w", factsName, err)
	}
	return &size{system: system, archive: archive, messages: n, packed: info.Size(), unpacked: facts.Unpacked}, nil
}

// commands measures once what needs no browser.
func (b *bench) commands(s *size) error {
	if err := b.measure(&s.floor, "bash", "-c", `set -o pipefail; gzip -dc "$1" | wc -c`, "floor", s.archive); err != nil {
		return err
	}
	if err := b.measure(&s.summary, b.path("spoolscope"), "summary", s.archive); err != nil {
		return err
	}
	return b.today(s)
}

// qshape returns the command that counts the deferred messages of an unpacked spool.
func (b *bench) qshape() []string {
	return []string{"perl", filepath.Join(b.path("postfix"), "usr/sbin/qshape"), filepath.Join(b.unpacked, "var/spool/postfix/deferred")}
}

// markdownSystems sets the measurements of sendmail and Postfix side by side.
func markdownSystems(where []fact, sendmail, postfix *size) string {
	var w strings.Builder
	w.WriteString("The same for a queue of Postfix, with its `defer` logs and the output of `postqueue -j`, beside one of sendmail with as many\n" +
		"messages. `qshape deferred` counts recipients by domain and age; it comes with Postfix and is written in Perl.\n\n")
	for _, f := range where {
		fmt.Fprintf(&w, "- %s: %s\n", f.name, f.value)
	}
	table(&w, "Postfix beside sendmail", []string{thousands(sendmail.messages) + " messages", "sendmail", "Postfix"}, rows([]*size{sendmail, postfix}, []row{
		{"Archive, unpacked", func(s *size) string { return megabytes(s.packed) + ", " + megabytes(s.unpacked) }},
		{"(1) `gzip -dc \\| wc -c`", func(s *size) string { return seconds(least(s.floor)) }},
		{"(2) unpack and the three pipelines, or `qshape`", func(s *size) string { return seconds(s.today()) }},
		{"the pipelines, or `qshape`, alone", func(s *size) string { return seconds(least(s.pipelines)) }},
		{"(3) `spoolscope summary`", func(s *size) string { return seconds(least(s.summary)) }},
		{"(3) : (1)", func(s *size) string { return ratio(least(s.summary), least(s.floor)) }},
		{"(3) : (2)", func(s *size) string { return ratio(least(s.summary), s.today()) }},
		{"runs", func(s *size) string { return fmt.Sprint(len(s.summary)) }},
		{"processor time of (1), (2), (3)", func(s *size) string {
			return fmt.Sprintf("%.2f, %.2f, %.2f s", busy(s.floor).Seconds(), (busy(s.unpack) + busy(s.pipelines)).Seconds(), busy(s.summary).Seconds())
		}},
		{"the same of (3) for 100 MB unpacked", func(s *size) string {
			return fmt.Sprintf("%.2f s", busy(s.summary).Seconds()*100e6/float64(max(s.unpacked, 1)))
		}},
		{"memory of (3), resident", func(s *size) string { return megabytes(s.summaryPeak()) }},
	}))
	return w.String()
}
