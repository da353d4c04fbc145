//go:build sendmail || postfix || exim

package livemail

import (
	"bytes"
	"context"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"github.com/spoolscope/spoolscope/app/cleanup"
	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/parser"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// server is what the mail servers of all systems have in common.
type server struct {
	t    *testing.T
	dir  string     // everything of the server is in here
	env  []string   // where a script finds the server
	on   cleanup.On // where a plan finds it; the host comes from the capture
	pack func()     // packs a capture into spool.tgz in dir
}

// reachable makes the server's folder accessible to the user that a mail system
// runs as.
func (s *server) reachable() {
	s.t.Helper()
	for d := s.dir; d != "/"; d = filepath.Dir(d) {
		if info, err := os.Stat(d); err == nil && info.Mode()&0o001 == 0 {
			if err := os.Chmod(d, info.Mode()|0o011); err != nil {
				s.t.Fatal(err)
			}
		}
	}
}

// write makes a file in the server's folder and returns its path.
func (s *server) write(name, text string, mode os.FileMode) string {
	s.t.Helper()
	path := filepath.Join(s.dir, name)
	if err := os.WriteFile(path, []byte(text), mode); err != nil {
		s.t.Fatal(err)
	}
	return path
}

// command prepares a command of the test in the server's folder.
func (s *server) command(env []string, name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.Dir = s.dir
	cmd.Env = slices.Concat(os.Environ(), s.env, env)
	return cmd
}

// run runs a command and returns its output.
func (s *server) run(env []string, name string, args ...string) string {
	s.t.Helper()
	out, err := s.command(env, name, args...).CombinedOutput()
	if err != nil {
		s.t.Fatalf("%s %q: %v\n%s", name, args, err, out)
	}
	return string(out)
}

// sh runs a script for real and returns its summary.
func (s *server) sh(args ...string) string {
	s.t.Helper()
	return s.run([]string{"DRY_RUN=0"}, "sh", args...)
}

// refuses runs a script for real: it must fail and leave the queue's files as they are.
func (s *server) refuses(files func() map[string]string, name string, env ...string) {
	s.t.Helper()
	before := files()
	if out, err := s.command(append(env, "DRY_RUN=0"), "sh", name).CombinedOutput(); err == nil {
		s.t.Errorf("%s says\n%s", name, out)
	}
	if !maps.Equal(before, files()) {
		s.t.Errorf("%s changed the queue", name)
	}
}

// contents returns the bytes of all files in a folder, by path.
func (s *server) contents(folder string) map[string]string {
	s.t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(folder, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		all[path] = string(data)
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return all
}

// capture packs the queue as the README says, and reads it.
func (s *server) capture() *queue.Queue {
	s.t.Helper()
	s.pack()
	data, err := os.ReadFile(filepath.Join(s.dir, "spool.tgz"))
	if err != nil {
		s.t.Fatal(err)
	}
	q, err := parser.Load(context.Background(), []parser.Source{{Name: "spool.tgz", Size: int64(len(data)), At: bytes.NewReader(data)}}, parser.Options{})
	if err != nil {
		s.t.Fatal(err)
	}
	return q
}

// plan makes the scripts of a method for the messages that pick finds.
func (s *server) plan(m cleanup.Method, pick func(*queue.Queue) []int32) *cleanup.Plan {
	s.t.Helper()
	q := s.capture()
	on := s.on
	on.Host = q.Dirs[0].Host
	p := cleanup.Make(q, pick(q), on, m)
	about := cleanup.About{Archive: "spool.tgz", Taken: q.Taken, Rule: "of the test", Reason: "it's a test", Stays: len(q.Order) - len(p.Items)}
	for _, name := range m.Names() {
		data, err := p.File(q, m, about, name)
		if err != nil {
			s.t.Fatal(err)
		}
		s.write(name, string(data), 0o644)
		if name != cleanup.ManifestName {
			s.run(nil, "shellcheck", "-s", "sh", name)
		}
	}
	// Right after the capture every file matches the manifest.
	s.run(nil, "sha256sum", "-c", "--quiet", cleanup.ManifestName)
	return p
}

func all(q *queue.Queue) []int32 { return q.Order }

// only picks the messages with these ids.
func only(ids ...string) func(*queue.Queue) []int32 {
	return func(q *queue.Queue) []int32 {
		return slices.DeleteFunc(slices.Clone(q.Order), func(i int32) bool { return !slices.Contains(ids, q.Text(q.ID[i])) })
	}
}

// rule picks the messages of a rule.
func rule(kind string) func(*queue.Queue) []int32 {
	return func(q *queue.Queue) []int32 {
		n, err := filter.Parse(cleanup.Rule{Kind: kind}.Filter(""))
		if err != nil {
			panic(err)
		}
		rows, err := triage.NewIndex(q).Select(n)
		if err != nil {
			panic(err)
		}
		return rows
	}
}

// planned returns the ids of a plan's messages, sorted.
func planned(p *cleanup.Plan) []string {
	var ids []string
	for _, it := range p.Items {
		ids = append(ids, it.ID)
	}
	slices.Sort(ids)
	return ids
}
