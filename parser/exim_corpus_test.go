package parser

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spoolscope/spoolscope/parser/corpustest"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Every message of the real spools is read as Exim's own programs read it. All fields of
// facts.json are compared; a field that nothing reads is an error (formats/exim.md §13 lists the
// comparisons).
func TestEximCorpus(t *testing.T) {
	for _, c := range corpustest.Exim(t) {
		facts := c.Fact(t)
		for _, a := range facts.At("archives").Each() {
			archive := a.At("file").Text()
			t.Run(c.Name+"/"+archive, func(t *testing.T) {
				packed := c.Read(t, archive)
				q := loadBytes(t, Options{InMemory: true, Digests: true}, source(archive, packed))
				s := &eximSpool{t, q, facts}
				s.compareArchive(a, packed)
				s.compareSpool()
				found := map[string]queue.Message{}
				for m := range q.All() {
					found[m.Dir().Queue+"/"+m.ID()] = m
				}
				listed := facts.At("messages").Each()
				for _, f := range listed {
					if m, ok := found[f.At("queue").Text()+"/"+f.At("id").Text()]; ok {
						s.compareMessage(m, f)
					} else {
						t.Errorf("%s is missing", f.At("id").Text())
					}
				}
				if len(found) != len(listed) {
					t.Errorf("%d messages, want %d", len(found), len(listed))
				}
			})
		}
		if unread := facts.Unread(); len(unread) > 0 {
			t.Errorf("%s: nothing is compared with %q", c.Name, unread)
		}
	}
}

// eximSpool is a loaded spool, and what is known of it.
type eximSpool struct {
	*testing.T
	q     *queue.Queue
	facts corpustest.Fact
}

// same reports a difference.
func (s *eximSpool) same(of, what string, got, want any) {
	s.Helper()
	if g, w := fmt.Sprint(got), fmt.Sprint(want); g != w {
		s.Errorf("%s: %s is %s, want %s", of, what, g, w)
	}
}

// compareArchive compares the archive itself.
func (s *eximSpool) compareArchive(a corpustest.Fact, packed []byte) {
	sum := sha256.Sum256(packed)
	s.same("archive", "digest", hex.EncodeToString(sum[:]), a.At("sha256").Text())
	s.same("archive", "size", len(packed), a.At("bytes").Number())
	top := map[string]bool{}
	holds := a.At("holds").Texts()
	for _, m := range corpustest.Unpack(s, packed) {
		for _, name := range holds {
			if m.Name == name || strings.HasPrefix(m.Name, name+"/") {
				top[name] = true
			}
		}
	}
	s.same("archive", "number of top entries", len(top), len(holds))
}

// compareSpool compares what concerns all messages.
func (s *eximSpool) compareSpool() {
	q, facts := s.q, s.facts
	if d := q.Taken - facts.At("now").Number(); d < -1800 || d > 1800 {
		s.Errorf("captured %d seconds after the facts were taken", d)
	}
	zone, err := time.LoadLocation(facts.At("tz").Text())
	if err != nil {
		s.Fatal(err)
	}
	queues, counts, injected, splits := map[string]bool{}, map[queue.FileKind]int{}, int64(0), 0
	programs := map[string]bool{}
	for m := range q.All() {
		s.same(m.ID(), "system", m.System(), queue.Exim)
		s.same(m.ID(), "host", m.Dir().Host, facts.At("host").Text())
		queues[m.Dir().Queue] = true
		for _, kind := range []queue.FileKind{queue.ControlFile, queue.DataFile} {
			if m.Files().Has(kind) {
				counts[kind]++
			}
		}
		if file := m.BodyName(); path.Base(path.Dir(file)) == m.ID()[5:6] {
			splits++
		}
		if !m.Files().Has(queue.ControlFile) {
			injected++
			continue
		}
		if !m.Has(queue.MadeHere) {
			injected++
		}
		c, _, err := ReadControl(m)
		if err != nil {
			s.Fatal(err)
		}
		for _, h := range c.Header {
			if v := regexp.MustCompile(`\(Exim (\S+)\)`).FindStringSubmatch(h.Value); v != nil && strings.Contains(h.Value, "by "+facts.At("host").Text()) {
				programs[v[1]] = true
			}
		}
		for _, e := range q.History.Of(m.Row()) { // by its own log, in the server's time zone
			if apart := e.Time - m.Created().Unix(); e.Kind == queue.EventReceived && (apart < -2 || apart > 2) {
				_, east := time.Unix(e.Time, 0).In(zone).Zone()
				s.Errorf("%s: arrived %d seconds later by its log, whose zone is %d", m.ID(), apart, east)
			}
		}
	}
	files := facts.At("files")
	s.same("spool", "number of envelopes", counts[queue.ControlFile], files.At("H").Number())
	s.same("spool", "number of bodies", counts[queue.DataFile], files.At("D").Number())
	journals := 0
	for _, f := range facts.At("messages").Each() {
		if slices.Contains(f.At("files").Texts(), "J") {
			journals++
		}
	}
	s.same("spool", "number of journals", journals, files.At("J").Number())
	delete(queues, "")
	s.same("spool", "named queues", sorted(keysOf(queues)), sorted(facts.At("named_queues").Texts()))
	split := facts.At("split_spool_directory").Is()
	s.same("spool", "split messages", splits, map[bool]int{true: len(q.Order), false: 0}[split])
	s.same("spool", "title", strings.HasSuffix(facts.At("title").Text(), "-split"), split)
	if most := facts.At("injected").Number(); injected > most || injected*2 < most {
		s.Errorf("%d messages were not made here, of %d that were submitted", injected, most)
	}
	for version := range programs {
		if !strings.Contains(facts.At("mta").Text(), version) {
			s.Errorf("received by Exim %s, not by %s", version, facts.At("mta").Text())
		}
	}
	s.same("spool", "note on a delivery", strings.Contains(facts.At("note").Text(), "hung (see journal)"), journals > 0)
}

func keysOf(set map[string]bool) (keys []string) {
	for key := range set {
		keys = append(keys, key)
	}
	return keys
}

// compareMessage compares a message with what is known of it.
func (s *eximSpool) compareMessage(m queue.Message, f corpustest.Fact) {
	q, id := s.q, m.ID()
	kinds := ""
	for _, k := range []struct {
		kind   queue.FileKind
		letter string
	}{{queue.DataFile, "D"}, {queue.ControlFile, "H"}} {
		if m.Files().Has(k.kind) {
			kinds += k.letter
		}
	}
	if len(m.Finished()) > 0 {
		kinds += "J"
	}
	s.same(id, "set of files", kinds, strings.Join(f.At("files").Texts(), ""))
	if dir := f.At("dir"); dir.Exists() {
		s.same(id, "folder", strings.HasSuffix(path.Dir(m.BodyName()), "/"+dir.Text()), true)
	}
	d := q.Digests[m.Row()]
	s.same(id, "digest of the body's file", hex.EncodeToString(d.Data[:]), f.At("D_sha256").Text())
	body, err := m.OpenBody()
	if err != nil {
		s.Fatal(err)
	}
	rest, err := io.ReadAll(body)
	if err != nil {
		s.Fatal(err)
	}
	s.same(id, "size of the body's file", len(id)+len("-D\n")+len(rest), f.At("D_bytes").Number())
	if !m.Files().Has(queue.ControlFile) {
		s.same(id, "state", m.State(), queue.Orphan)
		return
	}
	if sum := f.At("H_sha256"); sum.Exists() {
		s.same(id, "digest of the envelope", hex.EncodeToString(d.Control[:]), sum.Text())
		s.same(id, "size of the envelope", q.Control[m.Row()].Size, f.At("H_bytes").Number())
	}
	c, problems, err := ReadControl(m)
	if err != nil {
		s.Fatal(err)
	}
	s.same(id, "sender", byChars("<"+m.Sender()+">"), f.At("sender").Text())
	s.same(id, "time of arrival", m.Created().Unix(), f.At("created").Number())
	s.same(id, "frozen", m.State() == queue.Quarantined, f.At("frozen").Is())
	if warnings := f.At("warnings"); warnings.Exists() {
		s.same(id, "warned", m.Has(queue.Warned), warnings.Number() > 0)
	}
	if login := f.At("login"); login.Exists() && !m.Has(queue.MadeHere) && !strings.Contains(m.Client(), "[") {
		s.same(id, "user", m.Client(), login.Text()+"@localhost")
	} else if login.Exists() { // the second line of an envelope has who ran Exim
		s.same(id, "user", login.Text(), "Debian-exim")
	}
	s.compareInjected(m, &c, f)
	if strings.Contains(f.At("injected_as").At("note").Text(), "was cut") {
		s.same(id, "state", m.State(), queue.Incomplete)
		s.same(id, "whether there are problems", len(problems) > 0, true)
		return
	}
	s.same(id, "problems", problems, "[]")
	s.compareText(m, &c, f, rest)
	s.compareRecipients(m, &c, f)
}

// compareText compares the output of exim -Mvc, except for messages that were being
// delivered.
func (s *eximSpool) compareText(m queue.Message, c *queue.Control, f corpustest.Fact, body []byte) {
	sum := f.At("mvc_sha256")
	if !sum.Exists() || f.At("journal").Exists() {
		return
	}
	text := append(append(Header(c), '\n'), body...)
	got := sha256.Sum256(text)
	s.same(m.ID(), "size of the text", len(text), f.At("mvc_bytes").Number())
	s.same(m.ID(), "digest of the text", hex.EncodeToString(got[:]), sum.Text())
	s.same(m.ID(), "size", m.Size(), f.At("mvc_bytes").Number())
}

// compareRecipients compares the recipients and the journal, and what exipick says.
func (s *eximSpool) compareRecipients(m queue.Message, c *queue.Control, f corpustest.Fact) {
	id := m.ID()
	var listed []string
	for _, r := range m.Recipients() {
		listed = append(listed, r.Address)
	}
	s.same(id, "recipients in the file", addresses(c.Recipients), listed)
	journal := f.At("journal").Texts()
	s.same(id, "journal", m.Finished(), journal)
	for _, address := range journal {
		s.same(id, address+" is done", slices.Contains(addresses(c.Done), address), true)
	}
	if sum := f.At("J_sha256"); sum.Exists() {
		file := strings.Join(m.Finished(), "\n") + "\n"
		got := sha256.Sum256([]byte(file))
		s.same(id, "size of the journal", len(file), f.At("J_bytes").Number())
		s.same(id, "digest of the journal", hex.EncodeToString(got[:]), sum.Text())
	}
	p := f.At("exipick")
	if !p.Exists() {
		return
	}
	left, done := split(p.At("recipients_undel").Text()), split(p.At("recipients_del").Text())
	for _, address := range journal { // which exipick does not read
		left = slices.DeleteFunc(left, func(a string) bool { return a == address })
		done = append(done, address)
	}
	s.same(id, "recipients", sorted(listed), sorted(left))
	var finished []string
	for _, r := range c.Done[:min(len(c.Done), len(done))] {
		finished = append(finished, r.Address)
	}
	s.same(id, "recipients done", sorted(finished), sorted(done))
	if n := p.At("recipients_count").Text(); n != fmt.Sprint(len(listed)+len(done)) {
		members := slices.ContainsFunc(c.Done, func(r queue.Recipient) bool { return r.Member })
		s.same(id, "number of recipients without members of aliases", members, true)
	}
	s.same(id, "login", m.Login(), p.At("authenticated_id").Text())
	s.same(id, "protocol", c.Macro("r"), p.At("received_protocol").Text())
	s.same(id, "greeting", s.q.Text(s.q.Helo[m.Row()]), p.At("sender_helo_name").Text())
	if addr := p.At("sender_host_address").Text(); addr != "" {
		s.same(id, "client", m.Client(), "["+addr+"]")
	}
}

func split(list string) []string {
	if list == "" {
		return nil
	}
	return strings.Split(list, ", ")
}

func sorted(all []string) []string { return slices.Sorted(slices.Values(all)) }

// byChars turns each byte into a character, as in the facts.
func byChars(s string) string {
	var b strings.Builder
	for i := range len(s) {
		b.WriteRune(rune(s[i]))
	}
	return b.String()
}
