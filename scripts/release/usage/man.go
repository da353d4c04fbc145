package usage

import (
	"fmt"
	"strings"
	"time"

	"github.com/alecthomas/kong"
)

// Man writes the manual page for section 1, using the macros of man(7). The
// date is the source's.
func Man(model *kong.Application, version string, date time.Time) []byte {
	p := newProgram(model)
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line(`.TH %s 1 "%s" "%s %s" "User Commands"`, strings.ToUpper(p.name), date.Format(time.DateOnly), p.name, roff(version))
	line(".SH NAME\n%s \\- see why mail is stuck in a mail queue", p.name)
	line(".SH SYNOPSIS")
	for _, c := range p.commands {
		line(".B %s %s\n%s\n.br", p.name, roff(c.name), roff(strings.TrimSpace("[options]"+c.synopsis)))
	}
	line(".SH DESCRIPTION\n%s", roff(p.help))
	line(".SH OPTIONS")
	manFlags(line, p.flags)
	line(".SH COMMANDS")
	for _, c := range p.commands {
		line(".SS %s%s\n%s", roff(c.name), roff(c.synopsis), roff(c.help))
		manFlags(line, c.flags[:len(c.flags)-1]) // without --help
	}
	line(".SH EXIT STATUS")
	for _, e := range []struct{ code, means string }{
		{"0", "The sources were read and the answer was printed."},
		{"1", "Nothing could be read, found or compared."},
		{"2", "The command line is wrong."},
		{"130", "Interrupted: stopped by you with Ctrl+C or a signal. Nothing is shown of what was read only in part."},
	} {
		line(".TP\n.B %s\n%s", e.code, e.means)
	}
	line(".SH EXAMPLES")
	for _, e := range []struct{ does, line string }{
		{"Collect a queue as root on the mail server:", `mailq > mailq.txt; tar czf spool.tgz -C /var/spool mqueue -C "$PWD" mailq.txt`},
		{"See what holds it up:", p.name + " causes spool.tgz"},
		{"Count messages that are two days old or more, by the responsible server:", p.name + ` group --by server --filter "age:>2d" spool.tgz`},
	} {
		line("%s\n.PP\n.RS 4\n.EX\n%s\n.EE\n.RE\n.PP", roff(e.does), roff(e.line))
	}
	line(".SH SEE ALSO\n.BR mailq (1),\n.BR sendmail (8)")
	return []byte(b.String())
}

func manFlags(line func(string, ...any), flags []flag) {
	for _, f := range flags {
		name := `\fB\-\-` + roff(f.long) + `\fR`
		if f.short != "" {
			name = `\fB\-` + f.short + `\fR, ` + name
		}
		if f.takes != nothing {
			name += `=\fI` + roff(f.placeholder) + `\fR`
		}
		line(".TP\n%s\n%s", name, roff(f.help))
	}
}

// roff escapes a text: nothing in it is an instruction, and a hyphen can be
// copied into a shell.
func roff(s string) string {
	s = strings.NewReplacer(`\`, `\e`, "-", `\-`, "…", `\&...`, "^", `\(ha`, "~", `\(ti`, "`", `\(ga`).Replace(s)
	if strings.HasPrefix(s, ".") || strings.HasPrefix(s, "'") {
		s = `\&` + s
	}
	return s
}
