package parser

import (
	"context"
	"io"

	"github.com/spoolscope/spoolscope/parser/internal/archive"
	"github.com/spoolscope/spoolscope/parser/internal/build"
	"github.com/spoolscope/spoolscope/parser/internal/exim"
	"github.com/spoolscope/spoolscope/parser/internal/mailsystem"
	"github.com/spoolscope/spoolscope/parser/internal/place"
	"github.com/spoolscope/spoolscope/parser/internal/postfix"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// mailSystems are those that keep their queue in a spool, by queue.System. Sendmail has no
// row: the loader itself reads its files.
var mailSystems = [...]*mailsystem.System{queue.Postfix: &postfix.System, queue.Exim: &exim.System}

// systemOf returns a row of the table, nil for sendmail.
func systemOf(s queue.System) *mailsystem.System {
	if int(s) < len(mailSystems) {
		return mailSystems[s]
	}
	return nil
}

// namedListing returns the mail system whose listing a file is according to its name,
// sendmail if the name says nothing: sendmail's listings are recognised by their content.
func namedListing(base string, head []byte) queue.System {
	for s, system := range mailSystems {
		if system != nil && system.Named != nil && system.Named(base, head) {
			return queue.System(s)
		}
	}
	return queue.Sendmail
}

func newLoader(ctx context.Context, opt Options) *loader {
	b := build.New()
	b.Unwrap = postfix.Body
	l := &loader{ctx: ctx, opt: opt, Rows: &mailsystem.Rows{Builder: b, Places: place.NewMap(b), Decode: opt.Decode, Sums: opt.Digests}}
	l.Full, l.settings.Rows = l.textFull, l.Rows
	for s, system := range mailSystems {
		if system != nil && system.Open != nil {
			l.systems[s] = system.Open(l.Rows)
		}
	}
	return l
}

// spoolFile takes a file that lies in the spool of a mail system.
func (l *loader) spoolFile(m archive.Member, r io.Reader) (taken bool, err error) {
	if m.Plain && m.ModTime.IsZero() {
		m.ModTime = l.modTime
	}
	for _, spools := range l.systems {
		if spools == nil {
			continue
		}
		if taken, err := spools.File(m, r); taken {
			l.now().known = true
			return true, err
		}
	}
	return false, nil
}

// stray takes a file that begins like those of a mail system, but is in none of its
// directories.
func (l *loader) stray(m archive.Member, head []byte, r io.Reader) (taken bool, err error) {
	for s, system := range mailSystems {
		if system == nil || system.Begins == nil || !system.Begins(head) {
			continue
		}
		if strays, ok := l.systems[s].(mailsystem.Strays); ok {
			l.now().known = true
			return true, strays.Stray(m, r)
		}
	}
	return false, nil
}

// spoolsOf returns the spools of the mail system that has the message of a row, nil for sendmail.
func (l *loader) spoolsOf(i int32) mailsystem.Spools {
	if s := l.Dirs[l.Dir[i]].System; int(s) < len(l.systems) {
		return l.systems[s]
	}
	return nil
}

// finishSpools does what needs all files of a spool.
func (l *loader) finishSpools() {
	for _, spools := range l.systems {
		if spools != nil {
			spools.Finish()
		}
	}
}
