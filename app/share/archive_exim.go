package share

import (
	"io"
	"path"
	"strings"

	"github.com/spoolscope/spoolscope/app/redact"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// exim writes the files of a message of Exim: envelope, body, journal and log. If anything is
// redacted the envelope is rebuilt from what is known about the message: envelope and header
// are redacted as in a control file, text and log as in a data file.
func (a *archiver) exim(i int32) error {
	q, m := a.t.q, a.t.rd
	folder, id := a.folder(&q.Dirs[q.Dir[i]]), safe(m.ID(q.Text(q.ID[i])))
	input := "input"
	if q.State[i] == queue.Lost {
		input = "Finput"
	}
	text := spoolControl(q, i)
	c, _ := parser.ParseControl(string(redactControl(m, text)), "")
	if c.Quarantine != "" {
		c.Quarantine = m.Frozen(q.Text(q.Columns.Reason[i]))
	}
	if q.Flags[i]&queue.Warned != 0 {
		c.Flags += "w"
	}
	body, err := a.spoolBody(i, aboutText(text))
	if err != nil {
		return err
	}
	journal := a.eximDone(i, &c)
	logged := max(q.LastTry[i], 0)
	log := a.logText(q.Xscript(i))
	if log != nil {
		logged = int64(q.Xscript(i).Time)
	}
	envelope, data, log := parser.EximFiles(&c, id, body, q.State[i], max(q.LastTry[i], 0), log)
	if original := a.original(q.Control[i]); original != nil {
		envelope = original
	}
	if q.Control[i].Size >= 0 || q.Flags[i]&queue.NoControl != 0 {
		if q.Flags[i]&queue.Damaged != 0 && m.Redaction().Any() {
			envelope = envelope[:len(envelope)-1] // as it is: not to be read to its end
		}
		if err := a.spoolFile(path.Join(folder, input, id+"-H"), envelope, int64(q.Control[i].Time), 0o640); err != nil {
			return err
		}
	}
	if q.State[i] == queue.Processing || len(q.Finished[i]) > 0 { // of a delivery that goes on, or was cut off
		at := q.Taken
		if q.State[i] != queue.Processing {
			at = max(q.LastTry[i], q.Created[i], 0)
		}
		if err := a.spoolFile(path.Join(folder, input, id+"-J"), journal, at, 0o640); err != nil {
			return err
		}
	}
	if q.Data[i].Size >= 0 {
		a.sizes[i] = int64(len(body))
		if err := a.spoolFile(path.Join(folder, input, id+"-D"), data, int64(q.Data[i].Time), 0o640); err != nil {
			return err
		}
	}
	if log == nil {
		return nil
	}
	return a.spoolFile(path.Join(folder, "msglog", id), log, logged, 0o640)
}

// logText returns the log of a message, redacted as statuses are; nil if there is none, or if its
// bytes are not available.
func (a *archiver) logText(f queue.FileRef) []byte {
	r, err := a.t.q.Open(f)
	if err != nil || f.Size < 0 || f.Size > parser.MaxControl {
		return nil
	}
	text, err := io.ReadAll(r)
	if err != nil {
		return nil
	}
	if !a.t.rd.Redaction().Any() {
		return text
	}
	return []byte(a.t.rd.Status(eventsOf(a.t.rd, string(text))))
}

// eventsOf returns what a message's log says about its delivery. The line of its arrival may also have
// its subject, Message-ID and who authenticated how: only the sender is kept, and for a notice the
// message that it is about. Lines without a time are those of routers and filters, in words of their
// own.
func eventsOf(rd *redact.Redactor, log string) string {
	var b strings.Builder
	for line := range strings.Lines(log) {
		line = strings.TrimRight(line, "\r\n")
		if before, after, ok := strings.Cut(line, " Received from "); ok {
			sender, rest, _ := strings.Cut(after, " ")
			line = before + " Received from " + sender
			if id, _, _ := strings.Cut(rest, " "); strings.HasPrefix(id, "R=") {
				line += " " + id
			}
		} else if why, ok := strings.CutPrefix(line, "*** Frozen"); ok {
			line = "*** Frozen" + frozenBecause(rd, why)
		} else if before, why, ok := strings.Cut(line, " frozen by "); ok && isTimed(line) {
			if why = rd.Frozen("frozen by " + why); why == "frozen" {
				before, why = "*** Frozen", ""
			}
			line = strings.TrimRight(before+" "+why, " ")
		} else if !isTimed(line) {
			continue
		}
		b.WriteString(line + "\n")
	}
	return b.String()
}

// frozenBecause returns what follows "*** Frozen" in a log, redacted.
func frozenBecause(rd *redact.Redactor, why string) string {
	if inner, ok := strings.CutPrefix(why, " ("); ok {
		why = " (" + rd.Frozen(strings.TrimSuffix(inner, ")")) + ")"
		return strings.TrimSuffix(why, " (frozen)")
	}
	why = " " + rd.Frozen(strings.TrimSpace(why))
	return strings.TrimSuffix(why, " frozen")
}

// isTimed reports whether a line of a log begins with a time (formats/exim.md §4.2).
func isTimed(line string) bool {
	const form = "2024-03-05 12:00:00"
	return len(line) > len(form) && strings.Trim(line[:len(form)], "0123456789-: ") == "" && line[4] == '-' && line[10] == ' ' && line[13] == ':'
}

// eximDone gives an envelope the recipients of a message that are done, redacted, and returns the
// journal, which has those that are not in the envelope.
func (a *archiver) eximDone(i int32, to *queue.Control) (journal []byte) {
	q, rd := a.t.q, a.t.rd
	c, _, err := parser.ReadControl(q.Message(i))
	if err != nil {
		return nil
	}
	inJournal := map[string]bool{}
	for _, address := range q.Message(i).Finished() {
		inJournal[address] = true
		journal = append(journal, words.OneLine(rd.Address(address))+"\n"...)
	}
	for _, r := range c.Done {
		done := queue.Recipient{Address: rd.Address(r.Address), Member: r.Member}
		if !inJournal[r.Address] {
			to.Done = append(to.Done, done)
		} else if !r.Member {
			to.Recipients = append(to.Recipients, done)
		}
	}
	return journal
}
