package postfix

import (
	"io"
	"strings"

	"github.com/spoolscope/spoolscope/parser/internal/archive"
	"github.com/spoolscope/spoolscope/parser/internal/mailsystem"
	"github.com/spoolscope/spoolscope/parser/internal/postfix/record"
	"github.com/spoolscope/spoolscope/parser/internal/postfix/spool"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Stray implements mailsystem.Strays. A queue file without its directory is shown as deferred,
// as nearly all are; one in a part of a spool that Postfix ignores is only reported.
func (s *spools) Stray(m archive.Member, r io.Reader) error {
	if f, ok := spool.Locate(m.Name); ok {
		s.Problem(queue.KindNotQueue, m.Name, "a queue file in %s whose name is not a queue id: Postfix ignores it", f.Directory)
		return nil
	}
	if f, ok := spool.Around(m.Name); ok {
		s.Problem(queue.KindNotQueue, m.Name, "a queue file in a folder inside %s: Postfix ignores it", f.Directory)
		return nil
	}
	file, err := s.read(r)
	if err != nil {
		return mailsystem.ReadError(err)
	}
	f := spool.Stray(m.Name)
	if !queue.IsPostfixID(f.ID) { // it was renamed
		if f.ID = ownID(file.in); !queue.IsPostfixID(f.ID) {
			s.Problem(queue.KindNotQueue, m.Name, "a queue file of Postfix whose name is not a queue id, and that does not contain its id")
			return nil
		}
	}
	s.queueFile(m, f, file)
	if i := s.RowFor(m, f.ID); s.Control[i].Folder == 0 && s.Control[i].ID == 0 {
		s.Control[i].ID = s.Strings.Add(m.Name)
		s.Data[i].ID = s.Control[i].ID
	}
	s.strays = append(s.strays, m.Name)
	return nil
}

// ownID returns the id that a queue file names in itself or in its Received line.
func ownID(in *record.Input) string {
	msg, _ := record.Read(in, 0)
	if id := msg.Attribute("log_ident"); id != "" {
		return id
	}
	received, _ := readHeader(msg.Header).Field("Received")
	return mailsystem.OriginID(" " + strings.Join(strings.Fields(received), " "))
}
