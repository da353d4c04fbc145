// Package formats holds the grammars that the parser follows, for its
// maintainers. Its only code is the test of the citations.
package formats

import (
	"io/fs"
	"os"
	"path"
	"regexp"
	"strings"
	"testing"
)

var (
	// aComment joins the lines of a comment, so that a citation may be wrapped.
	aComment = regexp.MustCompile(`\n\s*//\s*`)
	// aCitation is a file of this folder with the sections that are named after it.
	aCitation = regexp.MustCompile(`formats/ ?([a-z]+\.md)((?:,? (?:(?:and|to) )?§[0-9]+(?:\.[0-9]+)*(?:-[0-9]+(?:\.[0-9]+)*)?)*)`)
	aSection  = regexp.MustCompile(`[0-9]+(?:\.[0-9]+)*`)
	aHeading  = regexp.MustCompile(`(?m)^#+ ([0-9]+(?:\.[0-9]+)*)[. ]`)
)

// sections returns the numbers of a file's headings.
func sections(t *testing.T, file string) map[string]bool {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	for _, m := range aHeading.FindAllSubmatch(text, -1) {
		found[string(m[1])] = true
	}
	return found
}

// Every section cited by the code exists, and so does every section to which
// the text refers.
func TestCitedSections(t *testing.T) {
	have := map[string]map[string]bool{}
	cited := 0
	check := func(where, file, numbers string) {
		if have[file] == nil {
			have[file] = sections(t, file)
		}
		for _, n := range aSection.FindAllString(numbers, -1) {
			cited++
			if !have[file][n] {
				t.Errorf("%s cites %s §%s, which is not there", where, file, n)
			}
		}
	}
	tree := os.DirFS("../..")
	err := fs.WalkDir(tree, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && name != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "build" || d.Name() == "testdata" || d.Name() == "node_modules"):
			return fs.SkipDir
		case d.IsDir() || path.Ext(name) != ".go":
			return nil
		}
		src, err := fs.ReadFile(tree, name)
		for _, m := range aCitation.FindAllSubmatch(aComment.ReplaceAll(src, []byte(" ")), -1) {
			check(name, string(m[1]), string(m[2]))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if cited < 50 {
		t.Errorf("found %d citations, want more than 50: is the pattern right?", cited)
	}
	texts, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range texts {
		if path.Ext(f.Name()) != ".md" {
			continue
		}
		text, err := os.ReadFile(f.Name())
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`([A-Z]* ?[0-9]* ?)§([0-9.]*[0-9])`).FindAllSubmatch(text, -1) {
			if !strings.HasPrefix(string(m[1]), "RFC") {
				check(f.Name(), f.Name(), string(m[2]))
			}
		}
	}
}
