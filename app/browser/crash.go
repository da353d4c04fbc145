package browser

import (
	"fmt"
	"runtime"
	"strings"
)

// maxCrash is how much of a panic is reported, in bytes: the head of the stack
// is what matters.
const maxCrash = 8 << 10

// panicText describes a recovered panic: the stack, as debug.Stack returns it,
// and the value's type instead of its message, which may quote mail unless the
// Go runtime wrote it. The output of a program that dies of a panic is cleaned
// by crashDetails in web/assets/crash.js, where Go no longer runs.
func panicText(v any, stack []byte) string {
	text := fmt.Sprintf("panic: value of type %T", v)
	if err, ok := v.(runtime.Error); ok {
		text = "panic: " + err.Error()
	}
	text += "\n" + strings.TrimSpace(string(stack))
	if len(text) >= maxCrash {
		text = text[:maxCrash-1]
		text = text[:strings.LastIndexByte(text, '\n')]
	}
	return text + "\n"
}
