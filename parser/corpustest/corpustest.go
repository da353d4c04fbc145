// Package corpustest provides real mail queues for tests: archives made from
// real sendmail (postfix, exim) queues, and the facts to check against.
// The files are in parser/testdata/corpus.
package corpustest

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// folder is where the cases are, from the top of the repository; logFolder where those with logs
// are.
const (
	folder    = "parser/testdata/corpus"
	logFolder = "parser/testdata/logs"
)

// Case is a folder of the corpus: one situation, with one or two hosts.
type Case struct {
	Name string // "basic"
	dir  string
}

// Sendmail returns the cases that sendmail made, in the order of their names.
func Sendmail(t testing.TB) []Case {
	return list(t, func(name string) bool { return !isForeign(name) })
}

// Foreign returns the cases of mail systems other than sendmail.
func Foreign(t testing.TB) []Case { return list(t, isForeign) }

// Postfix returns the cases that Postfix made.
func Postfix(t testing.TB) []Case { return list(t, isPostfix) }

// Exim returns the cases that Exim made.
func Exim(t testing.TB) []Case { return list(t, isExim) }

// Open returns the case with this name.
func Open(t testing.TB, name string) Case {
	t.Helper()
	return open(t, folder, name)
}

// WithLogs returns the case of a mail system ("sendmail", "postfix", "exim") that has its logs: two
// captures, A.tar.gz and B.tar.gz, with facts.json about every line of the log.
func WithLogs(t testing.TB, system string) Case {
	t.Helper()
	return open(t, logFolder, system)
}

func open(t testing.TB, folder, name string) Case {
	t.Helper()
	c := Case{Name: name, dir: filepath.Join(root(t, folder), name)}
	if _, err := os.Stat(c.dir); err != nil {
		t.Fatalf("corpus case %q: %v", name, err)
	}
	return c
}

// Path returns the path of a file of the case, which need not exist.
func (c Case) Path(name string) string { return filepath.Join(c.dir, name) }

// Has reports whether the case has a file of this name.
func (c Case) Has(name string) bool {
	_, err := os.Stat(c.Path(name))
	return err == nil
}

// Read returns the bytes of a file of the case.
func (c Case) Read(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(c.Path(name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// Archives returns the names of the case's archives: the same queue, packed in
// different ways.
func (c Case) Archives(t testing.TB) []string {
	t.Helper()
	var names []string
	for _, a := range c.Facts(t)[0].Archives {
		names = append(names, a.File)
	}
	if len(names) == 0 {
		t.Fatalf("corpus case %s has no archives", c.Name)
	}
	return names
}

// Facts returns what is known of each host of the case: a single element in all
// cases but one.
func (c Case) Facts(t testing.TB) []Facts {
	t.Helper()
	names, err := filepath.Glob(c.Path("*facts.json"))
	if err != nil || len(names) == 0 {
		t.Fatalf("corpus case %s has no facts (%v)", c.Name, err)
	}
	var all []Facts
	for _, name := range names {
		var f Facts
		if err := json.Unmarshal(c.Read(t, filepath.Base(name)), &f); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		f.Prefix = strings.TrimSuffix(filepath.Base(name), "facts.json")
		all = append(all, f)
	}
	return all
}

func isForeign(name string) bool { return isPostfix(name) || isExim(name) }

func isExim(name string) bool { return name == "exim" || strings.HasPrefix(name, "exim-") }

func isPostfix(name string) bool { return name == "postfix" || strings.HasPrefix(name, "postfix-") }

func list(t testing.TB, want func(name string) bool) []Case {
	t.Helper()
	dir := root(t, folder)
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var cases []Case
	for _, e := range entries {
		if e.IsDir() && want(e.Name()) {
			cases = append(cases, Case{Name: e.Name(), dir: filepath.Join(dir, e.Name())})
		}
	}
	if len(cases) == 0 {
		t.Fatalf("no corpus cases in %s", dir)
	}
	return cases
}

// root finds the corpus from the directory of the test that runs, upwards.
func root(t testing.TB, folder string) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		candidate := filepath.Join(dir, filepath.FromSlash(folder))
		_, err := os.Stat(candidate)
		if err == nil {
			return candidate
		}
		parent := filepath.Dir(dir)
		if !errors.Is(err, fs.ErrNotExist) || parent == dir {
			t.Fatalf("no %s above the test's directory: %v", folder, err)
		}
		dir = parent
	}
}
