package command

import (
	"encoding/hex"
	"encoding/json"
	"slices"

	"github.com/spoolscope/spoolscope/parser"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// messagesCommand prints a JSON object a message, sorted by host, queue and id.
type messagesCommand struct {
	input   `embed:""`
	Digests bool `help:"Add SHA-256 sums of the data and control files."`
}

// message is a line of the output. Texts are bytes as the files have them,
// each byte as the ISO-8859-1 character of that number; what is absent is null.
type message struct {
	ID         string      `json:"id"`
	Host       string      `json:"host"`
	Queue      string      `json:"queue"` // on the server
	State      string      `json:"state"`
	Bounce     *string     `json:"bounce"` // kind of a bounce that sendmail made
	Files      []string    `json:"files"`  // prefixes
	Sender     *string     `json:"sender"`
	Recipients []recipient `json:"recipients"`
	Created    *int64      `json:"created"`  // Unix seconds
	LastTry    *int64      `json:"last_try"` // Unix seconds, 0 never
	Attempts   *int64      `json:"attempts"`
	Priority   *int64      `json:"priority"`
	Size       *int64      `json:"size"` // bytes of the data file
	BodyType   *string     `json:"body_type"`
	Status     *string     `json:"status"`
	Quarantine *string     `json:"quarantine_reason"`
}

// digests are the members that --digests adds.
type digests struct {
	message
	Data    *string `json:"data_sha256"`
	Control *string `json:"control_sha256"`
}

// recipient is one address with its own status.
type recipient struct {
	Address string  `json:"address"`
	Status  *string `json:"status"`
}

// Run prints the messages.
func (c *messagesCommand) Run(s *session) error {
	l, err := c.load(s, parser.Options{Digests: c.Digests})
	if err != nil {
		return err
	}
	defer l.Close()
	out := json.NewEncoder(s.stdout)
	out.SetEscapeHTML(false)
	for _, i := range l.rows() {
		var line any = l.message(i)
		if c.Digests {
			line = l.digests(i)
		}
		if err := out.Encode(line); err != nil {
			return err
		}
	}
	return nil
}

// message gathers the columns of row i.
func (l *loaded) message(i int32) message {
	q, dir := l.queue, l.dir(i)
	m := message{
		ID:         latin1(q.Text(q.ID[i])),
		Host:       latin1(dir.Host),
		Queue:      latin1(dir.Path),
		State:      q.State[i].String(),
		Bounce:     textOrNull(q.Text(q.Bounce[i])),
		Files:      prefixes(q, i),
		Recipients: []recipient{},
		Created:    numberOrNull(q.Created[i], queue.NoNumber),
		LastTry:    numberOrNull(q.LastTry[i], queue.NoNumber),
		Attempts:   numberOrNull(int64(q.Attempts[i]), -1),
		Priority:   numberOrNull(q.Priority[i], queue.NoNumber),
		Size:       numberOrNull(q.Size[i], -1),
		BodyType:   textOrNull(q.Text(q.BodyType[i])),
		Quarantine: textOrNull(q.Text(q.Reason[i])),
	}
	if q.Flags[i]&queue.HasSender != 0 {
		m.Sender = text(q.Text(q.Sender[i]))
	}
	if q.Flags[i]&queue.HasStatus != 0 {
		m.Status = text(q.Text(q.Status[i]))
	}
	from, to := q.Recipients(i)
	for k := from; k < to; k++ {
		m.Recipients = append(m.Recipients, recipient{
			Address: latin1(q.Text(q.RcptAddr[k])),
			Status:  textOrNull(q.Text(q.RcptStat[k])),
		})
	}
	return m
}

func (l *loaded) digests(i int32) digests {
	d := digests{message: l.message(i)}
	if sums := l.queue.Digests[i]; sums != nil {
		if sums.HasData {
			d.Data = text(hex.EncodeToString(sums.Data[:]))
		}
		if sums.HasControl {
			d.Control = text(hex.EncodeToString(sums.Control[:]))
		}
	}
	return d
}

// prefixes names the files of a message by their first two letters.
func prefixes(q *queue.Queue, i int32) []string {
	names := slices.Clone(q.Prefixes[i])
	for _, p := range [...]string{"qf", "df", "xf", "hf", "Qf", "tf", "Tf"} {
		if q.Files[i].Has(queue.KindOf(p)) {
			names = append(names, p)
		}
	}
	slices.Sort(names)
	return slices.Compact(append([]string{}, names...))
}

// latin1 gives each byte as the character of that number.
func latin1(s string) string {
	for i := range len(s) {
		if s[i] >= 0x80 {
			runes := make([]rune, len(s))
			for k := range len(s) {
				runes[k] = rune(s[k])
			}
			return string(runes)
		}
	}
	return s
}

func text(s string) *string {
	s = latin1(s)
	return &s
}

func textOrNull(s string) *string {
	if s == "" {
		return nil
	}
	return text(s)
}

func numberOrNull(n, none int64) *int64 {
	if n == none {
		return nil
	}
	return &n
}
