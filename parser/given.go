package parser

import (
	"bytes"
	"fmt"
	"path"
	"strings"
	"unicode/utf8"

	"github.com/spoolscope/spoolscope/parser/count"
	"github.com/spoolscope/spoolscope/parser/internal/archive"
	"github.com/spoolscope/spoolscope/parser/internal/place"
	"github.com/spoolscope/spoolscope/parser/internal/sendmail/mailq"
	"github.com/spoolscope/spoolscope/parser/lazyregexp"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// given is one thing that the user gave: a file, an archive, or a folder with
// all its files. If nothing in it belongs to a queue, that is a Problem: beside
// other sources it would be ignored, and the queue that it should have shown
// would count as empty.
type given struct {
	name    string
	folder  bool
	known   bool   // it has part of a queue, or a Problem says why it could not be read
	log     bool   // it has a mail log
	plain   bool   // its first unrecognised file is itself, not a member of an archive
	seen    string // what that file looks like
	empty   bool   // it is named like a listing, and has nothing in it
	files   int
	own     int // files that sendmail keeps beside the messages
	foreign [mailq.NumFormats]int
}

// give begins a source: something given by itself, or one more file of a folder.
func (l *loader) give(src Source) {
	if src.Folder != "" {
		if n := len(l.given) - 1; n >= 0 && l.given[n].folder && l.given[n].name == src.Folder {
			return
		}
		l.given = append(l.given, given{name: src.Folder, folder: true})
		return
	}
	l.given = append(l.given, given{name: src.Name})
}

// now returns the thing that is being read.
func (l *loader) now() *given { return &l.given[len(l.given)-1] }

// stranger notes an unrecognised file.
func (g *given) stranger(m archive.Member, base string, head []byte) {
	if g.seen == "" {
		g.plain, g.seen = m.Plain, describe(head)
		g.empty = len(head) == 0 && isListingName(base)
	}
	if isOwnFile(base) {
		g.own++
	}
}

// emptySpool reports whether it is a queue directory in use that holds no messages.
func (g *given) emptySpool() bool {
	name := path.Base(g.name)
	return g.folder && g.own == g.files && place.IsSpool(name) && !place.IsAside(name)
}

// maxSeen is how many characters are quoted of a text that is not a listing.
const maxSeen = 60

// recording begins a file of asciinema, version 1, 2 or 3.
var recording = lazyregexp.New(`^\{\s*"version":\s*[123],\s*"(?:width|term|height)"`)

// describe says what the beginning of a file looks like.
func describe(head []byte) string {
	if len(head) == 0 {
		return "an empty file"
	}
	for _, f := range [...]struct{ begin, what string }{
		{"\x89PNG\r\n", "a PNG image"}, {"\xff\xd8\xff", "a JPEG image"}, {"GIF8", "a GIF image"}, {"BM", "a BMP image"},
		{"%PDF-", "a PDF document"}, {"{\\rtf", "an RTF document"}, {"\xd0\xcf\x11\xe0", "an Office document"}, {"\x7fELF", "a program"},
	} {
		if bytes.HasPrefix(head, []byte(f.begin)) && (f.begin != "BM" || bytes.IndexByte(head, 0) >= 0) {
			return f.what
		}
	}
	if recording().Match(head) {
		return "a recording of asciinema, of which `asciinema cat FILE` writes the text"
	}
	if bytes.HasPrefix(head, []byte("RIFF")) && len(head) > 12 && string(head[8:12]) == "WEBP" {
		return "a WebP image"
	}
	if bytes.IndexByte(head, 0) >= 0 {
		return "binary data"
	}
	text := strings.TrimSpace(strings.TrimPrefix(string(head), "\ufeff"))
	line, _, _ := strings.Cut(text, "\n")
	switch {
	case strings.HasPrefix(line, "*** ENVELOPE RECORDS "):
		return "the text of postcat: drop the queue file that it names"
	case strings.HasPrefix(line, "T ") && strings.Contains(line, " 5 ") && strings.Contains(line, "1280+"):
		return "a table of qshape: `postqueue -j` has the messages"
	}
	if line = strings.TrimSpace(line); line == "" {
		return "a file of blanks"
	}
	if r := []rune(line); len(r) > maxSeen {
		line = string(r[:maxSeen-1]) + "…"
	}
	if !utf8.ValidString(line) {
		line = strings.ToValidUTF8(line, "\ufffd")
	}
	return fmt.Sprintf("a text that begins %q", line)
}

// foreignMost returns the other mail system to which most of the files belong.
func (g *given) foreignMost() mailq.Format {
	most := mailq.None
	for f := mailq.Qmail; f < mailq.NumFormats; f++ {
		if g.foreign[f] > g.foreign[most] {
			most = f
		}
	}
	return most
}

// reportStrangers reports what the user gave that does not belong to a queue.
func (l *loader) reportStrangers() {
	for i := range l.given {
		g := &l.given[i]
		if i == len(l.given)-1 && l.ctx.Err() != nil {
			break // it was not read to its end
		}
		switch most := g.foreignMost(); {
		case most != mailq.None && (!g.known || len(l.Order) == 0):
			l.Problem(queue.KindForeign, g.name, "a queue of %s", most.Title())
		case g.known, g.log, g.emptySpool(), g.own > 0 && !g.folder:
		case g.plain && !g.folder && g.empty:
			l.Problem(queue.KindUnsupported, g.name, noOutput)
		case g.plain && !g.folder:
			l.Problem(queue.KindUnsupported, g.name, "%s, not a queue, an archive or mailq output", g.seen)
		default:
			l.Problem(queue.KindNothing, g.name, "no queue files (%s)", lookedAt(g.files))
		}
	}
}

func lookedAt(files int) string {
	if files == 1 {
		return "1 file examined"
	}
	return fmt.Sprintf("%s files examined", count.Text(int64(files)))
}

// noOutput explains an empty file with the name of a listing.
const noOutput = "an empty file: for an empty queue Exim prints nothing, other mail systems a line; a command that failed may have printed nothing, too. `exim -bpc` prints 0 for an empty queue"

// isListingName reports whether a file is named like the output of mailq.
func isListingName(base string) bool {
	base = strings.ToLower(base)
	return strings.Contains(base, "mailq") || strings.Contains(base, "exim-bp") || strings.Contains(base, "exiqgrep") || strings.Contains(base, "exipick")
}

// couldHide notes a file of an archive or folder that may have what the listings
// and directories around it lack: an archive that cannot be opened, or the empty
// output of a mailq that failed. It disproves an empty queue.
func (l *loader) couldHide(file, base string, head []byte) {
	p := queue.Problem{Pos: queue.Pos{File: file, Offset: -1}}
	switch sealed := archive.Sealed(head); {
	case sealed != "":
		p.Kind, p.Reason = queue.KindUnsupported, sealed+", which is not read"
	case len(head) == 0 && isListingName(base):
		p.Kind, p.Reason = queue.KindUnclear, noOutput
	default:
		return
	}
	l.hiding = append(l.hiding, p)
}
