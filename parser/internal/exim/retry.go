package exim

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/parser/count"
	"github.com/spoolscope/spoolscope/parser/internal/archive"
	"github.com/spoolscope/spoolscope/parser/internal/exim/hints"
	"github.com/spoolscope/spoolscope/parser/internal/exim/spool"
	"github.com/spoolscope/spoolscope/parser/internal/mailsystem"
	"github.com/spoolscope/spoolscope/parser/internal/place"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Limits of the databases of a spool.
const (
	MaxHints = 64 << 20 // bytes of one that are read
	MaxKnown = 200_000  // records of retry times, and messages that wait, that are kept of all
	MaxDumps = 1000     // folders with what was printed of databases

	MaxPrinted   = 32 << 20 // bytes of all that was printed of databases that are read
	MaxKnownText = 32 << 20 // bytes of the keys and texts of all records that are kept

	maxLooked = 10 * MaxKnown // records after which no more databases are read
)

// amounts are how much the databases of all spools have.
type amounts struct {
	retries, waiting int // that are kept
	text             int // bytes of their keys and texts
	looked           int // records, kept or not
	printed          int // bytes of text
}

// full reports whether no more databases are to be read.
func (a *amounts) full() bool { return a.looked >= maxLooked || a.printed >= MaxPrinted }

// known is what the databases of a spool have.
type known struct {
	retries map[string]hints.Retry
	hosts   map[string][]string    // of a host, the keys of its retries
	first   map[string]hints.Retry // of a host, the retry that comes first; made on first use
	waits   map[string][]string    // of an id, the hosts that it waits for
	domains map[string]hints.Retry // of a domain, the host that its mail was sent to
	pipes   map[string]hints.Retry // of a recipient, the program or the file that its mail goes to
	over    bool                   // there was more than is kept
	all     *amounts
}

func newKnown(all *amounts) *known {
	return &known{
		all: all, retries: map[string]hints.Retry{}, hosts: map[string][]string{}, waits: map[string][]string{}, domains: map[string]hints.Retry{}, pipes: map[string]hints.Retry{},
	}
}

// readHints takes a database.
func (s *spools) readHints(m archive.Member, f spool.File, r io.Reader) error {
	b, err := s.readHintsFile(m, r, "the database")
	if err != nil {
		return err
	}
	at := place.Folder{Archive: m.Archive, Path: f.Spool}
	if m.Plain {
		at.Archive = ""
	}
	k := s.hints[at]
	if k == nil {
		k = newKnown(&s.amounts)
		s.hints[at] = k
	}
	var format hints.Format
	var whole bool
	if s.amounts.full() {
		k.over, whole = true, true
	} else if f.ID == "retry" {
		format, whole = hints.ParseRetry(b, k.retry)
	} else {
		format, whole = hints.ParseWaits(b, k.wait)
	}
	s.reportOver(k, m.Name)
	switch {
	case whole:
	case format == hints.BerkeleyHash:
		s.Problem(queue.KindHints, m.Name, "a part of the database cannot be read")
	default:
		s.Problem(queue.KindHints, m.Name, "the database is %s, which is not read: run exim_dumpdb SPOOL %s on the server, and open its output beside the spool", format, f.ID)
	}
	return nil
}

// readHintsFile reads a database, or what was printed of one, up to MaxHints. Its bytes may be shared
// with the archive.
func (s *spools) readHintsFile(m archive.Member, r io.Reader, what string) ([]byte, error) {
	if s.Full(m.Name) {
		return nil, mailsystem.ErrFull
	}
	b, whole := archive.Whole(r)
	if !whole {
		var err error
		if b, err = io.ReadAll(io.LimitReader(r, MaxHints+1)); err != nil && mailsystem.ReadError(err) != nil {
			return nil, err
		}
	}
	s.TextRead += int64(len(b))
	if len(b) > MaxHints {
		s.AddProblems(queue.Problem{
			Pos: queue.Pos{File: m.Name, Offset: MaxHints}, Kind: queue.KindLimit, Err: queue.ErrLimit,
			Reason: fmt.Sprintf("%s is longer than %s bytes; the rest was left out", what, count.Text(MaxHints)),
		})
		b = b[:MaxHints]
	}
	return b, nil
}

// reportOver reports once that more was found than is kept.
func (s *spools) reportOver(k *known, file string) {
	if !k.over {
		return
	}
	k.over = false
	s.AddProblems(queue.Problem{
		Pos: queue.Pos{File: file, Offset: -1}, Kind: queue.KindLimit, Err: queue.ErrLimit,
		Reason: fmt.Sprintf("the databases of Exim have more than %s records, or %d MiB of text; the others are left out", count.Text(MaxKnown), MaxKnownText>>20),
	})
}

// wait notes that a message waits for a host.
func (k *known) wait(host, id string) {
	const hosts = 100 // of one message
	k.all.looked++
	switch waits := k.waits[id]; {
	case slices.Contains(waits, host):
	case k.all.waiting >= MaxKnown || k.all.text >= MaxKnownText || len(waits) >= hosts:
		k.over = true
	default:
		k.all.waiting++
		k.all.text += len(id) + len(host)
		k.waits[strings.Clone(id)] = append(waits, strings.Clone(host))
	}
}

func (k *known) retry(r hints.Retry) {
	k.all.looked++
	if k.all.retries >= MaxKnown || k.all.text >= MaxKnownText {
		k.over = true
		return
	}
	k.all.retries++
	k.all.text += len(r.Key) + len(r.Text)
	k.first = nil
	r.Key, r.Text = strings.Clone(r.Key), strings.Clone(r.Text)
	k.retries[r.Key] = r
	if strings.HasPrefix(r.Key, "T:|") || strings.HasPrefix(r.Key, "T:/") || strings.HasPrefix(r.Key, "T:>") {
		if _, recipient, ok := cutLast(r.Key, ":"); ok {
			k.pipes[recipient] = r
		}
		return
	}
	if host, ok := strings.CutPrefix(r.Key, "T:"); ok && !strings.Contains(host, "@") {
		host, _, _ = strings.Cut(host, ":")
		k.hosts[host] = append(k.hosts[host], r.Key)
	}
}

// of finds the record about a recipient: by its address, else the host that refused it, else
// its domain (formats/exim.md §5.2). why is the text of the log.
func (k *known) of(recipient, sender, id, why string) (r hints.Retry, ok bool) {
	recipient = unquoted(recipient)
	for _, address := range [...]string{recipient, unquoted(refusedIn(why))} {
		if r, ok = k.retries["R:"+address+":<"+sender+">"]; ok {
			return r, true
		}
	}
	if name, addr, named := hostIn(why); named {
		for _, key := range [...]string{"T:" + name + ":" + addr, "T:" + name + ":[" + addr + "]", "T:[" + name + "]:" + addr, "T:" + name} {
			if r, ok = k.retries[key+":"+id]; ok {
				return r, true
			}
			if r, ok = k.retries[key]; ok {
				return r, true
			}
		}
	}
	_, domain, _ := cutLast(recipient, "@")
	for _, key := range [...]string{"R:" + recipient, "R:" + domain, "T:" + recipient} {
		if r, ok = k.retries[key]; ok {
			return r, true
		}
	}
	r, ok = k.pipes[recipient]
	return r, ok
}

// unquoted returns an address as Exim handles it, without the quotes of its local part.
func unquoted(address string) string {
	local, domain, ok := cutLast(address, "@")
	if inner, quoted := strings.CutPrefix(local, `"`); ok && quoted && strings.HasSuffix(inner, `"`) {
		var b strings.Builder
		escaped := false
		for _, c := range []byte(inner[:len(inner)-1]) {
			if escaped = c == '\\' && !escaped; !escaped {
				b.WriteByte(c)
			}
		}
		return b.String() + "@" + domain
	}
	return address
}

// refusedIn returns the address in "after RCPT TO:<ADDRESS>: …", which may be a member of the list that
// is the recipient.
func refusedIn(why string) string {
	_, after, _ := strings.Cut(why, "RCPT TO:<")
	address, _, _ := strings.Cut(after, ">: ")
	return address
}

// waitingFor returns the record about the hosts that a message waits for: the one that may be tried
// first.
func (k *known) waitingFor(id string) (r hints.Retry, ok bool) {
	for _, host := range k.waits[id] {
		if next, known := k.firstOf(host); known && (!ok || sooner(&next, &r)) {
			r, ok = next, true
		}
	}
	return r, ok
}

// firstOf returns the retry of a host that comes first.
func (k *known) firstOf(host string) (r hints.Retry, ok bool) {
	if r, ok = k.first[host]; ok {
		return r, true
	}
	for _, key := range k.hosts[host] {
		if next := k.retries[key]; !ok || sooner(&next, &r) {
			r, ok = next, true
		}
	}
	if ok {
		if k.first == nil {
			k.first = map[string]hints.Retry{}
		}
		k.first[host] = r
	}
	return r, ok
}

func sooner(a, b *hints.Retry) bool {
	return cmp.Or(cmp.Compare(a.Next, b.Next), strings.Compare(a.Key, b.Key)) < 0
}

// domain notes which host the mail of a domain is sent to.
func (k *known) domain(recipient string, r hints.Retry) {
	if _, domain, ok := cutLast(recipient, "@"); ok && strings.HasPrefix(r.Key, "T:") && !strings.Contains(r.Key, "@") {
		k.domains[domain] = r
	}
}

// domainIn finds the domain in "retry time not reached for any host for 'DOMAIN'".
func domainIn(why string) string {
	_, after, _ := strings.Cut(why, "any host for '")
	domain, _, _ := strings.Cut(after, "'")
	return domain
}

// hostIn finds "H=NAME [ADDRESS]" in a text; behind it, the port is part of the address unless it
// is the usual one, as in the keys.
func hostIn(why string) (name, addr string, ok bool) {
	_, after, ok := strings.Cut(" "+why, " H=")
	if !ok {
		return "", "", false
	}
	name, after, ok = strings.Cut(after, " [")
	addr, port, closed := strings.Cut(after, "]")
	if !ok || !closed {
		return "", "", false
	}
	if n, ok := strings.CutPrefix(port, ":"); ok {
		if n = n[:len(n)-len(strings.TrimLeft(n, "0123456789"))]; n != "" && n != "25" {
			addr += ":" + n
		}
	}
	return name, addr, true
}

// because returns what the log of a message would say about an error that another message met at
// a host: "T:NAME:ADDRESS", with its number and text.
func because(r hints.Retry, why string) string {
	host, ok := strings.CutPrefix(r.Key, "T:")
	fields, _, deferred := strings.Cut(why, "defer (")
	if !ok || !deferred || strings.Contains(host, "@") || r.Text == "" {
		return why
	}
	if strings.HasPrefix(r.Text, "H=") {
		return fmt.Sprintf("%sdefer (%d) %s", fields, r.Errno, r.Text)
	}
	name, addr, _ := strings.Cut(host, ":")
	if addr != "" {
		name += " [" + strings.Trim(addr, "[]") + "]"
	}
	return fmt.Sprintf("%sdefer (%d): %s H=%s", fields, r.Errno, r.Text, name)
}

// isSkipped reports whether a text only says that it was too early to try.
func isSkipped(why string) bool {
	return strings.Contains(why, "defer (-52)") || strings.Contains(why, "defer (-53)") || strings.Contains(why, "defer (-54)") ||
		strings.Contains(why, ": retry time not reached")
}

func cutLast(s, sep string) (before, after string, ok bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}
