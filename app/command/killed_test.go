//go:build unix

package command

import (
	"bytes"
	"context"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/spoolscope/spoolscope/parser/corpustest"
)

// exportOf is a variable of the environment in which TestKilledExport runs itself: the
// folder of the data set.
const exportOf = "SPOOLSCOPE_TEST_EXPORT"

// An export that is killed leaves only whole partitions, and the next one continues:
// in the end the data set equals that of an undisturbed export, byte for byte.
func TestKilledExport(t *testing.T) {
	var sources []string
	for _, name := range []string{"basic/spool.tgz", "bounces/incident.tar.xz", "groups/spool.tar.gz", "lost-and-broken/spool.tar.bz2", "mailq-only/mailq.txt", "postfix/spool.tar.gz", "two-hosts/hosts.tar.gz", "variety/spool.tar.zst"} {
		folder, file, _ := strings.Cut(name, "/")
		sources = append(sources, corpustest.Open(t, folder).Path(file))
	}
	args := append([]string{"export", "--format", "parquet", "-j", "2", "--sources", "-", "-o"}, os.Getenv(exportOf))
	list := strings.Join(sources, "\n")
	if os.Getenv(exportOf) != "" {
		os.Exit(Run(context.Background(), args, strings.NewReader(list), io.Discard, os.Stderr))
	}
	whole := filepath.Join(t.TempDir(), "whole")
	args[len(args)-1] = whole
	var said bytes.Buffer
	if code := Run(t.Context(), args, strings.NewReader(list), io.Discard, &said); code != exitOK {
		t.Fatalf("exit code %d: %s", code, said.String())
	}
	want, unfinished := tree(t, whole), 0
	for _, files := range []int{1, 4, 9, 17, 30, 45} {
		dir := filepath.Join(t.TempDir(), "killed")
		killAfter(t, dir, files)
		for name, text := range tree(t, dir) {
			if strings.HasPrefix(name, "host=") && text != want[name] {
				t.Errorf("killed after %d files: %s is not as it should be", files, name)
			}
		}
		partitions, err := filepath.Glob(filepath.Join(dir, "host=*", "capture=*"))
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range partitions {
			if n := len(tree(t, p)); n != len(tree(t, filepath.Join(whole, strings.TrimPrefix(p, dir)))) {
				t.Errorf("killed after %d files: %s has %d", files, p, n)
			}
		}
		if all, _ := filepath.Glob(filepath.Join(whole, "host=*", "capture=*")); len(partitions) < len(all) {
			unfinished++
		}
		args[len(args)-1] = dir
		said.Reset()
		if code := Run(t.Context(), args, strings.NewReader(list), io.Discard, &said); code != exitOK {
			t.Errorf("going on after %d files: exit code %d: %s", files, code, said.String())
		}
		got := tree(t, dir)
		for name := range want {
			if got[name] != want[name] {
				t.Errorf("killed after %d files, then finished: %s differs", files, name)
			}
		}
		if len(got) != len(want) {
			t.Errorf("killed after %d files, then finished: %d files, want %d", files, len(got), len(want))
		}
	}
	if unfinished == 0 {
		t.Error("no export was killed before its end")
	}
}

// killAfter exports in another process and kills it once there are n files.
func killAfter(t *testing.T, dir string, files int) {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^TestKilledExport$")
	cmd.Env = append(os.Environ(), exportOf+"="+dir)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() { cmd.Wait(); close(ended) }()
	for count(dir) < files {
		select {
		case <-ended:
			return
		case <-time.After(time.Millisecond):
		}
	}
	cmd.Process.Kill()
	<-ended
}

// count returns the number of files below a folder, while files come and go.
func count(dir string) (n int) {
	filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			n++
		}
		return nil
	})
	return n
}

// tree returns the text of each file below a folder, by its path in it.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(name)
		in, _ := filepath.Rel(dir, name)
		files[in] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}
