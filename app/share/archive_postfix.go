package share

import (
	"cmp"
	"path"
	"strconv"
	"strings"

	"github.com/spoolscope/spoolscope/parser"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// spoolFolder is the directory of Postfix's spool for a state, for files that came from elsewhere.
var spoolFolder = map[queue.State]string{
	queue.Processing: "active", queue.Deferred: "deferred", queue.Quarantined: "hold", queue.Lost: "corrupt", queue.Incomplete: "incoming",
}

// folderIn returns the directory of Postfix's spool that holds a file, "" for none that holds
// messages.
func folderIn(name string) string {
	dir := path.Dir(name)
	for len(path.Base(dir)) == 1 && dir != path.Dir(dir) { // folders of a hash
		dir = path.Dir(dir)
	}
	switch base := path.Base(dir); base {
	case "incoming", "active", "deferred", "hold", "maildrop", "corrupt", "saved":
		return base
	}
	return ""
}

// contentSize returns the size of a message, as the first record of its queue file says, which begins
// with a type, a length of one byte, and 15 columns for the size (formats/postfix.md §2).
func contentSize(file []byte) (size int64, ok bool) {
	const from, to = 2, 2 + 15
	if len(file) < to || file[0] != 'C' {
		return 0, false
	}
	size, err := strconv.ParseInt(strings.TrimSpace(string(file[from:to])), 10, 64)
	return size, err == nil
}

// postfix writes the queue file of a message of Postfix, and the log of its last attempt. If
// anything is redacted the file is rebuilt from what is known about the message: envelope and
// header are redacted as in a control file, the text as in a data file.
func (a *archiver) postfix(i int32) error {
	q, m := a.t.q, a.t.rd
	sub := folderIn(q.FileName(q.Control[i]))
	if sub == "" {
		sub = cmp.Or(spoolFolder[q.State[i]], "incoming")
	}
	folder, id := a.folder(&q.Dirs[q.Dir[i]]), safe(m.ID(q.Text(q.ID[i])))
	text := spoolControl(q, i)
	c, _ := parser.ParseControl(string(redactControl(m, text)), "")
	body, err := a.spoolBody(i, aboutText(text))
	if err != nil {
		return err
	}
	c.Complete = q.Flags[i]&queue.Damaged == 0
	file, log := parser.PostfixFile(&c, body)
	if original := a.original(q.Control[i]); original != nil {
		file = original
	} else if size, ok := contentSize(file); ok {
		a.sizes[i] = size
	}
	mode := int64(0o700)
	if q.State[i] == queue.Incomplete {
		mode = 0o600 // it is still being written
	}
	if err := a.spoolFile(path.Join(folder, sub, id), file, int64(q.Control[i].Time), mode); err != nil || log == nil {
		return err
	}
	return a.spoolFile(path.Join(folder, "defer", id), log, max(q.LastTry[i], 0), 0o600)
}
