//go:build !js

package cleanup_test

import (
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/app/cleanup"
	"github.com/spoolscope/spoolscope/parser/queue"
	"github.com/spoolscope/spoolscope/parser/queuetest"
)

// fakeSendmail quarantines as sendmail does: a new control file with the reason
// takes the place of the old one, under another name.
const fakeSendmail = `#!/bin/sh
cd "$SPOOL" || exit 1
for arg; do
	case $arg in
	-Q*) reason=${arg#-Q} ;;
	-qI*) id=${arg#-qIqf} && awk -v q="q$reason" '/^S/ { print q } { print }' "qf$id" >"tf$id" && mv "tf$id" "hf$id" && rm "qf$id" ;;
	esac
done
`

// control is a control file like those of the plan.
const control = "V8\nT1700000000\nN1\nS<a@example.net>\nRPFD:<b@example.org>\nH??Subject: x\n.\n"

// The step remove, run for real by sh, removes the files of messages that the step
// quarantine of the same plan put into quarantine. It leaves alone what was in
// quarantine before, what somebody else put there, even with the plan's own reason,
// files that were replaced since, and names that would break a list.
func TestRemoveOnlyOwn(t *testing.T) {
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Fatal(err)
	}
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if !cleanup.IsPlain(dir) {
		t.Skipf("no plan can be for %q", dir)
	}
	spool, bin := filepath.Join(dir, "mqueue"), filepath.Join(dir, "bin")
	for _, d := range []string{spool, bin} {
		if err := os.Mkdir(d, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	write := func(path, text string) {
		t.Helper()
		if err := os.WriteFile(path, []byte(text), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	in := func(name string) string { return filepath.Join(spool, name) }
	write(filepath.Join(bin, "sendmail"), fakeSendmail)
	write(filepath.Join(bin, "id"), "#!/bin/sh\necho 0\n")

	ids := make([]string, 6)
	b := queuetest.New()
	b.Dirs = []queue.Dir{{Host: "h", Path: spool, Folder: "mqueue"}}
	for n := range ids {
		ids[n] = fmt.Sprintf("4AB0000%d000001", n)
		write(in("qf"+ids[n]), control)
		write(in("df"+ids[n]), "text\n")
		i := b.Row(0, ids[n])
		b.Files[i] = b.Files[i].With(queue.ControlFile)
		b.Created[i], b.RcptN[i], b.State[i] = 1700000000, 1, queue.Deferred
		b.Order = append(b.Order, i)
	}
	// One more is in quarantine already.
	const before = "4AB00009000001"
	write(in("hf"+before), strings.Replace(control, "S<", "qby hand\nS<", 1))
	i := b.Row(0, before)
	b.Files[i] = b.Files[i].With(queue.QuarantinedControl)
	b.Created[i], b.RcptN[i], b.State[i] = 1700000000, 1, queue.Quarantined
	b.Order = append(b.Order, i)

	p := cleanup.Make(b.Queue, b.Order, cleanup.On{Host: "h"}, cleanup.Quarantine)
	if len(p.Items) != len(ids) || len(p.Left) != 1 || p.Left[0].Why != cleanup.Wrong {
		t.Fatalf("the plan has %d messages and leaves out %v", len(p.Items), p.Left)
	}
	script, err := p.Script(cleanup.Quarantine, cleanup.About{Archive: "a", Rule: "all", Reason: "a test"})
	if err != nil {
		t.Fatal(err)
	}
	write(filepath.Join(dir, "purge.sh"), string(script))
	run := func(step string) string {
		t.Helper()
		cmd := exec.Command(sh, "purge.sh", step)
		cmd.Dir = dir
		cmd.Env = []string{"PATH=" + bin + ":/usr/bin:/bin", "SPOOL=" + spool, "DRY_RUN=0", "ASIDE=" + filepath.Join(dir, "aside"), "TMPDIR=" + dir}
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%s: %v\n%s", step, err, out)
		}
		return string(out)
	}
	files := func() (out []string) {
		entries, err := os.ReadDir(spool)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			out = append(out, e.Name())
		}
		return out
	}

	// Somebody else quarantines the first one with the reason of the plan.
	tag := "spoolscope " + p.ID()
	write(in("hf"+ids[0]), strings.Replace(control, "S<", "q"+tag+"\nS<", 1))
	if err := os.Remove(in("qf" + ids[0])); err != nil {
		t.Fatal(err)
	}
	// Names that mean something to a shell, a list or a path.
	strange := []string{
		"hf*", "hf$(touch gone)", "hf'; rm -rf .", "hf -rf", "-rf", "hf\\", "hf\nhf" + ids[1],
		"hfx\n1\t1\thf" + ids[0], "hf\x01", "qf" + ids[2] + "x",
	}
	for _, name := range strange {
		write(in(name), control)
	}
	if err := os.Symlink("/etc/passwd", in("hflink")); err != nil {
		t.Fatal(err)
	}
	was := files()
	if out := run("remove"); !strings.Contains(out, "0 done") || !slices.Equal(files(), was) {
		t.Errorf("before the quarantine, remove says\n%s", out)
	}
	// The id of the fifth one is part of another name.
	if out := run("quarantine"); !strings.Contains(out, "4 done") || !strings.Contains(out, "1 ambiguous") {
		t.Errorf("quarantine says\n%s", out)
	}
	// Another file replaces the fourth one, with the same reason.
	path := in("hf" + ids[3])
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	write(in("new"), string(data))
	if err := os.Rename(in("new"), path); err != nil {
		t.Fatal(err)
	}
	if out := run("remove"); !strings.Contains(out, "3 done") || !strings.Contains(out, "2 not quarantined by this plan and left alone") {
		t.Errorf("remove says\n%s", out)
	}
	want := append(slices.Clone(strange), "hflink", "hf"+before, "hf"+ids[0], "df"+ids[0], "qf"+ids[2], "df"+ids[2], "hf"+ids[3], "df"+ids[3])
	slices.Sort(want)
	if got := files(); !slices.Equal(got, want) {
		t.Errorf("%q remain, want %q", got, want)
	}
	if _, err := os.Stat(in("gone")); err == nil {
		t.Error("a file name was executed")
	}
	// A symbolic link in place of the list is not followed.
	list := filepath.Join(dir, "aside.quarantined")
	if err := os.Remove(list); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(dir, "elsewhere"), list); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(sh, "purge.sh", "quarantine")
	cmd.Dir, cmd.Env = dir, []string{"PATH=" + bin + ":/usr/bin:/bin", "SPOOL=" + spool, "DRY_RUN=0", "ASIDE=" + filepath.Join(dir, "aside"), "TMPDIR=" + dir}
	if out, err := cmd.CombinedOutput(); err == nil {
		t.Errorf("a link in place of the list was accepted:\n%s", out)
	}
	if _, err := os.Lstat(filepath.Join(dir, "elsewhere")); err == nil || !os.IsNotExist(err) && err != fs.ErrNotExist {
		t.Error("the link was followed")
	}
}
