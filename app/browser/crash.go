package browser

import (
	"fmt"
	"runtime"
	"strings"
)

// maxCrash is how much of a crash is reported, in bytes: the head of the first
// goroutine says what there is to know.
const maxCrash = 8 << 10

// runtimeWords begin the messages that the Go runtime and WebAssembly (a trap)
// write themselves. Any other message may quote mail.
var runtimeWords = []string{"panic: runtime error: ", "fatal error: ", "runtime: ", "RuntimeError: "}

// cleanCrash takes from what a dying Go program printed the lines that cannot
// hold mail: the runtime's own messages and the stack.
func cleanCrash(printed string) string {
	printed = printed[lastCrash(printed):]
	var b strings.Builder
	inStack := false // a message may have several lines, before the stack
	for line := range strings.Lines(printed) {
		line = strings.TrimRight(line, "\r\n")
		switch {
		case isGoroutine(line):
			inStack = true
		case inStack && isPosition(line):
		case inStack && isFrame(line):
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

func cleanPanic(line string) string {
	if isTyped(line) {
		return line
	}
	return "panic: (message left out: it may quote mail)"
}

// panicText describes a panic without its message, unless that comes from the
// Go runtime: any other may quote mail.
func panicText(v any, stack []byte) string {
	text := fmt.Sprintf("panic: value of type %T", v)
	if err, ok := v.(runtime.Error); ok {
		text = "panic: " + err.Error()
	}
	return cleanCrash(text + "\n\n" + strings.TrimSpace(string(stack)))
}
