package usage

import (
	"fmt"
	"strings"

	"github.com/alecthomas/kong"
)

// Zsh writes a completion for zsh: a file _spoolscope in the function path.
func Zsh(model *kong.Application) []byte {
	p := newProgram(model)
	var b strings.Builder
	fmt.Fprintf(&b, `#compdef %[1]s

_%[1]s() {
  local curcontext="$curcontext" state line
  local -a commands
  commands=(
`, p.name)
	for _, c := range p.commands {
		fmt.Fprintf(&b, "    %s\n", shellQuote(c.name+":"+c.help))
	}
	b.WriteString("  )\n  _arguments -C \\\n")
	for _, f := range p.flags {
		fmt.Fprintf(&b, "    %s \\\n", zshFlag(f))
	}
	b.WriteString("    '1: :->command' '*:: :->rest'\n  case $state in\n    command) _describe -t commands command commands ;;\n    rest)\n      case $words[1] in\n")
	for _, c := range p.commands {
		fmt.Fprintf(&b, "        %s)\n          _arguments \\\n", c.name)
		for _, f := range c.flags {
			fmt.Fprintf(&b, "            %s \\\n", zshFlag(f))
		}
		b.WriteString("            '*:source:_files' ;;\n")
	}
	fmt.Fprintf(&b, `      esac ;;
  esac
}

if [ "$funcstack[1]" = "_%[1]s" ]; then
  _%[1]s "$@"
else
  compdef _%[1]s %[1]s
fi
`, p.name)
	return []byte(b.String())
}

// zshFlag returns the specification of a flag for _arguments.
func zshFlag(f flag) string {
	value := ""
	switch f.takes {
	case text:
		value = ":" + f.placeholder + ": "
	case oneOf:
		value = ":" + f.placeholder + ":(" + strings.Join(f.values, " ") + ")"
	case file:
		value = ":" + f.placeholder + ":_files"
	case folder:
		value = ":" + f.placeholder + ":_files -/"
	}
	help := "[" + strings.NewReplacer(`\`, `\\`, "[", `\[`, "]", `\]`, ":", `\:`).Replace(f.help) + "]"
	if f.takes != nothing {
		help = "=" + help // --flag=value or --flag value
	}
	spec := shellQuote("--" + f.long + help + value)
	if f.short != "" {
		spec += " " + shellQuote("-"+f.short+strings.TrimPrefix(help, "=")+value)
	}
	return spec
}

// shellQuote quotes a text as one word, for sh, bash and zsh.
func shellQuote(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }
