package parser

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// file is something to put into an archive: a folder if its name ends with a
// slash, else a file or a link.
type file struct {
	name, data string
	hard, sym  string // target of a link
}

const (
	born = 1709631667 // 2024-03-05 09:41:07 UTC, which the ids say
	now  = born + 7200
)

// Ids from the same second.
const (
	idA = "4259f7Kc031337"
	idB = "4259f7Kd031337"
	idC = "4259f7Ke031337"
)

// control is a control file with some more records before its sender.
func controlFile(more ...string) string {
	records := append([]string{"V8", fmt.Sprint("T", born), fmt.Sprint("K", born+60), "N1", "P30123"}, more...)
	records = append(records, "$_localhost", "Sann@plum.example", "RPFD:bo@fig.example",
		"H??Received: from home by mail.plum.example (8.15.2/8.15.2) with SMTP id "+idA+";\n\tTue, 5 Mar 2024 09:41:07 GMT",
		"H??Subject: lunch", ".", "")
	return strings.Join(records, "\n")
}

// message returns a message's two files in a folder.
func message(folder, id string, more ...string) []file {
	if len(more) == 0 {
		more = []string{"MDeferred: Connection refused by fig.example."}
	}
	return []file{{name: folder + "qf" + id, data: controlFile(more...)}, {name: folder + "df" + id, data: "Hello\n"}}
}

// bounceText is the data file of a bounce with one reply.
const bounceText = "This is a MIME-encapsulated message\n\n--B\n\n" +
	"The original message was received at Tue, 5 Mar 2024 09:41:07 GMT\nfrom home [192.0.2.7]\n\n" +
	"   ----- Transcript of session follows -----\n... while talking to mx.fig.example.:\n>>> DATA\n<<< 550 5.1.1 no such user\n" +
	"\n--B\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mail.plum.example\n\nFinal-Recipient: RFC822; bo@fig.example\nAction: failed\n" +
	"\n--B\nContent-Type: message/rfc822\n\nReturn-Path: <ann@plum.example>\nSubject: lunch\n\nHello\n\n--B--\n"

func bounce(folder, id string) []file {
	return []file{{name: folder + "qf" + id, data: controlFile("Fr")}, {name: folder + "df" + id, data: bounceText}}
}

func files(groups ...[]file) []file { return slices.Concat(groups...) }

func tarOf(t testing.TB, fs ...file) []byte {
	t.Helper()
	var buf bytes.Buffer
	w := tar.NewWriter(&buf)
	for _, f := range fs {
		h := &tar.Header{Name: f.name, Mode: 0o600, Size: int64(len(f.data)), ModTime: time.Unix(now, 0), Typeflag: tar.TypeReg, Format: tar.FormatGNU}
		switch {
		case strings.HasSuffix(f.name, "/"):
			h.Typeflag = tar.TypeDir
		case f.hard != "":
			h.Typeflag, h.Linkname = tar.TypeLink, f.hard
		case f.sym != "":
			h.Typeflag, h.Linkname = tar.TypeSymlink, f.sym
		}
		must(t, w.WriteHeader(h))
		_, err := io.WriteString(w, f.data)
		must(t, err)
	}
	must(t, w.Close())
	return buf.Bytes()
}

func zipOf(t testing.TB, fs ...file) []byte {
	t.Helper()
	return zipBy(t, zip.Deflate, fs...)
}

// zipBy returns a zip whose files are compressed by a method.
func zipBy(t testing.TB, method uint16, fs ...file) []byte {
	t.Helper()
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	for _, f := range fs {
		part, err := w.CreateHeader(&zip.FileHeader{Name: f.name, Method: method, Modified: time.Unix(now, 0).UTC()})
		must(t, err)
		_, err = io.WriteString(part, f.data)
		must(t, err)
	}
	must(t, w.Close())
	return buf.Bytes()
}

func gz(t testing.TB, data []byte) []byte {
	t.Helper()
	var buf bytes.Buffer
	w := gzip.NewWriter(&buf)
	_, err := w.Write(data)
	must(t, err)
	must(t, w.Close())
	return buf.Bytes()
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// loadTar loads one tar of these files.
func loadTar(t testing.TB, fs ...file) *queue.Queue {
	t.Helper()
	return loadBytes(t, Options{}, source("spool.tar", tarOf(t, fs...)))
}

// summary returns what matters about each message, one line each: queue, id,
// state, file kinds, sender, status, recipients, subject and replies.
func summary(q *queue.Queue) []string {
	var out []string
	for _, i := range q.Order {
		d := q.Dirs[q.Dir[i]]
		var rcpts, replies []string
		from, to := q.Recipients(i)
		for k := from; k < to; k++ {
			rcpts = append(rcpts, q.Text(q.RcptAddr[k])+"="+q.Text(q.RcptStat[k]))
		}
		from, to = q.Replies(i)
		for k := from; k < to; k++ {
			replies = append(replies, q.Text(q.ReplyHost[k])+"="+q.Text(q.ReplyText[k]))
		}
		out = append(out, fmt.Sprintf("%s:%s/%s %v %v created %d tried %d×%d size %d %v from %s (%s) to %v about %s; %v of %s by %s; flags %b",
			d.Host, d.Path, q.Text(q.ID[i]), q.State[i], factNames(q, i), q.Created[i], q.LastTry[i], q.Attempts[i], q.Size[i],
			q.Text(q.Bounce[i]), q.Text(q.Sender[i]), q.Text(q.Effective[i]), rcpts, q.Text(q.Subject[i]), replies,
			q.Text(q.Origin[i]), q.Text(q.OriginBy[i]), q.Flags[i]))
	}
	return out
}

// places lists the messages as "host:path/id state".
func placed(q *queue.Queue) []string {
	var out []string
	for _, i := range q.Order {
		d := q.Dirs[q.Dir[i]]
		out = append(out, fmt.Sprintf("%s:%s/%s %v", d.Host, d.Path, q.Text(q.ID[i]), q.State[i]))
	}
	return out
}

func kinds(q *queue.Queue) []string {
	var out []string
	for _, p := range q.Problems {
		out = append(out, string(p.Kind))
	}
	return out
}

func sameLines(t *testing.T, what string, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s:\n\t%s\nwant\n\t%s", what, strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
	}
}

// row finds a message by its id.
func rowOf(t *testing.T, q *queue.Queue, id string) int32 {
	t.Helper()
	for _, i := range q.Order {
		if q.Text(q.ID[i]) == id {
			return i
		}
	}
	t.Fatalf("%s is not among %v", id, placed(q))
	return -1
}
