package app_test

import (
	"go/scanner"
	"go/token"
	"path"
	"strings"
	"testing"
)

// maxCode is how many lines of code a package may have, without blank lines and
// comments. The model of a queue and the replies of servers are tables, mostly.
const maxCode = 3500

func TestPackageSizes(t *testing.T) {
	lines := map[string]int{}
	eachFile(t, func(name string, src []byte) error {
		if !strings.HasSuffix(name, "_test.go") {
			lines[path.Dir(name)] += codeLines(src)
		}
		return nil
	})
	for dir, n := range lines {
		if n > maxCode && dir != "parser/queue" && dir != "parser/smtp" {
			t.Errorf("%s has %d lines of code, more than %d: what of it could be a package of its own?", dir, n, maxCode)
		}
	}
}

// codeLines counts the lines of a file on which a token begins.
func codeLines(src []byte) (n int) {
	var s scanner.Scanner
	file := token.NewFileSet().AddFile("", -1, len(src))
	s.Init(file, src, nil, 0)
	for last := 0; ; {
		pos, tok, lit := s.Scan()
		switch line := file.Line(pos); {
		case tok == token.EOF:
			return n
		case tok == token.SEMICOLON && lit == "\n": // none is written
		case line != last:
			n, last = n+1, line
		}
	}
}
