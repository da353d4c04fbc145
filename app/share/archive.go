package share

import (
	"archive/tar"
	"bytes"
	"cmp"
	"compress/gzip"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/spoolscope/spoolscope/app/redact"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Archive writes the queue files of the messages as a .tar.gz, which opens in
// Spoolscope with the same groups: control files, data files and transcripts at
// their paths, below a folder per host, and the entries of each listing that are
// about these messages. Files keep their times; root owns them.
//
// If bodies are redacted, data files are padded to their size with empty lines,
// unless that takes more than MaxFiller bytes in all.
//
// The same selection gives the same bytes: no file has the time of the export.
func Archive(w io.Writer, s Selection) error {
	z, err := gzip.NewWriterLevel(w, gzip.BestSpeed)
	if err != nil {
		return err
	}
	a := &archiver{s: s, t: s.texts(), tar: tar.NewWriter(z), folders: map[string]string{}, sizes: map[int32]int64{}, modified: s.Index.Queue.Taken}
	a.t.rd = a.t.rd.ForMail()
	a.fill = a.fillable()
	for _, i := range fileOrder(s.Index.Queue, s.Rows) {
		if err := a.message(i); err != nil {
			return err
		}
	}
	if err := a.listings(); err != nil {
		return err
	}
	if err := a.tar.Close(); err != nil {
		return err
	}
	return z.Close()
}

// fileOrder sorts messages by the position of their control files in the source.
// Any other order would seek once per message in a stream that the browser's
// page keeps, which takes a millisecond or more each time.
func fileOrder(q *queue.Queue, rows []int32) []int32 {
	rows = slices.Clone(rows)
	slices.SortStableFunc(rows, func(a, b int32) int {
		x, y := &q.Control[a], &q.Control[b]
		return cmp.Or(cmp.Compare(x.Blob, y.Blob), cmp.Compare(x.Offset, y.Offset))
	})
	return rows
}

// MaxFiller is how many bytes Archive writes to keep the sizes of data files
// that are left out: 256 MiB, which compress to a few hundred KiB.
const MaxFiller = 256 << 20

type archiver struct {
	s        Selection
	t        *texts
	tar      *tar.Writer
	folders  map[string]string // by host
	sizes    map[int32]int64   // of data files, as written
	fill     bool
	modified int64 // the capture, for the first file: the newest of all
}

// fillable reports whether data files can keep their sizes.
func (a *archiver) fillable() bool {
	if !a.s.Redactor.Redaction().Bodies {
		return false
	}
	sum := int64(0)
	for _, i := range a.s.Rows {
		sum += max(a.t.q.Size[i], 0)
	}
	return sum <= MaxFiller
}

// folder returns where the files of a queue directory go.
func (a *archiver) folder(d *queue.Dir) string {
	parts := []string{}
	if d.Host != "" {
		name, ok := a.folders[d.Host]
		if !ok {
			name = safe(a.t.rd.Host(d.Host))
			if strings.HasPrefix(name, "mqueue") || strings.HasPrefix(name, "clientmqueue") {
				name = "host-" + name // or it would be taken for a queue directory
			}
			taken := func(n string) bool {
				for _, v := range a.folders {
					if v == n {
						return true
					}
				}
				return false
			}
			for n, base := 2, name; taken(name); n++ {
				name = fmt.Sprintf("%s-%d", base, n)
			}
			a.folders[d.Host] = name
		}
		parts = append(parts, name)
	}
	dir := d.Path
	if strings.Trim(dir, "/") == "" {
		dir = "/var/spool/mqueue"
	}
	for p := range strings.SplitSeq(strings.Trim(a.t.rd.Path(dir), "/"), "/") {
		if p != "" && p != "." && p != ".." {
			parts = append(parts, safe(p))
		}
	}
	return strings.Join(parts, "/")
}

// message writes the files of one message.
func (a *archiver) message(i int32) error {
	q, m := a.t.q, a.t.rd
	switch q.Dirs[q.Dir[i]].System {
	case queue.Postfix:
		return a.postfix(i)
	case queue.Exim:
		return a.exim(i)
	}
	folder, id := a.folder(&q.Dirs[q.Dir[i]]), safe(m.ID(q.Text(q.ID[i])))
	name := func(f queue.FileRef) string {
		switch sub := path.Base(path.Dir(q.FileName(f))); sub {
		case "qf", "df", "xf":
			return path.Join(folder, sub, string(f.Prefix[:])+id)
		}
		return path.Join(folder, string(f.Prefix[:])+id)
	}
	if f := q.Control[i]; f.Size >= 0 {
		text := rebuilt(q, i)
		if r, err := q.Open(f); err == nil {
			if text, err = io.ReadAll(r); err != nil {
				return err
			}
		}
		if err := a.file(name(f), redactControl(m, text), a.time(f)); err != nil {
			return err
		}
	}
	if f := q.Data[i]; f.Size >= 0 {
		size, err := a.text(name(f), f, i, q.IsMade(i))
		if err != nil {
			return err
		}
		a.sizes[i] = size
	}
	if f := q.Xscript(i); f.Size >= 0 {
		if _, err := a.text(name(f), f, -1, true); err != nil {
			return err
		}
	}
	others := slices.Clone(q.Prefixes[i]) // only the names of these files are known
	if q.Files[i].Has(queue.StaleTemp) {
		others = append(others, "Tf")
	}
	for _, prefix := range others {
		if err := a.file(path.Join(folder, safe(prefix)+id), nil, 0); err != nil {
			return err
		}
	}
	return nil
}

// header begins a regular file that root owns; size bytes must follow.
func (a *archiver) header(name string, size, modified int64) error {
	return a.tar.WriteHeader(&tar.Header{
		Typeflag: tar.TypeReg, Name: name, Size: size, Mode: 0o600, ModTime: time.Unix(max(modified, 0), 0), Uname: "root", Gname: "root",
	})
}

// file writes a whole file.
func (a *archiver) file(name string, data []byte, modified int64) error {
	if err := a.header(name, int64(len(data)), modified); err != nil {
		return err
	}
	_, err := a.tar.Write(data)
	return err
}

func (a *archiver) time(f queue.FileRef) int64 {
	t := max(int64(f.Time), a.modified)
	a.modified = 0
	return t
}

// wholeFile is the size up to which a redacted file is kept in memory; a larger
// one is redacted twice, the first time for its size.
const wholeFile = 1 << 20

// text writes a data file, or a transcript if row is -1, and returns its size.
func (a *archiver) text(name string, f queue.FileRef, row int32, made bool) (int64, error) {
	q, rd := a.t.q, a.t.rd
	r, err := q.Open(f)
	if err != nil {
		note := []byte(redact.LeftOut + "\n")
		return int64(len(note)), a.file(name, note, a.time(f))
	}
	if !rd.Redaction().Any() {
		if err := a.header(name, f.Size, a.time(f)); err != nil {
			return 0, err
		}
		_, err := io.Copy(a.tar, r)
		return f.Size, err
	}
	redacted := func(w io.Writer) error {
		if _, err := r.Seek(0, io.SeekStart); err != nil {
			return err
		}
		if row < 0 {
			return rd.Transcript(w, r)
		}
		return rd.Body(w, r, a.contentFields(row), made)
	}
	var buf bytes.Buffer
	var count counter
	if f.Size <= wholeFile || rd.Redaction().Bodies {
		err, count = redacted(&buf), counter(buf.Len())
	} else {
		err = redacted(&count)
	}
	if err != nil {
		return 0, err
	}
	size := int64(count)
	if a.fill && row >= 0 {
		size = max(size, f.Size)
	}
	if err := a.header(name, size, a.time(f)); err != nil {
		return 0, err
	}
	if buf.Len() > 0 || count == 0 {
		_, err = a.tar.Write(buf.Bytes())
	} else {
		err = redacted(a.tar)
	}
	for left := size - int64(count); left > 0 && err == nil; {
		n := min(left, int64(len(filler)))
		_, err = a.tar.Write(filler[:n])
		left -= n
	}
	return size, err
}

// filler pads a data file that is left out.
var filler = bytes.Repeat([]byte("\n"), 32<<10)

// counter counts bytes.
type counter int64

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}

// contentFields returns the header fields that help to redact a message's text.
func (a *archiver) contentFields(i int32) []byte {
	r, err := a.t.q.Open(a.t.q.Control[i])
	if err != nil {
		return nil
	}
	text, err := io.ReadAll(r)
	if err != nil {
		return nil
	}
	return aboutText(text)
}

// aboutText returns the header fields in a control file that help to redact the text.
func aboutText(text []byte) []byte {
	var out []byte
	for len(text) > 0 {
		end := redact.FoldedEnd(text)
		rec := text[:end]
		text = text[end:]
		if rec[0] != 'H' {
			continue
		}
		rec = rec[1:]
		if k := bytes.IndexByte(rec, '?'); k == 0 {
			if k = bytes.IndexByte(rec[1:], '?'); k >= 0 {
				rec = rec[k+2:]
			}
		}
		name, _, _ := bytes.Cut(rec, []byte(":"))
		if redact.AboutText(string(name)) {
			out = append(out, unstuff(string(rec))...)
		}
	}
	return out
}

// listings writes the listings' entries about the messages.
func (a *archiver) listings() error {
	q := a.t.q
	chosen := make([]bool, q.Len())
	for _, i := range a.s.Rows {
		chosen[i] = true
	}
	entries := make([][]int32, len(q.Listings))
	for e := range q.Listed {
		if l := &q.Listed[e]; l.Message >= 0 && chosen[l.Message] && int(l.Listing) < len(entries) {
			entries[l.Listing] = append(entries[l.Listing], int32(e))
		}
	}
	written := 0
	for n, list := range entries {
		if len(list) == 0 {
			continue
		}
		slices.SortStableFunc(list, func(x, y int32) int { return int(q.Listed[x].Queue) - int(q.Listed[y].Queue) })
		written++
		name := fmt.Sprintf("mailq-%d.txt", written)
		if host := q.Dirs[q.Dir[q.Listed[list[0]].Message]].Host; host != "" && len(a.folders) > 1 {
			name = path.Join(a.folders[host], name)
		}
		var buf bytes.Buffer
		size := func(i int32, listed int64) int64 {
			if size, ok := a.sizes[i]; ok && listed >= 0 {
				return listed - q.Size[i] + size
			}
			return listed
		}
		var err error
		switch q.Listings[n].System {
		case queue.Postfix:
			name = strings.TrimSuffix(name, "txt") + "json"
			err = a.t.postqueue(&buf, list, size)
		case queue.Exim:
			err = a.t.eximListing(&buf, list, size)
		default:
			err = a.t.listing(&buf, n, list, size)
		}
		if err != nil {
			return err
		}
		made := q.Taken
		if q.TakenBy == queue.NewestEntry { // its time is not known, here or there
			made = 0
		}
		if err := a.file(name, buf.Bytes(), made); err != nil {
			return err
		}
	}
	return nil
}
