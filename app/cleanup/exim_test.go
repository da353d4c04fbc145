//go:build !js

package cleanup_test

import (
	"archive/tar"
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/app/cleanup"
	"github.com/spoolscope/spoolscope/parser/corpustest"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// The script reads -H files as the parser does: in a spool that has not changed
// since the capture, it finds every planned message unchanged.
func TestEximCorpus(t *testing.T) {
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range corpustest.Exim(t) {
		t.Run(c.Name, func(t *testing.T) {
			const archive = "spool.tar.bz2"
			dir, err := filepath.EvalSymlinks(t.TempDir())
			if err != nil {
				t.Fatal(err)
			}
			if !cleanup.IsPlain(dir) {
				t.Skipf("no plan can be for %q", dir)
			}
			unpack(t, c.Read(t, archive), dir)
			spool := filepath.Join(dir, "var/spool/exim4")
			bin := filepath.Join(dir, "bin")
			if err := os.Mkdir(bin, 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(bin, "exim"), []byte("#!/bin/sh\n[ \"$2\" = spool_directory ] && echo spool_directory = "+spool+"\n"), 0o755); err != nil {
				t.Fatal(err)
			}

			q := load(t, c.Name, archive)
			host := q.Dirs[q.Dir[q.Order[0]]].Host
			for _, m := range cleanup.Methods {
				p := cleanup.Make(q, q.Order, cleanup.On{Host: host, System: queue.Exim, Spool: spool}, m)
				if len(p.Items) == 0 {
					if m != cleanup.Aside {
						t.Errorf("%s has no messages: %v", m, p.Left)
					}
					continue
				}
				script, err := p.Script(m, cleanup.About{Archive: archive, Taken: q.Taken, Rule: "all", Reason: "a test"})
				if err != nil {
					t.Fatal(err)
				}
				frozen := 0
				for _, it := range p.Items {
					if q.State[it.Row] == queue.Quarantined {
						frozen++
					}
				}
				cmd := exec.Command(sh)
				cmd.Stdin = bytes.NewReader(script)
				cmd.Env = []string{"PATH=" + bin + ":/usr/bin:/bin", "TMPDIR=" + dir}
				out, err := cmd.CombinedOutput()
				if err != nil {
					t.Fatalf("%s: %v\n%s", m, err, out)
				}
				would, done := len(p.Items), 0
				if m == cleanup.Quarantine {
					would, done = len(p.Items)-frozen, frozen
				}
				if want := fmt.Sprintf("%d planned; dry run: %d would be done, %d done before, 0 gone since, 0 changed since", len(p.Items), would, done); !strings.Contains(string(out), want) {
					t.Errorf("%s says\n%s\nwant %s", m, out, want)
				}
			}
		})
	}
}

// unpack writes the files of an archive into a folder.
func unpack(t *testing.T, data []byte, dir string) {
	t.Helper()
	for _, m := range corpustest.Unpack(t, data) {
		var err error
		name := filepath.Join(dir, filepath.FromSlash(m.Name))
		switch m.Typeflag {
		case tar.TypeDir:
			err = os.MkdirAll(name, 0o755)
		case tar.TypeReg:
			if err = os.MkdirAll(filepath.Dir(name), 0o755); err == nil {
				err = os.WriteFile(name, m.Data, 0o644)
			}
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}
