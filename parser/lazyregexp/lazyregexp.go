// Package lazyregexp has regular expressions that are compiled when they are first used.
// The page and each of its workers initialise all packages, and compiling more than two
// hundred expressions took each a quarter of a second. It is public because the screens
// and the redaction have expressions too.
package lazyregexp

import (
	"os"
	"regexp"
	"strings"
	"sync"
)

// Regexp returns the compiled expression.
type Regexp func() *regexp.Regexp

// New returns a regular expression in the syntax of package regexp. If it is wrong, its
// first use panics; in a test, New itself does, so that no wrong one is shipped.
func New(text string) Regexp {
	if inTest {
		regexp.MustCompile(text)
	}
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(text) })
}

var inTest = len(os.Args) > 0 && strings.HasSuffix(strings.TrimSuffix(os.Args[0], ".exe"), ".test")
