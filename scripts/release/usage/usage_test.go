package usage

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spoolscope/spoolscope/app/command"
)

func man() []byte {
	return Man(command.Model(), "v0.1.0", time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC))
}

// Every part of the command line is in each of the files, and repeated runs
// agree.
func TestComplete(t *testing.T) {
	p := newProgram(command.Model())
	if len(p.commands) < 10 {
		t.Fatalf("the model has %d commands, want all", len(p.commands))
	}
	for name, write := range map[string]func() []byte{
		"bash": func() []byte { return Bash(command.Model()) },
		"zsh":  func() []byte { return Zsh(command.Model()) },
		"fish": func() []byte { return Fish(command.Model()) },
		"man":  man,
	} {
		text := string(write())
		if text != string(write()) {
			t.Errorf("%s differs between two calls", name)
		}
		if name == "man" {
			text = strings.ReplaceAll(text, `\-`, "-")
		}
		for _, c := range p.commands {
			if !strings.Contains(text, c.name) {
				t.Errorf("%s lacks the command %s", name, c.name)
			}
			for _, f := range c.flags {
				want := "--" + f.long
				if name == "fish" {
					want = "-l " + f.long + " "
				}
				if !strings.Contains(text, want) {
					t.Errorf("%s lacks %s of %s", name, want, c.name)
				}
			}
		}
	}
}

// Shells and groff read the files without complaint, if they are installed.
func TestSyntax(t *testing.T) {
	for _, tt := range []struct {
		program string
		args    []string
		text    []byte
	}{
		{"bash", []string{"-n"}, Bash(command.Model())},
		{"zsh", []string{"-n"}, Zsh(command.Model())},
		{"fish", []string{"--no-execute"}, Fish(command.Model())},
		{"groff", []string{"-man", "-Tutf8", "-ww", "-z"}, man()},
	} {
		t.Run(tt.program, func(t *testing.T) {
			if _, err := exec.LookPath(tt.program); err != nil {
				t.Skip(err)
			}
			path := filepath.Join(t.TempDir(), "file")
			if err := os.WriteFile(path, tt.text, 0o644); err != nil {
				t.Fatal(err)
			}
			if out, err := exec.Command(tt.program, append(tt.args, path)...).CombinedOutput(); err != nil || len(bytes.TrimSpace(out)) > 0 {
				t.Errorf("%s: %v\n%s", tt.program, err, out)
			}
		})
	}
}

// What bash completes for a command line, as readline splits it.
func TestBashOffers(t *testing.T) {
	if _, err := exec.LookPath("bash"); err != nil {
		t.Skip(err)
	}
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "a folder"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		words []string
		want  []string // among what is offered; none: the files, by readline
	}{
		{[]string{""}, []string{"causes", "export", "--version"}},
		{[]string{"s"}, []string{"statuses", "summary", "show"}},
		{[]string{"export", "--f"}, []string{"--format", "--filter"}},
		{[]string{"export", "--format", "c"}, []string{"csv"}},
		{[]string{"export", "--format", "=", "js"}, []string{"jsonl"}},
		{[]string{"export", "--format", "="}, []string{"csv", "viewer"}},
		{[]string{"purge", "--script", "a"}, []string{"a folder"}},
		{[]string{"export", "-o", ""}, nil},
		{[]string{"causes", ""}, nil},
		{[]string{"causes", "--filter", "-"}, nil},
	} {
		script := `set -f; . "$1"; shift; set +f; COMP_WORDS=(spoolscope "$@"); COMP_CWORD=$#; _spoolscope; for w in "${COMPREPLY[@]}"; do printf '%s\n' "$w"; done`
		path := filepath.Join(dir, "completion")
		if err := os.WriteFile(path, Bash(command.Model()), 0o644); err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command("bash", append([]string{"--norc", "-c", script, "bash", path}, tt.words...)...)
		cmd.Dir = dir
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%q: %v\n%s", tt.words, err, out)
		}
		var got []string
		for line := range strings.Lines(string(out)) {
			got = append(got, strings.TrimSuffix(line, "\n"))
		}
		if len(tt.want) == 0 && len(got) > 0 {
			t.Errorf("after %q, bash offers %q, want files", tt.words, got)
		}
		last := strings.TrimPrefix(tt.words[len(tt.words)-1], "=")
		for _, w := range tt.want {
			if !slices.Contains(got, w) {
				t.Errorf("after %q, bash offers %q, want %q among it", tt.words, got, w)
			}
		}
		for _, g := range got {
			if !strings.HasPrefix(g, last) {
				t.Errorf("after %q, bash offers %q", tt.words, g)
			}
		}
	}
}
