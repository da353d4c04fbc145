package browser

import "strings"

// The lines of a crash, by their form. Package regexp would say it in less, at
// a cost of a hundred kilobytes to everybody who opens the page.

// crashWords begin the line with which a crash begins.
var crashWords = []string{"panic: ", "fatal error: ", "runtime: out of memory"}

// lastCrash is where the last crash begins in what was printed, 0 if there is
// none.
func lastCrash(printed string) int {
	at, last := 0, 0
	for line := range strings.SplitAfterSeq(printed, "\n") {
		for _, w := range crashWords {
			if strings.HasPrefix(line, w) {
				last = at
			}
		}
		at += len(line)
	}
	return last
}

// isGoroutine finds "goroutine 7 [running]:".
func isGoroutine(line string) bool {
	rest, ok := strings.CutPrefix(line, "goroutine ")
	rest, digits := cutDigits(rest)
	return ok && digits && strings.HasPrefix(rest, " ") && strings.HasSuffix(rest, ":")
}

// isPosition finds "\tapp/main_js.go:40 +0x3", and "\t?:0 +0x3" where the module
// has no lines.
func isPosition(line string) bool {
	path, ok := strings.CutPrefix(line, "\t")
	if !ok {
		return false
	}
	if i := strings.LastIndex(path, " +0x"); i >= 0 {
		offset := path[i+len(" +0x"):]
		if offset == "" || strings.Trim(offset, "0123456789abcdef") != "" {
			return false
		}
		path = path[:i]
	}
	colon := strings.LastIndexByte(path, ':')
	if colon < 0 || strings.ContainsAny(path, " \t\n\f\r") {
		return false
	}
	rest, digits := cutDigits(path[colon+1:])
	if !digits || rest != "" {
		return false
	}
	file := path[:colon]
	if file == "?" {
		return true
	}
	name, ok := strings.CutSuffix(file, ".go")
	if !ok {
		name, ok = strings.CutSuffix(file, ".s")
	}
	return ok && name != ""
}

// isFrame finds "main.(*T).do(0x1, {…})" and "created by main.main in
// goroutine 1": names of functions, with whatever is in their parentheses.
func isFrame(line string) bool {
	line = strings.TrimPrefix(line, "created by ")
	if isFunc(line) {
		return true
	}
	if i := strings.LastIndex(line, " in goroutine "); i >= 0 {
		rest, digits := cutDigits(line[i+len(" in goroutine "):])
		if digits && rest == "" && isFunc(line[:i]) {
			return true
		}
	}
	if !strings.HasSuffix(line, ")") {
		return false
	}
	// Parentheses are in names too: the arguments may begin at any.
	for i := range len(line) {
		if line[i] == '(' && isFunc(line[:i]) {
			return true
		}
	}
	return false
}

// isFunc tells whether s is the full name of a function: a path, a dot and a
// name, of the bytes that the linker lets into them.
func isFunc(s string) bool {
	dot, after := -1, 0
	for i, r := range s {
		switch {
		case r == '/' || r == '%':
			dot, after = -1, 0 // of a path: the name comes later
		case !isWord(r) && !strings.ContainsRune(".*()[]{}·~-", r):
			return false
		case dot >= 0:
			after++
		case r == '.' && i > 0:
			dot = i
		}
	}
	return dot >= 0 && after > 0
}

// isTyped finds the line that panicText writes.
func isTyped(line string) bool {
	name, ok := strings.CutPrefix(line, "panic: value of type ")
	name = strings.TrimLeft(name, "*[]")
	return ok && name != "" && strings.IndexFunc(name, func(r rune) bool { return !isWord(r) && r != '.' }) < 0
}

// isWord tells whether r is an ASCII letter, a digit or an underscore.
func isWord(r rune) bool {
	return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || r == '_'
}

// cutDigits takes the decimal digits away with which s begins, if it does.
func cutDigits(s string) (rest string, ok bool) {
	rest = strings.TrimLeft(s, "0123456789")
	return rest, len(rest) < len(s)
}
