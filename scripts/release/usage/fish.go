package usage

import (
	"fmt"
	"strings"

	"github.com/alecthomas/kong"
)

// Fish writes a completion for fish.
func Fish(model *kong.Application) []byte {
	p := newProgram(model)
	var b strings.Builder
	fmt.Fprintf(&b, "# fish completion for %s\n\n", p.name)
	line := func(format string, args ...any) {
		fmt.Fprintf(&b, "complete -c %s "+format+"\n", append([]any{p.name}, args...)...)
	}
	for _, f := range p.flags {
		line("-n __fish_use_subcommand %s", fishFlag(f))
	}
	for _, c := range p.commands {
		line("-n __fish_use_subcommand -f -a %s -d %s", c.name, fishQuote(c.help))
	}
	for _, c := range p.commands {
		b.WriteByte('\n')
		for _, f := range c.flags {
			line("-n %s %s", fishQuote("__fish_seen_subcommand_from "+c.name), fishFlag(f))
		}
	}
	return []byte(b.String())
}

// fishFlag describes a flag: -r takes a value and completes files, -x does not.
func fishFlag(f flag) string {
	s := "-l " + f.long
	if f.short != "" {
		s += " -s " + f.short
	}
	switch f.takes {
	case text:
		s += " -x"
	case oneOf:
		s += " -x -a " + fishQuote(strings.Join(f.values, " "))
	case file:
		s += " -r -F"
	case folder:
		s += " -x -a '(__fish_complete_directories)'"
	}
	return s + " -d " + fishQuote(f.help)
}

func fishQuote(s string) string {
	return "'" + strings.NewReplacer(`\`, `\\`, "'", `\'`).Replace(s) + "'"
}
