package parser

import (
	"bytes"
	"io"

	"github.com/spoolscope/spoolscope/parser/internal/archive"
	"github.com/spoolscope/spoolscope/parser/internal/history"
	"github.com/spoolscope/spoolscope/parser/internal/pastedlog"
)

// pastedLog takes a file that is a mail log once what was put around its lines is removed. The cleaned
// text is kept in memory. What can be read as it is, is not cleaned if it does not fit there, if it is
// damaged, or if only a few lines would differ, without becoming readable: what others wrote into a log
// is shown as it stands.
func (l *loader) pastedLog(m archive.Member, head []byte, isLog bool, r io.Reader) (taken bool, err error) {
	if isLog && (m.Size < 0 || m.Size > MaxLogKept || bytes.IndexByte(head, 0) >= 0 || pastedlog.Turns(head)) {
		return false, nil
	}
	clean := pastedlog.Clean(head)
	if !clean.Changed {
		return false, nil
	}
	look, ok := history.LookAt(loggers, clean.Text)
	if !ok || !look.Mail {
		return false, nil
	}
	if isLog && !clean.Most {
		_, before := pastedlog.Lines(head)
		if _, after := pastedlog.Lines(clean.Text); after <= before {
			return false, nil
		}
	}
	return true, l.cleanedLog(m, &clean, look, r)
}

// logInText takes a file with some lines of a mail log among other text, such as a question in a forum.
func (l *loader) logInText(m archive.Member, head []byte, r io.Reader) (taken bool, err error) {
	clean := pastedlog.Clean(head)
	lines, _ := pastedlog.Lines(clean.Text)
	look, ok := history.LookAt(loggers, lines)
	switch {
	case !ok || !look.Mail:
		return false, nil
	case clean.Changed:
		return true, l.cleanedLog(m, &clean, look, r)
	}
	return true, l.mailLog(m, look, r)
}

// cleanedLog remembers a log without what was put around its lines.
func (l *loader) cleanedLog(m archive.Member, head *pastedlog.Head, look history.Look, r io.Reader) error {
	m.Blob = -1
	cleaned := head.NewReader(r)
	err := l.mailLog(m, look, cleaned)
	if p, ok := cleaned.Cleaned(m.Name); ok {
		l.AddProblems(p)
	}
	return err
}
