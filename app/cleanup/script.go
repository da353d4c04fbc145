package cleanup

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/spoolscope/spoolscope/app/words"
)

// About describes a plan in the head of its script.
type About struct {
	Archive string // its name
	Taken   int64  // when it was captured, Unix seconds; 0 if unknown
	Rule    string // what was selected, in words
	Reason  string // why, in the operator's words; mandatory
	Stays   int    // messages that are not in the plan
}

// Errors of Script.
var (
	ErrNoReason = errors.New("a reason is missing: it is written to the log")
	ErrNothing  = errors.New("the plan has no messages")
)

// Script writes the shell script of a plan. The same plan gives the same bytes.
func (p *Plan) Script(m Method, about About) ([]byte, error) {
	return p.script(m, strings.Join(systems[p.System].steps[m], " "), m.File(), about)
}

// UndoScript writes the script that undoes the first step; it is nil if nothing
// can.
func (p *Plan) UndoScript(m Method, about About) ([]byte, error) {
	if !m.Undo() {
		return nil, nil
	}
	return p.script(m, systems[p.System].undo[m], "undo.sh", about)
}

func (p *Plan) script(m Method, steps, file string, about About) ([]byte, error) {
	if strings.TrimSpace(about.Reason) == "" {
		return nil, ErrNoReason
	}
	if len(p.Items) == 0 {
		return nil, ErrNothing
	}
	sys := systems[p.System]
	var b bytes.Buffer
	b.WriteString("#!/bin/sh\n")
	note := func(name, text string) { fmt.Fprintf(&b, "# %-10s %s\n", name, words.Comment(text)) }
	fmt.Fprintf(&b, "# %s, written by Spoolscope\n", file)
	note("Archive", about.Archive)
	if about.Taken != 0 {
		note("Captured", words.Date(about.Taken))
	}
	if p.Host != "" {
		note("Host", p.Host)
	}
	note("Rule", about.Rule)
	note("Messages", fmt.Sprintf("%d in the plan, %d stay", len(p.Items), about.Stays))
	note("Reason", about.Reason)
	b.WriteString("#\n" + sys.usage(m, steps, file) + "\nset -u\n")
	fmt.Fprintf(&b, "PLAN=%s\n", p.ID())
	if sys.tagged {
		fmt.Fprintf(&b, "TAG=%s\n", quote("spoolscope "+p.ID()))
	}
	fmt.Fprintf(&b, "REASON=%s\nHOST=%s\nSTEPS=%s\n", quote(words.Comment(about.Reason)), quote(p.Host), quote(steps))
	b.WriteString("\nqueues() {\n\tcat <<'QUEUES'\n" + p.queues() + "QUEUES\n}\n\n")
	// The list may be long, so it is near the end, after all that is to be read.
	head, run, _ := strings.Cut(sys.script(), "\n# run\n")
	b.WriteString(head)
	b.WriteString("\n# The planned messages: " + sys.columns + ".\nlist() {\n\tcat <<'LIST'\n" + p.list() + "LIST\n}\n")
	b.WriteString(run)
	return b.Bytes(), nil
}

// ID identifies a plan: the same messages give the same id.
func (p *Plan) ID() string {
	sum := sha256.Sum256([]byte(p.Host + "\n" + p.queues() + p.list()))
	return hex.EncodeToString(sum[:6])
}

func (p *Plan) queues() string {
	var b strings.Builder
	for n, q := range p.Queues {
		fmt.Fprintf(&b, "%d\t%s\n", n+1, systems[p.System].queue(q))
	}
	return b.String()
}

// list returns the list of messages in the script, cached.
func (p *Plan) list() string {
	if p.listed == "" {
		b := make([]byte, 0, 40*len(p.Items))
		for i := range p.Items {
			it := &p.Items[i]
			b = append(strconv.AppendInt(b, int64(it.Queue+1), 10), ' ')
			b = append(append(b, it.ID...), ' ')
			b = append(systems[p.System].line(b, it), '\n')
		}
		p.listed = string(b)
	}
	return p.listed
}

// usage explains in comments how to run the script and what it does.
func (s *system) usage(m Method, steps, file string) string {
	lines := []string{"Run this as root on the mail server. Without DRY_RUN=0 it only prints what it would do."}
	for _, step := range strings.Fields(steps) {
		lines = append(lines, fmt.Sprintf("    DRY_RUN=0 sh %s %-10s # %s", file, step, s.meaning[step]))
	}
	if w := s.warning[m]; w != "" {
		lines = append(lines, w)
	}
	return "# " + strings.Join(lines, "\n# ") + "\n"
}
