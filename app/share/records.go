package share

import (
	"encoding/hex"
	"io"
	"slices"

	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Record is a line of the output. Texts are bytes as the files have them,
// each byte as the ISO-8859-1 character of that number; what is absent is null.
type Record struct {
	ID         string            `json:"id"`
	Host       string            `json:"host"`
	Queue      string            `json:"queue"` // on the server
	State      string            `json:"state"`
	Bounce     *string           `json:"bounce"` // kind of a bounce that sendmail made
	Files      []string          `json:"files"`  // prefixes
	Sender     *string           `json:"sender"`
	Recipients []RecordRecipient `json:"recipients"`
	Created    *int64            `json:"created"`  // Unix seconds
	LastTry    *int64            `json:"last_try"` // Unix seconds, 0 never
	Attempts   *int64            `json:"attempts"`
	Priority   *int64            `json:"priority"`
	Size       *int64            `json:"size"` // bytes of the data file
	BodyType   *string           `json:"body_type"`
	Status     *string           `json:"status"`
	Quarantine *string           `json:"quarantine_reason"`
}

// DigestRecord has the members that SHA-256 sums add.
type DigestRecord struct {
	Record
	Data    *string `json:"data_sha256"`
	Control *string `json:"control_sha256"`
}

// RecordRecipient is one address with its own status.
type RecordRecipient struct {
	Address string  `json:"address"`
	Status  *string `json:"status"`
}

// Records writes a line of JSON for each message, with digests if they were
// asked for when the queue was read.
func Records(w io.Writer, q *queue.Queue, rows []int32, withDigests bool) error {
	out := words.JSON(w)
	for _, i := range rows {
		var line any = newRecord(q, i)
		if withDigests {
			line = newDigests(q, i)
		}
		if err := out.Encode(line); err != nil {
			return err
		}
	}
	return nil
}

// newRecord gathers the columns of row i.
func newRecord(q *queue.Queue, i int32) Record {
	dir := &q.Dirs[q.Dir[i]]
	m := Record{
		ID:         latin1(q.Text(q.ID[i])),
		Host:       latin1(dir.Host),
		Queue:      latin1(dir.Path),
		State:      q.State[i].String(),
		Bounce:     bytesOrNull(q.Text(q.Bounce[i])),
		Files:      prefixes(q, i),
		Recipients: []RecordRecipient{},
		Created:    numberOrNull(q.Created[i], queue.NoNumber),
		LastTry:    numberOrNull(q.LastTry[i], queue.NoNumber),
		Attempts:   numberOrNull(int64(q.Attempts[i]), -1),
		Priority:   numberOrNull(q.Priority[i], queue.NoNumber),
		Size:       numberOrNull(q.Size[i], -1),
		BodyType:   bytesOrNull(q.Text(q.BodyType[i])),
		Quarantine: bytesOrNull(q.Text(q.Reason[i])),
	}
	if q.Flags[i]&queue.HasSender != 0 {
		m.Sender = bytesText(q.Text(q.Sender[i]))
	}
	if q.Flags[i]&queue.HasStatus != 0 {
		m.Status = bytesText(q.Text(q.Status[i]))
	}
	from, to := q.Recipients(i)
	for k := from; k < to; k++ {
		m.Recipients = append(m.Recipients, RecordRecipient{
			Address: latin1(q.Text(q.RcptAddr[k])),
			Status:  bytesOrNull(q.Text(q.RcptStat[k])),
		})
	}
	return m
}

func newDigests(q *queue.Queue, i int32) DigestRecord {
	d := DigestRecord{Record: newRecord(q, i)}
	if sums := q.Digests[i]; sums != nil {
		if sums.HasData {
			d.Data = bytesText(hex.EncodeToString(sums.Data[:]))
		}
		if sums.HasControl {
			d.Control = bytesText(hex.EncodeToString(sums.Control[:]))
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

func bytesText(s string) *string {
	s = latin1(s)
	return &s
}

func bytesOrNull(s string) *string {
	if s == "" {
		return nil
	}
	return bytesText(s)
}

func numberOrNull(n, none int64) *int64 {
	if n == none {
		return nil
	}
	return &n
}
