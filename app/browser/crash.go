package browser

import (
	"regexp"
	"strings"
)

// maxCrash is how much of a crash is reported, in bytes: the head of the first
// goroutine says what there is to know.
const maxCrash = 8 << 10

var (
	crashStart = regexp.MustCompile(`(?m)^(panic: |fatal error: |runtime: out of memory)`)
	goroutine  = regexp.MustCompile(`^goroutine \d+ .*:$`)
	frame      = regexp.MustCompile(`^(created by )?[\w./*()\[\]{}·~%-]+(\.[\w.*()\[\]{}·~-]+)+(\(.*\)| in goroutine \d+)?$`)
	position   = regexp.MustCompile(`^\t\S+\.(go|s):\d+( \+0x[0-9a-f]+)?$`)
)

// runtimeWords begin the panic messages that the Go runtime writes itself.
// Any other message may quote mail.
var runtimeWords = []string{"panic: runtime error: ", "fatal error: ", "runtime: "}

// cleanCrash takes from what a dying Go program printed the lines that cannot
// hold mail: the runtime's own messages and the stack.
func cleanCrash(printed string) string {
	if at := crashStart.FindAllStringIndex(printed, -1); len(at) > 0 {
		printed = printed[at[len(at)-1][0]:]
	}
	var b strings.Builder
	inStack := false // a message may have several lines, before the stack
	for line := range strings.Lines(printed) {
		line = strings.TrimRight(line, "\r\n")
		switch {
		case goroutine.MatchString(line):
			inStack = true
		case inStack && position.MatchString(line):
		case inStack && frame.MatchString(line):
			// The arguments are addresses: they say nothing.
			if strings.HasSuffix(line, ")") {
				line = line[:strings.LastIndexByte(line, '(')]
			}
		case hasRuntimeWords(line):
		case strings.HasPrefix(line, "panic: "):
			line = cleanPanic(line)
		default:
			continue
		}
		if b.Len()+len(line)+1 > maxCrash {
			break
		}
		b.WriteString(line)
		b.WriteByte('\n')
	}
	if b.Len() == 0 {
		return "no details\n"
	}
	return b.String()
}

func hasRuntimeWords(line string) bool {
	for _, w := range runtimeWords {
		if strings.HasPrefix(line, w) {
			return true
		}
	}
	return false
}

// goType is the line that panicText writes.
var goType = regexp.MustCompile(`^panic: value of type [*\[\]]*[\w.]+$`)

func cleanPanic(line string) string {
	if goType.MatchString(line) {
		return line
	}
	return "panic: (message left out: it may quote mail)"
}
