package usage

import (
	"fmt"
	"strings"

	"github.com/alecthomas/kong"
)

// takes is what follows a flag.
type takes int

const (
	nothing takes = iota
	text
	oneOf // of flag.values
	file
	folder
)

type flag struct {
	long, short string // without hyphens; short may be ""
	help        string
	placeholder string // what the help calls the value
	takes       takes
	values      []string
}

type subcommand struct {
	name, help string
	synopsis   string // what follows the name: arguments and required flags
	flags      []flag
}

// program is a command line: its own flags, and commands.
type program struct {
	name, help string
	flags      []flag
	commands   []subcommand
}

func newProgram(model *kong.Application) program {
	p := program{name: model.Name, help: model.Help, flags: flagsOf(model.Node)}
	for _, n := range model.Children {
		if n.Hidden {
			continue
		}
		c := subcommand{name: n.Name, help: n.Help, flags: append(flagsOf(n), newFlag(model.HelpFlag))}
		for _, f := range n.Flags {
			if f.Required {
				c.synopsis += fmt.Sprintf(" --%s %s", f.Name, placeholder(f))
			}
		}
		for _, a := range n.Positional {
			c.synopsis += " " + strings.ToUpper(a.Summary())
		}
		p.commands = append(p.commands, c)
	}
	return p
}

func flagsOf(n *kong.Node) []flag {
	var out []flag
	for _, f := range n.Flags {
		if f.Hidden {
			continue
		}
		out = append(out, newFlag(f))
	}
	return out
}

// newFlag reads a flag. The placeholder of its value in the help shows whether
// it takes a file or a folder.
func newFlag(f *kong.Flag) flag {
	out := flag{long: f.Name, help: f.Help}
	if f.Short != 0 {
		out.short = string(f.Short)
	}
	if f.IsBool() {
		return out
	}
	out.placeholder = placeholder(f)
	out.takes = text
	switch {
	case f.Enum != "":
		out.takes = oneOf
		out.values = f.EnumSlice()
	case out.placeholder == "FILE":
		out.takes = file
	case out.placeholder == "DIR":
		out.takes = folder
	}
	if f.HasDefault && f.Default != "" && f.Default != "0" {
		out.help += fmt.Sprintf(" The default is %s.", f.Default)
	}
	return out
}

func placeholder(f *kong.Flag) string {
	if f.PlaceHolder != "" {
		return f.PlaceHolder
	}
	return strings.ToUpper(f.Name)
}
