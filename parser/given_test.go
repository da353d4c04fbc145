package parser

import (
	"archive/zip"
	"bytes"
	"errors"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// lockedZip returns a zip with one encrypted member.
func lockedZip(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	if _, err := w.CreateRaw(&zip.FileHeader{Name: "mailq-mx2.txt", Flags: 1, CompressedSize64: 12, UncompressedSize64: 12}); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// broken is a source whose bytes cannot be read.
type broken struct{}

func (broken) ReadAt([]byte, int64) (int, error) { return 0, errors.New("input/output error") }

// Whatever is opened beside an empty listing and is not part of a queue is a
// Problem, and the queue is not called empty.
func TestStrangerBesideEmpty(t *testing.T) {
	empty, random := []byte(one(mta, "")), rand.New(rand.NewPCG(1, 2))
	const letter = "Dear all,\nnothing is stuck here.\n"
	noise := make([]byte, 4000) // does not compress, so half of the file is half of the data
	for i := range noise {
		noise[i] = byte(random.Uint32())
	}
	packed := gz(t, noise)
	inner := tarOf(t, file{name: "mqueue/notes", data: string(noise)})
	sources := []struct {
		name   string
		source Source
		want   queue.Kind
		says   string
	}{
		{"a letter", source("letter.txt", []byte(letter)), queue.KindUnsupported, `a text that begins "Dear all,"`},
		{"a long line", source("x.csv", []byte(strings.Repeat("ä;", 500))), queue.KindUnsupported, "…"},
		{"an empty file", source("mailq-mx2.txt", nil), queue.KindUnsupported, "an empty file"},
		{"an empty stream", Source{Name: "-", Size: -1, R: strings.NewReader("")}, queue.KindUnsupported, "an empty file"},
		{"blanks", source("mailq-mx2.txt", []byte("\n \n\n")), queue.KindUnsupported, "a file of blanks"},
		{"an image", source("shot.png", []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")), queue.KindUnsupported, "a PNG image"},
		{"a PDF", source("queue.pdf", []byte("%PDF-1.7\n")), queue.KindUnsupported, "a PDF document"},
		{"a recording", source("mx2.cast", []byte("{\"version\": 2, \"width\": 80, \"height\": 24}\n[0.1, \"o\", \"mailq\"]\n")), queue.KindUnsupported, "a recording of asciinema"},
		{"binary", source("x.bin", []byte("\x01\x02\x00\x03")), queue.KindUnsupported, "binary data"},
		{"a packed letter", source("letter.txt.gz", gz(t, []byte(letter))), queue.KindUnsupported, "Dear all"},
		{"a packed nothing", source("mailq.txt.gz", gz(t, nil)), queue.KindUnsupported, "an empty file"},
		{"an archive of letters", source("letters.tar", tarOf(t, file{name: "a/1.txt", data: letter}, file{name: "a/2.txt", data: letter})), queue.KindNothing, "2 files examined"},
		{"an archive of nothing", source("nothing.tar", tarOf(t)), queue.KindNothing, "0 files examined"},
		{"a folder of letters", Source{Name: "mail/letter.txt", Folder: "mail", Size: int64(len(letter)), At: bytes.NewReader([]byte(letter))}, queue.KindNothing, "1 file examined"},
		{"a folder of nothing", Source{Name: "mail", Folder: "mail", Empty: true}, queue.KindNothing, "0 files examined"},
		{"a queue of qmail", source("qmail.txt", []byte("messages in queue: 12\nmessages in queue but not yet preprocessed: 0\n")), queue.KindForeign, "qmail"},
		{"a cut queue of Postfix", source("postqueue.txt", []byte("-Queue ID-  --Size-- ----Arrival Time---- -Sender/Recipient-------\n")), queue.KindPartial, "without its total"},
		{"refused by Postfix", source("postqueue.txt", []byte("postqueue: fatal: Queue report unavailable - mail system is down\n")), queue.KindRefused, "mail system is down"},
		{"refused", source("mailq-mx2.txt", []byte("Permission denied\n")), queue.KindUnsupported, "Permission denied"},
		{"refused by sendmail", source("mailq-mx2.txt", []byte("You are not permitted to see the queue\n")), queue.KindRefused, "not permitted"},
		{"refused by the shell", source("mailq-mx2.txt", []byte("bash: mailq: command not found\n")), queue.KindRefused, "command not found"},
		{"unreadable", Source{Name: "mailq-mx2.txt", Size: 100, At: broken{}}, queue.KindUnreadable, "input/output error"},
		{"cut gzip", source("mailq-mx2.txt.gz", packed[:len(packed)/2]), queue.KindTruncated, ""},
		{"cut at once", source("mailq-mx2.txt.gz", packed[:11]), queue.KindTruncated, ""},
		{"a locked zip", source("mailq-mx2.zip", lockedZip(t)), queue.KindEncrypted, ""},
		{"OpenPGP", source("mailq-mx2.txt.asc", []byte("-----BEGIN PGP MESSAGE-----\n\nhQEMA\n")), queue.KindEncrypted, "OpenPGP"},
		{"7z", source("mailq-mx2.7z", []byte("7z\xbc\xaf\x27\x1c\x00\x04")), queue.KindUnsupported, "7z"},
		{"a cut archive inside", source("all.tar", tarOf(t, file{name: "mx2.tar", data: string(inner[:700])})), queue.KindTruncated, ""},
		{"a cut gzip inside", source("all.tar", tarOf(t, file{name: "mailq-mx2.txt.gz", data: string(packed[:len(packed)/2])})), queue.KindTruncated, ""},
		{"a listing of a part", source("mailq-mx2.txt", []byte("# mailq -qRexample.net\n"+one(mta, ""))), queue.KindUnclear, "a part"},
		{"counts", source("mailq-mx2.txt", []byte("/var/spool/mqueue: entries=7\n\t\tTotal requests: 7\n")), queue.KindCounts, "7 messages"},
		{"announced", source("mailq-mx2.txt", []byte("\t\t/var/spool/mqueue (3 requests)\n")), queue.KindPartial, "3 messages"},
	}
	for _, tt := range sources {
		for _, first := range []bool{true, false} {
			t.Run(tt.name, func(t *testing.T) {
				src := tt.source
				if src.R != nil {
					src.R = strings.NewReader("")
				}
				both := []Source{src, source("mailq-mx1.txt", empty)}
				if !first {
					both = []Source{both[1], both[0]}
				}
				q := loadBytes(t, Options{}, both...)
				var found bool
				for _, p := range q.Problems {
					found = found || p.Kind == tt.want && strings.Contains(p.Reason, tt.says)
					if p.Kind == queue.KindEmptyQueue {
						t.Error("the queue is called empty")
					}
				}
				if !found {
					t.Errorf("no problem %q with %q: %v", tt.want, tt.says, q.Problems)
				}
			})
		}
	}
}

// A source without a queue is also a Problem beside messages.
func TestStrangerBesideMessages(t *testing.T) {
	q := loadBytes(t, Options{}, source("mailq.txt", []byte(one(mta, "ab"))), source("letter.txt", []byte("Dear all,\n")))
	if got := letters(q) + " " + strings.Join(kindsOf(q), " "); got != ":ab unsupported" {
		t.Errorf("%q: %v", got, q.Problems)
	}
}

// Unrelated files in the same folder or archive do not contradict an empty
// listing, unless they may contain a queue themselves.
func TestEmptyAmongOthers(t *testing.T) {
	listing := file{name: "sosreport-mx1/sos_commands/sendmail/mailq", data: one(mta, "")}
	others := []file{
		{name: "sosreport-mx1/etc/passwd", data: "root:x:0:0:root:/root:/bin/bash\n"}, {name: "sosreport-mx1/var/log/btmp"},
		{name: "sosreport-mx1/sos_commands/logo.png", data: "\x89PNG\r\n\x1a\n\x00"}, {name: "sosreport-mx1/sos_logs/ui.log.gz", data: string(gz(t, []byte("all is well\n")))},
	}
	tests := []struct {
		name string
		more []file
		want queue.Kind
	}{
		{"others", nil, queue.KindEmptyQueue},
		{"an empty listing", []file{{name: "sosreport-mx2/sos_commands/sendmail/mailq"}}, queue.KindUnclear},
		{"7z inside", []file{{name: "sosreport-mx1/queue.7z", data: "7z\xbc\xaf\x27\x1c\x00\x04"}}, queue.KindUnsupported},
		{"OpenPGP inside", []file{{name: "sosreport-mx1/queue.asc", data: "-----BEGIN PGP MESSAGE-----\n"}}, queue.KindUnsupported},
	}
	for _, tt := range tests {
		files := append(append([]file{listing}, others...), tt.more...)
		q := loadBytes(t, Options{}, source("sosreport.tar", tarOf(t, files...)))
		if got := verdict(q); got != tt.want || len(q.Problems) != 1 {
			t.Errorf("%s in an archive: %v, want %s", tt.name, q.Problems, tt.want)
		}
		var folder []Source
		for _, f := range files {
			folder = append(folder, Source{Name: f.name, Folder: "evidence", Size: int64(len(f.data)), At: strings.NewReader(f.data)})
		}
		kinds := strings.Join(kindsOf(loadBytes(t, Options{}, folder...)), " ")
		if want := string(tt.want); kinds != want && (want != "unsupported" || kinds != "encrypted") {
			t.Errorf("%s in a folder: %s, want %s", tt.name, kinds, want)
		}
	}
}

// A queue directory without messages proves that the queue is empty; an empty
// submission queue proves nothing about the main queue.
func TestEmptyDirectory(t *testing.T) {
	own := func(folder string) Source {
		return Source{Name: folder + "/sm-client.pid", Folder: folder, Size: 5, At: strings.NewReader("4711\n")}
	}
	tests := []struct {
		name    string
		sources []Source
		want    queue.Kind
	}{
		{"a main queue", []Source{{Name: "/var/spool/mqueue", Folder: "/var/spool/mqueue", Empty: true}}, queue.KindEmptyQueue},
		{"with a file of its own", []Source{own("/var/spool/mqueue")}, queue.KindEmptyQueue},
		{"submissions", []Source{own("/var/spool/clientmqueue")}, queue.KindUnclear},
		{"both", []Source{own("/var/spool/clientmqueue"), {Name: "/var/spool/mqueue", Folder: "/var/spool/mqueue", Empty: true}}, queue.KindEmptyQueue},
		{"one put aside", []Source{{Name: "/var/spool/mqueue.old", Folder: "/var/spool/mqueue.old", Empty: true}}, queue.KindNothing},
		{"an archive of one put aside", []Source{source("q.tar", tarOf(t, file{name: "var/spool/mqueue-bak1/"}))}, queue.KindNothing},
		{"any folder", []Source{{Name: "/tmp/x", Folder: "/tmp/x", Empty: true}}, queue.KindNothing},
		{"an archive", []Source{source("q.tar", tarOf(t, file{name: "var/spool/mqueue/"}))}, queue.KindEmptyQueue},
		{"an archive of submissions", []Source{source("q.tar", tarOf(t, file{name: "var/spool/clientmqueue/"}))}, queue.KindUnclear},
	}
	for _, tt := range tests {
		if got := strings.Join(kindsOf(loadBytes(t, Options{}, tt.sources...)), " "); got != string(tt.want) {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

// A program that reports a failure after an empty listing may have had more to
// list.
func TestEmptyThenFatal(t *testing.T) {
	empty := "/var/spool/mqueue is empty\n\t\tTotal requests: 0\n"
	for line, proves := range map[string]bool{
		"sendmail: fatal":                                false,
		"sendmail: panic: queue mapping":                 false,
		"mailq: Killed":                                  false,
		"bash: line 1: 4711 Aborted (core dumped) mailq": false,
		"WARNING: local host name (mx) is not qualified; see cf/README: WHO AM I?": true,
		"": true,
	} {
		q := loadBytes(t, Options{}, source("mailq.txt", []byte(empty+line+"\n")))
		said := false
		for _, p := range q.Problems {
			said = said || p.Kind == queue.KindEmptyQueue
		}
		if said != proves {
			t.Errorf("after %q the queue is said to be empty: %v; %v", line, said, q.Problems)
		}
	}
}
