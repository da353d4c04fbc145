package e2e

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/parser/corpustest"
	"github.com/spoolscope/spoolscope/scripts/e2e/drive"
)

// badFile is a file that cannot be read and what its error must say.
type badFile struct {
	path string
	want []string
}

// A file that cannot be read gives an error that says what to do. The page keeps
// working: the next one can be dropped right after it, and a good archive at the
// end.
func TestErrors(t *testing.T) {
	t.Parallel()
	bad := map[string][]badFile{} // by target
	for _, tc := range []struct {
		name, file string
		data       []byte
		want       []string
		on         []target
	}{
		{"unsupported", "notes.doc", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 not a queue"), []string{
			"notes.doc is not a queue, an archive or mailq output.",
			"Spoolscope reads .tar, .tar.gz, .tar.zst, .tar.xz, .tar.bz2, .zip, single queue files and folders."}, bothTargets},
		{"encrypted", "spool.zip", encryptedZip(t), []string{
			"spool.zip is encrypted.", "Decrypt or unpack it first and drop the result here. Spoolscope never asks for passwords."}, targets[:1]},
		{"nothing recognised", "backup.tar", tarOf(t, map[string]string{"etc/passwd": "root", "etc/group": "root", "readme": "x"}), []string{
			"No queue files in backup.tar (3 files examined).", "Queue files of sendmail are named qf… and df….", "Archive the mqueue directory itself"}, targets[:1]},
		{"qmail", "q.txt", []byte("messages in queue: 12\nmessages in queue but not yet preprocessed: 0\n"), []string{"qmail"}, targets[:1]},
		{"no bytes", "spool.tar", nil, []string{"spool.tar"}, targets[:1]},
		{"noise behind a gzip header", "spool.tar.gz", append([]byte{0x1f, 0x8b, 8, 0}, bytes.Repeat([]byte{0xa5}, 5000)...), []string{"spool.tar.gz"}, targets},
	} {
		for _, tg := range tc.on {
			bad[tg.name] = append(bad[tg.name], badFile{file(t, tc.file, tc.data), tc.want})
		}
	}
	each(t, func(a *app) {
		for _, f := range bad[a.target.name] {
			a.must(a.Drop(f.path))
			for _, w := range f.want {
				a.wait(fmt.Sprintf(`document.querySelector('main .note.st-fail')?.innerText.includes(%s)`, drive.Quote(w)))
			}
		}
		a.dropBasic()
	})
}

func TestTruncated(t *testing.T) {
	t.Parallel()
	data := corpustest.Open(t, "bounces").Read(t, "mqueue-files-only.tar.gz")
	path := file(t, "cut.tgz", data[:len(data)*2/3])
	both(t, func(a *app) {
		a.drop(path)
		var note string
		a.must(a.Eval(`document.querySelector('main .note').innerText`, &note))
		n := a.figures().Messages
		for _, w := range []string{"The archive ends early, at byte ", fmt.Sprintf("%d messages up to there were read and are shown.", n),
			"Check for a full disk where it was made, then collect it again."} {
			if !strings.Contains(note, w) {
				a.t.Errorf("the note reads %q, want %q in it", note, w)
			}
		}
		if n < 20 || n > 117 {
			a.t.Errorf("%d messages of 117 are shown, want a good part", n)
		}
		a.wait(`document.querySelector('.archive .badge')?.textContent.includes('ends early')`)
	})
}

func TestEmptyQueue(t *testing.T) {
	t.Parallel()
	both(t, func(a *app) {
		a.drop(corpustest.Open(a.t, "empty").Path("empty.tar"))
		a.wait(`document.body.innerText.includes('The queue is empty.')`)
	})
}

// A control file with megabytes of header fields is a message like any other.
func TestHugeHeader(t *testing.T) {
	t.Parallel()
	control := "V8\nT1700000000\nK0\nN0\nP30000\nS<a@example.org>\nRPFD:<b@example.net>\nH??Subject: large\nH??X-Large: " +
		strings.Repeat("x", 2<<20) + "\n" + strings.Repeat("H??X-Many: y\n", 100_000) + ".\n"
	path := file(t, "spool.tar", tarOf(t, map[string]string{
		"mqueue/qf3ANMDKc0031337": control, "mqueue/df3ANMDKc0031337": "text\n",
	}))
	both(t, func(a *app) {
		a.drop(path)
		a.check(figures{Messages: 1, Recipients: 1, States: map[string]int{"held": 1}})
	})
}

// encryptedZip returns a zip archive whose entries have the encryption bit set.
func encryptedZip(t *testing.T) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, name := range []string{"mqueue/qf3ANMDKc0031337", "mqueue/df3ANMDKc0031337"} {
		f, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write(bytes.Repeat([]byte{0x5a}, 100)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	data := out.Bytes()
	for magic, at := range map[string]int{"PK\x03\x04": 6, "PK\x01\x02": 8} { // flags in local header and directory
		for i := range data[:len(data)-at-2] {
			if string(data[i:i+4]) == magic {
				flags := binary.LittleEndian.Uint16(data[i+at:])
				binary.LittleEndian.PutUint16(data[i+at:], flags|1)
			}
		}
	}
	return data
}
