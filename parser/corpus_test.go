package parser

import (
	"bytes"
	"context"
	"encoding/hex"
	"fmt"
	"slices"
	"testing"

	"github.com/spoolscope/spoolscope/parser/corpustest"
	"github.com/spoolscope/spoolscope/parser/hook"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// memory keeps decoded streams in memory.
type memory struct{ bytes.Buffer }

func (m *memory) ReadAt(p []byte, off int64) (int, error) {
	return bytes.NewReader(m.Bytes()).ReadAt(p, off)
}

func loadBytes(t testing.TB, opt Options, files ...Source) *queue.Queue {
	t.Helper()
	if opt.Hooks.Keep == nil {
		opt.Hooks.Keep = func(string) hook.Keeper { return &memory{} }
	}
	q, err := Load(context.Background(), files, opt)
	if err != nil {
		t.Fatalf("Load: %v", err)
	}
	return q
}

func source(name string, data []byte) Source {
	return Source{Name: name, Size: int64(len(data)), At: bytes.NewReader(data)}
}

// factNames returns the prefixes of a message's files, sorted as facts have them.
func factNames(q *queue.Queue, i int32) []string {
	var out []string
	for k, p := range map[queue.FileKind]string{
		queue.ControlFile: "qf", queue.DataFile: "df", queue.Transcript: "xf", queue.QuarantinedControl: "hf",
		queue.LostControl: "Qf", queue.TempControl: "tf", queue.StaleTemp: "Tf",
	} {
		if q.Files[i].Has(k) {
			out = append(out, p)
		}
	}
	out = append(out, q.Prefixes[i]...)
	slices.Sort(out)
	return out
}

// latin1 turns each byte into a character, as the facts do.
func latin1(s string) string {
	r := make([]rune, len(s))
	for i := range len(s) {
		r[i] = rune(s[i])
	}
	return string(r)
}

func number(v int64) any {
	if v == queue.NoNumber {
		return nil
	}
	return v
}

// want returns the value of a fact, nil if it is absent.
func want[T any](p *T) any {
	if p == nil {
		return nil
	}
	return *p
}

// optional returns a text of the queue, nil if it is absent.
func optional(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// Every message of every archive in the corpus must agree with the facts, which
// were taken from the files on the live system.
func TestCorpusFacts(t *testing.T) {
	for _, c := range corpustest.Sendmail(t) {
		for _, a := range c.Archives(t) {
			t.Run(c.Name+"/"+a, func(t *testing.T) {
				q := loadBytes(t, Options{Digests: true}, source(a, c.Read(t, a)))
				checkFacts(t, c, a, q)
			})
		}
	}
}

func checkFacts(t *testing.T, c corpustest.Case, archive string, q *queue.Queue) {
	for _, p := range q.Problems {
		t.Logf("%s: %v", p.Kind, p)
	}
	rows := map[string]int32{}
	for _, i := range q.Order {
		key := q.Dirs[q.Dir[i]].Path + "/" + q.Text(q.ID[i])
		if _, twice := rows[key]; twice {
			t.Errorf("%s is there twice", key)
		}
		rows[key] = i
	}
	n := 0
	for _, f := range c.Facts(t) {
		for _, m := range f.Messages {
			if archive == "client-only.tar" && m.Queue != "/var/spool/mqueue-client" {
				continue
			}
			n++
			i, ok := rows[m.Queue+"/"+m.ID]
			if !ok {
				t.Errorf("%s/%s is missing", m.Queue, m.ID)
				continue
			}
			if c.Name == "mailq-only" {
				continue // only the listing is given
			}
			checkMessage(t, q, i, m)
		}
	}
	if n != len(q.Order) {
		t.Errorf("%d messages, want %d", len(q.Order), n)
	}
}

func checkMessage(t *testing.T, q *queue.Queue, i int32, m corpustest.Message) {
	same := func(field string, got, want any) {
		t.Helper()
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%s: %s = %q, want %q", m.ID, field, fmt.Sprint(got), fmt.Sprint(want))
		}
	}
	text := func(s queue.Str) string { return latin1(q.Text(s)) }
	same("files", factNames(q, i), m.Files)
	same("created", number(q.Created[i]), want(m.Created))
	same("last try", number(q.LastTry[i]), want(m.LastTry))
	same("priority", number(q.Priority[i]), want(m.Priority))
	same("body type", optional(text(q.BodyType[i])), want(m.BodyType))
	same("quarantine", optional(text(q.Columns.Reason[i])), want(m.QuarantineReason))
	same("status", optional(text(q.Status[i])), want(m.Status))
	same("sender", optional(text(q.Sender[i])), want(m.Sender))
	same("kind", optional(text(q.Bounce[i])), want(m.DSNKind))
	from, to := q.Recipients(i)
	var rcpts []string
	for k := from; k < to; k++ {
		rcpts = append(rcpts, text(q.RcptAddr[k]))
		same("status of "+text(q.RcptAddr[k]), text(q.RcptStat[k]), m.RecipientStatus[text(q.RcptAddr[k])])
	}
	same("recipients", rcpts, m.Recipients)
	d := q.Digests[i]
	if m.DataSHA256 != "" {
		same("data", hex.EncodeToString(d.Data[:]), m.DataSHA256)
		same("size", q.Size[i], *m.DataSize)
	}
	if m.ControlSHA256 != "" {
		same("control", hex.EncodeToString(d.Control[:]), m.ControlSHA256)
	}
}
