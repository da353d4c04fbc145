package parser

import (
	"bufio"
	"context"
	"io"
	"path"
	"time"

	"github.com/spoolscope/spoolscope/parser/internal/archive"
	"github.com/spoolscope/spoolscope/parser/internal/history"
	"github.com/spoolscope/spoolscope/parser/internal/mailsystem"
	"github.com/spoolscope/spoolscope/parser/internal/place"
	"github.com/spoolscope/spoolscope/parser/internal/postfix/maincf"
	"github.com/spoolscope/spoolscope/parser/internal/postfix/spool"
	"github.com/spoolscope/spoolscope/parser/internal/queuefile"
	"github.com/spoolscope/spoolscope/parser/internal/sendmail/config"
	"github.com/spoolscope/spoolscope/parser/internal/sendmail/data"
	"github.com/spoolscope/spoolscope/parser/internal/sendmail/mailq"
	"github.com/spoolscope/spoolscope/parser/internal/sendmail/name"
	"github.com/spoolscope/spoolscope/parser/internal/settings"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// loader is one Load. Files are put into rows as they stream by; whatever needs
// the whole input (which folder is which queue, which listing belongs where)
// waits for finish.
type loader struct {
	*mailsystem.Rows
	systems  [len(mailSystems)]mailsystem.Spools // by queue.System
	ctx      context.Context
	opt      Options
	blobs    archive.Blobs
	progress Progress
	offer    bool // Partial may be called

	scan  data.Scanner
	read  queuefile.Control // the current control file, if it was not read ahead
	lines []queue.Str       // of the current data file

	given    []given                   // the mail system of the sources
	hiding   []queue.Problem           // files that may belong to a queue, see couldHide
	settings settings.Files            // what configurations say
	listings []listing                 // frames with where they lay
	others   []other                   // files that are not part of a queue
	links    map[linkKey]queue.FileRef // names that hard links may point to
	dirLinks []archive.Member          // symbolic links, for queue directories
	dataDirs map[int32]queue.Str       // rows whose data file lies in another queue directory
	odd      map[int32]bool            // rows whose id is not a queue id
	unsure   map[int32][]queue.Problem // rows whose control file is to say whether they are bounces, with their problems
	reread   int64                     // bytes read again for hard links

	textLimited bool // a Problem says so
	fullNoted   bool
	sniff       *bufio.Reader // for files that are recognised by content
	files       int
	texts       int                // files with listings
	strangers   int                // files with nothing of a queue, not all of which are counted
	names       int                // bytes of names in others, links and dirLinks
	permanent   map[queue.Str]bool // statuses, see isPermanent
	groups      int                // of captures of one queue
	compared    int                // headings and entries of listings with those of others
	logs        []mailLog
	logsKept    int       // bytes of those that are kept in memory
	logsFull    bool      // a Problem says that there are too many
	shown       []int     // listings of the current text that are not hidden
	modTime     time.Time // of the current source

	listedAddr, listedStat, listedBody []queue.Str // of listing entries
}

// other is a file or folder that is not a queue file.
type other struct {
	folder place.Folder
	name   string
	dir    bool
}

// maxOthers bounds the names of files and links that may matter once it is
// known which folders are queues, and maxNames the bytes of all of them.
const (
	maxOthers = 100000
	maxNames  = 16 << 20
)

// keepsName reports whether one more name, of n bytes, may be kept, and counts it.
func (l *loader) keepsName(n int) bool {
	if l.names+n > maxNames {
		return false
	}
	l.names += n
	return true
}

// other records a file or folder that is not a queue file.
func (l *loader) other(f place.Folder, name string, dir bool) {
	if len(l.others) < maxOthers && l.keepsName(len(f.Path)+len(name)) {
		l.others = append(l.others, other{f, name, dir})
	}
}

// look passes on what was read so far.
func (l *loader) look() {
	if l.offer && l.opt.Hooks.Partial != nil {
		l.offer = false
		l.Queue.Blobs = l.blobs.At
		l.opt.Hooks.Partial(l.Queue)
	}
}

// member takes one file of an archive.
func (l *loader) member(m archive.Member, r io.Reader) error {
	l.look()
	if l.full(m.Name) {
		return mailsystem.ErrFull
	}
	base := path.Base(m.Name)
	l.progress.File = m.Name
	switch {
	case m.Dir:
		if name.IsFile(base) && queue.IsSendmailFileID(base[2:]) || !name.IsFolder(base) {
			l.other(mailsystem.FolderOf(m), base, true)
		}
		l.now().known = l.now().known || place.IsSpool(base) || spool.DirectoryOf(base) == spool.Deferred
		return nil
	case m.Link != "" && m.Symlink:
		if len(l.dirLinks) < maxOthers && l.keepsName(len(m.Name)+len(m.Link)) {
			l.dirLinks = append(l.dirLinks, m)
		}
		return nil
	case m.Link != "":
		return l.hardLink(m)
	}
	l.files++
	l.now().files++
	l.Sources[len(l.Sources)-1].Files++
	if name.IsFile(base) {
		return l.queueFile(m, base, r)
	}
	if taken, err := l.spoolFile(m, r); taken {
		return err
	}
	return l.otherFile(m, base, r)
}

// row finds the row for a queue file of sendmail.
func (l *loader) row(m archive.Member, id string) int32 {
	l.now().known = true
	return l.RowFor(m, id)
}

func (l *loader) queueFile(m archive.Member, base string, r io.Reader) error {
	kind, id := queue.KindOf(base[:2]), base[2:]
	plausible := queue.IsSendmailFileID(id)
	if !plausible && (kind == queue.OtherFile || kind == queue.StaleTemp || kind == queue.Transcript) {
		return l.otherFile(m, base, r)
	}
	switch kind {
	case queue.ControlFile, queue.QuarantinedControl, queue.LostControl, queue.TempControl:
		if l.textFull(m.Name) {
			return mailsystem.ErrFull
		}
		f, parsed := archive.Parsed(r).(*queuefile.Control)
		if !parsed {
			f = &l.read
			text, err := l.ReadText(r, m.Name)
			if f.Text, f.Size = text, len(text); err != nil {
				return err
			}
		}
		l.TextRead += int64(f.Size)
		if !plausible && !queuefile.LooksControl(f.Text) {
			l.other(mailsystem.FolderOf(m), base, false)
			return nil
		}
		if !parsed {
			f.Parse(f.Text, m.Name, l.opt.Digests)
		}
		m.Size = int64(f.Size)
		l.control(m, id, kind, f)
		if parsed {
			f.Release()
		}
	case queue.DataFile:
		i := l.row(m, id)
		if !plausible {
			l.mark(&l.odd, i)
		}
		return l.data(m, i, r)
	case queue.Transcript:
		i := l.row(m, id)
		size, err := io.Copy(io.Discard, r)
		m.Size = size
		l.Files[i] = l.Files[i].With(kind)
		l.Xscripts[i] = l.Ref(m)
		return mailsystem.ReadError(err)
	default:
		i := l.row(m, id)
		l.Files[i] = l.Files[i].With(kind)
		if kind == queue.OtherFile {
			l.Prefixes[i] = append(l.Prefixes[i], base[:2])
		}
	}
	return nil
}

func (l *loader) mark(set *map[int32]bool, i int32) {
	if *set == nil {
		*set = map[int32]bool{}
	}
	(*set)[i] = true
}

// sniffSize is how much of a file is examined to determine what it is.
const sniffSize = 64 << 10

// otherFile handles a file that is not a queue file by its name: a listing, or
// something to mention.
func (l *loader) otherFile(m archive.Member, base string, r io.Reader) error {
	// A member is read before the next one, except that a hard link leads to a file.
	if l.sniff == nil {
		l.sniff = bufio.NewReaderSize(r, sniffSize)
	}
	br := l.sniff
	br.Reset(r)
	head, err := br.Peek(sniffSize)
	if err != nil && mailsystem.ReadError(err) != nil && len(head) == 0 {
		return err
	}
	if client, ok := config.IsFile(base); ok {
		l.now().known = true
		l.settings.Sendmail(m, client, br)
		return nil
	}
	if maincf.IsFile(base) || maincf.Begins(head) {
		l.now().known = true
		l.settings.Postfix(m, br)
		return nil
	}
	var look history.Look
	isLog := false
	if len(head) > 0 { // a small archive can have a million empty files
		if taken, err := l.stray(m, head, br); taken {
			return err
		}
		look, isLog = history.LookAt(loggers, head)
	}
	if m.Plain && len(head) > 0 {
		if taken, err := l.pastedLog(m, head, isLog && look.Mail, br); taken {
			return err
		}
	}
	if isLog && look.Mail {
		return l.mailLog(m, look, br)
	}
	format, system := mailq.None, namedListing(base, head)
	if l.looksFor(m.Name, base, head) {
		format = mailq.Sniff(head)
	}
	switch format {
	case mailq.Postfix:
		system = queue.Postfix
	case mailq.Exim:
		system = queue.Exim
	}
	switch {
	case format == mailq.Sendmail, system != queue.Sendmail:
		l.now().known = true
		if !l.listsTooMany(m.Name) {
			l.listing(m, system, &limitedText{Reader: br, l: l, name: m.Name})
		}
		return nil
	case format != mailq.None:
		l.now().foreign[format]++
	}
	if isLog && format == mailq.None {
		return l.mailLog(m, look, br)
	}
	if m.Plain && format == mailq.None && len(head) > 0 {
		if taken, err := l.logInText(m, head, br); taken {
			return err
		}
	}
	folder := mailsystem.FolderOf(m)
	if l.Places.NameHost(folder, base, head) && m.Plain {
		l.now().known = true
	}
	if len(head) > 0 && l.strangers < MaxStrangers {
		l.strangers++
	}
	l.now().stranger(m, base, head)
	l.couldHide(m.Name, base, head)
	if m.Blob >= 0 && !m.Plain {
		l.remember(m, l.Ref(m))
	}
	l.other(folder, base, false)
	return nil
}
