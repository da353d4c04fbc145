package main

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spoolscope/spoolscope/app/words"
)

// allSystems measures queues of sendmail, Postfix and Exim in turn, without the page.
// Administrators use qshape for Postfix and exiqsumm for Exim, Perl programs that come with the
// servers.
func (b *bench) allSystems() ([]*size, error) {
	if err := b.run("scripts/unpack", b.path("postfix"), "postfix"); err != nil {
		return nil, err
	}
	if err := b.run("scripts/unpack", b.path("exim"), "exim4-base"); err != nil {
		return nil, err
	}
	var all []*size
	for _, system := range []string{"sendmail", "postfix", "exim"} {
		s, err := b.make(system, b.small)
		if err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	for range b.runs {
		for _, s := range all {
			if err := errors.Join(b.commands(s), b.today(s)); err != nil {
				return nil, err
			}
		}
	}
	return all, nil
}

// make makes a queue, unless the same program has made it before: equal arguments give equal
// bytes.
func (b *bench) make(system string, n int) (*size, error) {
	program, err := os.ReadFile(b.path("mkqueue"))
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(program)
	name := fmt.Sprintf("%s-%d-%x", system, n, sum[:4])
	archive, factsName := b.path(name+".tar.gz"), b.path(name+".json")
	if _, err := os.Stat(factsName); err != nil { // it is written last
		if err := b.run(b.path("mkqueue"), "-system", system, "-n", fmt.Sprint(n), "-o", archive, "-facts", factsName); err != nil {
			return nil, err
		}
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

// byHand returns what administrators type for an unpacked spool: for sendmail, the pipelines of the
// sysadmin's guide; for Postfix, qshape of the deferred messages; for Exim, exiqsumm of the listing
// in the archive, which stands for the output of exim -bp.
func (b *bench) byHand(system string) []string {
	switch system {
	case "postfix":
		return []string{"perl", filepath.Join(b.path("postfix"), "usr/sbin/qshape"), filepath.Join(b.unpacked, "var/spool/postfix/deferred")}
	case "exim":
		return []string{"bash", "-c", `perl "$1" <"$2"`, "exiqsumm", filepath.Join(b.path("exim"), "usr/sbin/exiqsumm"), filepath.Join(b.unpacked, "mailq.txt")}
	}
	return []string{"bash", "-c", guide, "guide", b.unpacked}
}

// markdownSystems shows the measurements of sendmail, Postfix and Exim side by
// side.
func markdownSystems(where []fact, all []*size) string {
	var w strings.Builder
	w.WriteString("The same for a queue of Postfix, with its `defer` logs and the output of `postqueue -j`, and for one of Exim, with its\n" +
		"logs of messages and its database of retry times, beside one of sendmail with as many messages. `qshape deferred` counts\n" +
		"recipients by domain and age, `exiqsumm` counts a listing by domain; they come with the servers and are written in Perl.\n\n")
	for _, f := range where {
		fmt.Fprintf(&w, "- %s: %s\n", f.name, f.value)
	}
	table(&w, "Postfix and Exim beside sendmail", []string{words.Number(all[0].messages) + " messages", "sendmail", "Postfix", "Exim"}, rows(all, []row{
		{"Archive, unpacked", func(s *size) string { return megabytes(s.packed) + ", " + megabytes(s.unpacked) }},
		{"(1) `gzip -dc \\| wc -c`", func(s *size) string { return seconds(least(s.floor)) }},
		{"(2) unpack and the three pipelines, `qshape` or `exiqsumm`", func(s *size) string { return seconds(s.today()) }},
		{"the pipelines, `qshape` or `exiqsumm`, alone", func(s *size) string { return seconds(least(s.pipelines)) }},
		{"(3) `spoolscope summary`", func(s *size) string { return seconds(least(s.summary)) }},
		{"(3) : (1)", func(s *size) string { return ratio(least(s.summary), least(s.floor)) }},
		{"(3) : (2)", func(s *size) string { return ratio(least(s.summary), s.today()) }},
		{"runs", func(s *size) string { return fmt.Sprint(len(s.summary)) }},
		{"processor time of (1), (2), (3)", func(s *size) string {
			return fmt.Sprintf("%.2f, %.2f, %.2f s", busy(s.floor).Seconds(), (busy(s.unpack) + busy(s.pipelines)).Seconds(), busy(s.summary).Seconds())
		}},
		{"processor time of (3) for each 100 MB unpacked", func(s *size) string {
			return fmt.Sprintf("%.2f s", busy(s.summary).Seconds()*100e6/float64(max(s.unpacked, 1)))
		}},
		{"resident memory of (3)", func(s *size) string { return megabytes(s.summaryPeak()) }},
	}))
	return w.String()
}
