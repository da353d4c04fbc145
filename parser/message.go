package parser

import (
	"io"
	"strings"

	"github.com/spoolscope/spoolscope/parser/content"
	"github.com/spoolscope/spoolscope/parser/internal/archive"
	"github.com/spoolscope/spoolscope/parser/internal/build"
	"github.com/spoolscope/spoolscope/parser/internal/mailsystem"
	"github.com/spoolscope/spoolscope/parser/internal/queuefile"
	"github.com/spoolscope/spoolscope/parser/internal/sendmail/data"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// rank orders the kinds of control files that one message may have: earlier
// ones in this list overrule later ones.
var rank = [...]int{
	queue.ControlFile: 4, queue.QuarantinedControl: 3, queue.LostControl: 2, queue.TempControl: 1,
}

// control puts a control file into its row. Only one per message counts: qf
// before hf before Qf before tf.
func (l *loader) control(m archive.Member, id string, kind queue.FileKind, f *queuefile.Control) {
	i := l.row(m, id)
	had := 0
	for k, r := range rank {
		if l.Files[i].Has(queue.FileKind(k)) {
			had = max(had, r)
		}
	}
	if l.Files[i].Has(kind) {
		l.AddProblems(queue.Problem{
			Pos: queue.Pos{File: m.Name, Offset: -1}, Kind: queue.KindDuplicate, Reason: "the archive holds this file twice",
		})
	} else if kind != queue.TempControl {
		l.Controls++
	}
	l.Files[i] = l.Files[i].With(kind)
	if rank[kind] < had {
		return
	}
	c := &f.Control
	l.AddProblems(f.Problems...)
	if l.opt.Digests {
		d := l.Digest(i)
		d.Control, d.HasControl = f.Sum, true
	}
	if l.Control[i].Size >= 0 {
		l.Clear(i, build.Control)
	}
	l.Control[i] = l.Ref(m)
	l.fill(i, f)
	damaged := !c.Complete || c.Created == queue.NoNumber || !c.HasSender || len(c.Recipients) == 0
	l.SetFlag(i, queue.Damaged, damaged)
	if !c.Complete {
		l.cut(m, kind, f.Text)
	}
	if c.DataDir != "" {
		if l.dataDirs == nil {
			l.dataDirs = map[int32]queue.Str{}
		}
		l.dataDirs[i] = l.Strings.Add(c.DataDir)
	}
	l.confirm(i)
	if own := l.Dirs[l.Dir[i]].Name; own == "" {
		l.Dirs[l.Dir[i]].Name = f.ServerName()
	}
}

// fill copies what a control file says into the columns of row i, which must be
// those of a new row.
func (l *loader) fill(i int32, f *queuefile.Control) {
	c := &f.Control
	add := l.Strings.Add
	l.Created[i], l.LastTry[i], l.Priority[i] = c.Created, c.LastTry, c.Priority
	if c.Attempts >= 0 && c.Attempts < 1<<31 {
		l.Attempts[i] = int32(c.Attempts)
	}
	l.BodyType[i], l.Reason[i] = add(c.BodyType), add(c.Quarantine)
	l.Status[i], l.Sender[i] = add(c.Status), add(c.Sender)
	l.SetFlag(i, queue.HasStatus, c.HasStatus)
	l.SetFlag(i, queue.HasSender, c.HasSender)
	l.SetFlag(i, queue.NullFrom, isNull(c.Sender))
	l.SetFlag(i, queue.MadeHere, strings.Contains(c.Flags, "r"))
	l.SetFlag(i, queue.Warned, strings.Contains(c.Flags, "w"))
	l.Client[i], l.Auth[i] = add(c.Macro("_")), add(c.Macro("{auth_authen}"))
	l.Helo[i] = add(c.Macro("s"))
	l.Script[i] = add(f.Script)
	if f.Subject != "" {
		l.Subject[i] = add(content.DecodeHeader(f.Subject, l.opt.Decode))
	}
	l.SetFlag(i, queue.Mixed, f.Mixed)
	l.Bounce[i] = add(f.Bounce)
	l.SetRecipients(i, len(c.Recipients), func(k int) (string, string) {
		return c.Recipients[k].Address, c.Recipients[k].Status
	})
	l.Effective[i] = l.Status[i]
	if f.Why != c.Status {
		l.Effective[i] = add(f.Why)
	}
}

// isNull reports whether a sender is null: one from outside, or that of a
// bounce made here (formats/sendmail.md §2.4, S).
func isNull(sender string) bool { return sender == "<>" || sender == "MAILER-DAEMON" }

// cut reports a control file without its end mark.
func (l *loader) cut(m archive.Member, kind queue.FileKind, text string) {
	reason := "the file stops before its end mark, a line with a dot"
	if text == "" {
		reason = "the file is empty"
	}
	if kind == queue.TempControl {
		return // half-written by nature
	}
	line := strings.Count(text, "\n") + 1
	last := text[strings.LastIndexByte(strings.TrimSuffix(text, "\n"), '\n')+1:]
	l.AddProblems(queue.Problem{
		Pos:  queue.Pos{File: m.Name, Offset: int64(len(text)), Line: line},
		Kind: queue.KindCut, Reason: reason, Bytes: last[:min(len(last), 120)],
	})
}

// data reads a data file.
func (l *loader) data(m archive.Member, i int32, r io.Reader) error {
	var s data.Scan
	var err error
	f, parsed := archive.Parsed(r).(*queuefile.Data)
	if parsed {
		s = f.Scan
	} else if b, ok := archive.Whole(r); ok {
		s = l.scan.Whole(b, l.opt.Digests)
	} else {
		s, err = l.scan.Scan(r, l.opt.Digests)
	}
	m.Size = s.Size
	if l.Files[i].Has(queue.DataFile) {
		l.AddProblems(queue.Problem{
			Pos: queue.Pos{File: m.Name, Offset: -1}, Kind: queue.KindDuplicate, Reason: "the archive holds this file twice",
		})
	}
	delete(l.unsure, i)
	if l.Data[i].Size >= 0 {
		l.Clear(i, build.Data)
	}
	l.Files[i] = l.Files[i].With(queue.DataFile)
	l.Size[i], l.Data[i] = s.Size, l.Ref(m)
	l.SetFlag(i, queue.Refused, s.Refused)
	lines := l.lines[:0]
	for _, line := range s.Lines {
		lines = append(lines, l.Strings.Add(line))
	}
	l.lines = lines
	l.SetGrep(i, lines)
	if s.Cut > 0 {
		l.AddProblems(queue.Problem{
			Pos: queue.Pos{File: m.Name, Offset: -1}, Kind: queue.KindLimit, Err: queue.ErrLimit,
			Reason: "more, or longer, lines with <<< than are kept",
		})
	}
	if l.opt.Digests {
		d := l.Digest(i)
		d.Data, d.HasData = s.Sum, true
	}
	if known := l.Control[i].Size >= 0; (len(s.Start) > 0 || parsed && f.Bounce != nil) && (!known || l.Flags[i]&queue.MadeHere != 0) {
		if !parsed {
			f = &queuefile.Data{Bounce: queuefile.ParseBounce(s.Start, m.Name)}
		}
		l.bounce(i, &f.Bounce.Bounce)
		if l.unsure == nil {
			l.unsure = map[int32][]queue.Problem{}
		}
		if l.unsure[i] = f.Bounce.Problems; known {
			l.confirm(i)
		}
	}
	return err
}

// bounce stores what a bounce says about the message that failed.
func (l *loader) bounce(i int32, b *queue.Bounce) {
	l.SetReplies(i, b.Exchanges)
	l.Origin[i] = l.Strings.Add(originSender(b))
	l.OriginBy[i] = l.Strings.Add(b.Client)
	l.OriginScript[i] = l.Strings.Add(b.Original.Script)
	l.OriginAuth[i] = l.Strings.Add(b.Original.Login)
	l.OriginID[i] = l.Strings.Add(mailsystem.OriginID(b.Original.Received))
}

// confirm decides, once its control file is read, whether a message that reads
// like a bounce was made here. If it was not, its content is forgotten.
func (l *loader) confirm(i int32) {
	problems, ok := l.unsure[i]
	if !ok {
		return
	}
	delete(l.unsure, i)
	if l.Flags[i]&queue.MadeHere != 0 {
		l.AddProblems(problems...)
		return
	}
	l.ReplyAt[i], l.ReplyN[i] = 0, 0
	l.Origin[i], l.OriginBy[i], l.OriginScript[i], l.OriginAuth[i], l.OriginID[i] = 0, 0, 0, 0, 0
}

// originSender returns the sender of the message that failed, "" if the bounce
// does not say.
func originSender(b *queue.Bounce) string {
	v := b.Original.ReturnPath
	if v == "" || strings.Contains(v, "$g") {
		v = b.Original.From
	}
	return v
}
