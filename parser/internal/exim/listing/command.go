package listing

import (
	"path"
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/parser/internal/sendmail/mailq"
)

// command is the one that printed a listing, as a pasted session shows it.
type command struct {
	known bool
	count bool // it prints a number
}

// programs print messages of Exim's queue. mailq and sendmail are Exim under other names.
var programs = []string{"exim", "exim4", "exiqgrep", "exipick", "exiqsumm", "mailq", "sendmail"}

// typed takes a line that is a prompt, or a command.
func (p *parser) typed(text []byte) bool {
	words := commandIn(string(text))
	if words == nil {
		return mailq.IsPrompt(text)
	}
	p.Finish()
	if p.Frame.Begun() {
		p.Next(p.Out.Host)
	}
	p.command.known = true
	program, options := path.Base(words[0]), words[1:]
	if at := slices.IndexFunc(options, func(o string) bool { return strings.Contains(o, "|") }); at >= 0 {
		piped := strings.Join(options[at:], " ")
		switch {
		case strings.Contains(piped, "exiqsumm"):
		case strings.Contains(piped, "wc"), strings.Contains(piped, "grep -c"):
			p.Out.Limited = true
		case !strings.Contains(piped, "more") && !strings.Contains(piped, "less") && !strings.Contains(piped, "cat") && !strings.Contains(piped, "tee"):
			p.Out.Limited = true
		}
		options = options[:at]
	}
	for _, o := range options {
		switch {
		case o == "-bpc" || o == "--bpc":
			p.command.count = true
		case strings.HasPrefix(o, "-qG"):
			p.Out.Limited = true // of one named queue
		case !strings.HasPrefix(o, "-"), chooses(program, o):
			p.Out.Limited = true // of what is chosen
		}
	}
	return true
}

// chooses reports whether an option chooses some of the messages.
func chooses(program, option string) bool {
	const choices = "frsyozx"
	switch program {
	case "exiqgrep":
		return strings.ContainsAny(option, choices)
	case "exipick":
		return len(option) == 2 && strings.ContainsAny(option, choices)
	}
	return false
}

// commandIn returns the words of a command that lists a queue of Exim, nil if there is none in
// a line.
func commandIn(line string) []string {
	if i := strings.IndexAny(line, "#$%"); i >= 0 && i+1 < len(line) && line[i+1] == ' ' && !strings.ContainsAny(line[:i], "<(") {
		line = line[i+1:]
	}
	words := strings.Fields(line)
	for len(words) > 0 && slices.Contains([]string{"sudo", "time", "doas", "+", "$", "#"}, words[0]) {
		words = words[1:]
	}
	if len(words) == 0 || !slices.Contains(programs, path.Base(words[0])) {
		return nil
	}
	switch name := path.Base(words[0]); name {
	case "mailq":
		if len(words) > 1 && !strings.ContainsAny(words[1][:1], "-|;&>") {
			return nil
		}
	case "exim", "exim4", "sendmail":
		if !slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(w, "-bp") }) {
			return nil
		}
	default:
		if len(words) > 1 && !strings.ContainsAny(words[1][:1], "-|;&>'\"$") {
			return nil
		}
	}
	return words
}
