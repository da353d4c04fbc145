package usage

import (
	"fmt"
	"strings"

	"github.com/alecthomas/kong"
)

// Bash writes a completion for bash 3.2 and newer. If none of our words fits,
// bash completes file names.
func Bash(model *kong.Application) []byte {
	p := newProgram(model)
	var b strings.Builder
	fmt.Fprintf(&b, `# bash completion for %[1]s

_%[1]s() {
  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} command="" words="" i IFS=$'\n'
  # --flag=value is three words to bash.
  [ "$cur" = "=" ] && cur=""
  [ "$prev" = "=" ] && prev=${COMP_WORDS[COMP_CWORD-2]}
  for ((i = 1; i < COMP_CWORD; i++)); do
    case ${COMP_WORDS[i]} in
      %[2]s) command=${COMP_WORDS[i]}; break ;;
    esac
  done
  COMPREPLY=()
  case $command:$prev in
`, p.name, strings.Join(names(p), "|"))
	for _, c := range p.commands {
		for _, f := range c.flags {
			switch f.takes {
			case nothing:
				continue
			case oneOf:
				fmt.Fprintf(&b, "    %s) words=%s ;;\n", flagPattern(c, f), bashWords(f.values))
			case folder:
				fmt.Fprintf(&b, "    %s) COMPREPLY=($(compgen -d -- \"$cur\")); return ;;\n", flagPattern(c, f))
			default:
				fmt.Fprintf(&b, "    %s) return ;;\n", flagPattern(c, f))
			}
		}
	}
	b.WriteString("    *)\n      case $command:$cur in\n")
	fmt.Fprintf(&b, "        :*) words=%s ;;\n", bashWords(append(names(p), longs(p.flags)...)))
	for _, c := range p.commands {
		fmt.Fprintf(&b, "        %s:-*) words=%s ;;\n", c.name, bashWords(longs(c.flags)))
	}
	fmt.Fprintf(&b, `        *) return ;;
      esac ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
}

complete -o default -F _%[1]s %[1]s
`, p.name)
	return []byte(b.String())
}

// flagPattern matches the command and the flag before the cursor.
func flagPattern(c subcommand, f flag) string {
	s := c.name + ":--" + f.long
	if f.short != "" {
		s += "|" + c.name + ":-" + f.short
	}
	return s
}

// bashWords quotes words, one a line.
func bashWords(words []string) string { return "$'" + strings.Join(words, `\n`) + "'" }

func names(p program) []string {
	out := make([]string, len(p.commands))
	for i, c := range p.commands {
		out[i] = c.name
	}
	return out
}

func longs(flags []flag) []string {
	out := make([]string, len(flags))
	for i, f := range flags {
		out[i] = "--" + f.long
	}
	return out
}
