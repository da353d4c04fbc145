package postfix

import (
	"crypto/sha256"

	"github.com/spoolscope/spoolscope/parser/internal/archive"
	"github.com/spoolscope/spoolscope/parser/internal/postfix/bouncelog"
	"github.com/spoolscope/spoolscope/parser/internal/postfix/record"
	"github.com/spoolscope/spoolscope/parser/internal/postfix/spool"
	"github.com/spoolscope/spoolscope/parser/internal/sendmail/dsn"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// queueFile is a parsed queue file.
type queueFile struct {
	in     *record.Input
	sum    [32]byte // if sums are asked for
	msg    *record.Message
	faults []record.Fault
	header *queue.Control // the header of the message in fields
	report *queue.Bounce  // what it says if Postfix made it, else nil
	odd    []queue.Problem
}

func inMemory(b []byte, sums bool) *queueFile {
	f := &queueFile{in: record.InMemory(b)}
	if sums {
		f.sum = sha256.Sum256(b)
	}
	return f
}

// parse reads the records, unless that was done.
func (f *queueFile) parse() {
	if f.msg == nil {
		f.msg, f.faults = record.Read(f.in, dsn.MaxBytes)
		f.header = readHeader(f.msg.Header)
	}
}

// notice reads what Postfix reports in a message that it made, unless that was done.
func (f *queueFile) notice(file string) {
	if f.report == nil && isOwnNotice(f.msg, f.header) {
		b, problems := dsn.Parse(f.msg.Body, file)
		f.report, f.odd = &b, problems
	}
}

// logFile is a parsed log of a message.
type logFile struct {
	size    int
	entries []bouncelog.Entry
	cut     bool // there are more
}

func parseLog(text string) *logFile {
	f := &logFile{size: len(text)}
	f.entries, f.cut = bouncelog.Parse(text)
	return f
}

// parser implements mailsystem.System.
func parser(name string, sums bool) func(archive.Member, []byte) any {
	f, ok := spool.Parse(name)
	switch {
	case !ok:
		return nil
	case f.Directory.IsLog():
		return func(_ archive.Member, data []byte) any { return parseLog(string(data)) }
	}
	return func(m archive.Member, data []byte) any {
		f := inMemory(data, sums)
		f.parse()
		f.notice(m.Name)
		return f
	}
}
