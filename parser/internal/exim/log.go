package exim

import (
	"io"

	"github.com/spoolscope/spoolscope/parser/internal/archive"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// log is what the log of a row says.
type log struct {
	read, zoned bool
	from, n     uint32 // of spools.said
	tries       int32
	received    int64 // as in msglog.Log
	lastTry     int64
	frozen      queue.Str
	origin      queue.Str
	sender      queue.Str
}

// said is what a log says last of a recipient.
type said struct {
	address, text queue.Str
	failed        bool
}

// log takes the log of a message, which may be read before the message.
func (s *spools) log(i int32, m archive.Member, r io.Reader) error {
	l, err := readText(s, &m, r, parseLog)
	if err != nil {
		return err
	}
	add := s.Strings.Add
	out := &s.of(i).log
	*out = log{
		read: true, zoned: l.Zoned, from: uint32(len(s.said)), tries: int32(l.Tries()), received: l.Received, lastTry: l.LastTry,
		frozen: add(l.Frozen), origin: add(l.Origin), sender: add(l.Sender),
	}
	for address, w := range l.All() {
		s.said = append(s.said, said{add(address), add(w.Text), w.Failed})
	}
	out.n = uint32(len(s.said)) - out.from
	s.Files[i] = s.Files[i].With(queue.Transcript)
	s.Xscripts[i] = s.Ref(m)
	s.keepLines(i, l)
	return nil
}
