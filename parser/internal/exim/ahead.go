package exim

import (
	"bytes"
	"crypto/sha256"
	"io"
	"strings"
	"sync"

	"github.com/spoolscope/spoolscope/parser/internal/archive"
	"github.com/spoolscope/spoolscope/parser/internal/exim/envelope"
	"github.com/spoolscope/spoolscope/parser/internal/exim/notice"
	"github.com/spoolscope/spoolscope/parser/internal/exim/spool"
	"github.com/spoolscope/spoolscope/parser/internal/mailsystem"
	"github.com/spoolscope/spoolscope/parser/internal/sendmail/dsn"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// textFile is a file that is read as a whole, parsed.
type textFile[T any] struct {
	size int
	says T
}

// readText reads a whole file, unless it was read ahead.
func readText[T any](s *spools, m *archive.Member, r io.Reader, parse func(text string) T) (says T, err error) {
	if s.Full(m.Name) {
		return says, mailsystem.ErrFull
	}
	f, ok := archive.Parsed(r).(*textFile[T])
	if !ok {
		var text string
		text, err = s.ReadText(r, m.Name)
		f = &textFile[T]{size: len(text)}
		if err == nil {
			f.says = parse(text)
		}
	}
	s.TextRead += int64(f.size)
	m.Size = int64(f.size)
	return f.says, err
}

// ahead makes a parser of a file that is read as a whole.
func ahead[T any](parse func(text string) T) func(archive.Member, []byte) any {
	return func(_ archive.Member, data []byte) any {
		return &textFile[T]{len(data), parse(string(data))}
	}
}

// parser implements mailsystem.System.
func parser(name string, sums bool) func(archive.Member, []byte) any {
	f, ok := spool.Parse(name)
	if !ok {
		return nil
	}
	switch f.Kind {
	case spool.Envelope:
		return ahead(parseEnvelope(sums))
	case spool.Body:
		return func(m archive.Member, data []byte) any { return parseBody(m.Name, f, data, sums) }
	case spool.Journal:
		return ahead(parseJournal)
	case spool.Log:
		return ahead(parseLog)
	}
	return nil
}

// envelopeFile is a file whose name ends in -H, parsed.
type envelopeFile struct {
	msg    envelope.Message
	faults []envelope.Fault
	sum    [32]byte

	script  string // the fields of the header that columns have
	subject string // as written
	mixed   bool
}

// envelopeFiles are reused: each has several lists.
var envelopeFiles = sync.Pool{New: func() any { return new(envelopeFile) }}

// release returns an envelope for reuse, unless its lists are long.
func (f *envelopeFile) release() {
	const usual = 256
	if cap(f.msg.Recipients) <= usual && cap(f.msg.Done) <= usual && cap(f.msg.Header) <= usual && cap(f.msg.Options) <= usual {
		envelopeFiles.Put(f)
	}
}

func parseEnvelope(sums bool) func(text string) *envelopeFile {
	return func(text string) *envelopeFile {
		f := envelopeFiles.Get().(*envelopeFile)
		f.faults = envelope.ParseInto(&f.msg, text)
		f.script = ""
		for _, name := range [...]string{"X-PHP-Originating-Script", "X-PHP-Script", "X-Source-Args", "X-Source-Dir"} {
			if v, ok := f.msg.Field(name); ok && f.script == "" {
				f.script = strings.TrimSpace(v)
			}
		}
		f.subject, _ = f.msg.Field("Subject")
		mixed, _ := f.msg.Field("Content-Type")
		mixed, _, _ = strings.Cut(mixed, ";")
		f.mixed = strings.EqualFold(strings.TrimSpace(mixed), "multipart/mixed")
		if sums {
			f.sum = sha256.Sum256([]byte(text))
		}
		return f
	}
}

// parseJournal returns the addresses in a file that ends in -J. One without a line end was not written
// to its end, and Exim does not count it.
func parseJournal(text string) []string {
	var done []string
	for line := range strings.Lines(text) {
		if address, whole := strings.CutSuffix(line, "\n"); whole && strings.TrimSpace(address) != "" {
			done = append(done, strings.TrimSuffix(address, "\r"))
		}
	}
	return done
}

// bodyFile is a file whose name ends in -D, parsed.
type bodyFile struct {
	size   int64
	sum    [32]byte
	first  int64  // where the body begins
	line   string // the first line if it is not the file's name
	report *queue.Bounce
	odd    []queue.Problem // of the report
}

// parseBody reads a body; start is all of it, or its beginning.
func parseBody(file string, f spool.File, start []byte, sums bool) *bodyFile {
	b := &bodyFile{size: int64(len(start))}
	if sums {
		b.sum = sha256.Sum256(start)
	}
	if name := f.ID + "-D\n"; bytes.HasPrefix(start, []byte(name)) {
		b.first = int64(len(name))
	} else {
		b.line = string(start[:min(len(start), len(name))])
	}
	switch text := start[b.first:]; {
	case isReport(text):
		report, problems := dsn.Parse(text, file)
		b.report, b.odd = &report, problems
	case notice.Is(text):
		report := notice.Parse(text)
		b.report = &report
	}
	return b
}
