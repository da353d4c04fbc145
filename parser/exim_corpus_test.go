package parser

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/parser/corpustest"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Every message of the real spools is as Exim's own programs read it.
func TestEximCorpus(t *testing.T) {
	for _, c := range corpustest.Exim(t) {
		facts := c.EximFacts(t)
		for _, archive := range c.Archives(t) {
			t.Run(c.Name+"/"+archive, func(t *testing.T) {
				q := loadBytes(t, Options{InMemory: true, Digests: true}, source(archive, c.Read(t, archive)))
				found := map[string]queue.Message{}
				for m := range q.All() {
					found[m.Dir().Queue+"/"+m.ID()] = m
					if m.System() != queue.Exim || m.Dir().Host != facts.Host {
						t.Errorf("%s is of %v on %q", m.ID(), m.System(), m.Dir().Host)
					}
				}
				for _, f := range facts.Messages {
					m, ok := found[f.Queue+"/"+f.ID]
					if !ok {
						t.Errorf("%s is missing", f.ID)
						continue
					}
					checkExim(t, q, m, f)
				}
				if len(q.Order) != len(facts.Messages) {
					t.Errorf("%d messages, want %d", len(q.Order), len(facts.Messages))
				}
				if d := q.Taken - facts.Now; d < -1800 || d > 1800 {
					t.Errorf("captured %d seconds after the facts were taken", d)
				}
			})
		}
	}
}

// checkExim compares a message with the facts.
func checkExim(t *testing.T, q *queue.Queue, m queue.Message, f corpustest.EximMessage) {
	t.Helper()
	same := func(what string, got, want any) {
		t.Helper()
		if g, w := fmt.Sprint(got), fmt.Sprint(want); g != w {
			t.Errorf("%s: %s is %s, want %s", f.ID, what, g, w)
		}
	}
	d := q.Digests[m.Row()]
	same("digest of the body's file", hex.EncodeToString(d.Data[:]), f.BodySHA256)
	if !slices.Contains(f.Files, "H") {
		same("state", m.State(), queue.Orphan)
		return
	}
	if f.HeadSHA256 != "" {
		same("digest of the envelope", hex.EncodeToString(d.Control[:]), f.HeadSHA256)
		same("size of the envelope", q.Control[m.Row()].Size, f.HeadBytes)
	}
	c, problems, err := ReadControl(m)
	if err != nil {
		t.Fatal(err)
	}
	body, err := m.OpenBody()
	if err != nil {
		t.Fatal(err)
	}
	rest, err := io.ReadAll(body)
	if err != nil || int64(len(rest)) != f.BodyBytes-int64(len(f.ID)+len("-D\n")) {
		t.Errorf("%s: %d bytes of the body (%v)", f.ID, len(rest), err)
	}
	same("sender", byChars("<"+m.Sender()+">"), f.Sender)
	same("created", m.Created().Unix(), f.Created)
	if f.HeadSHA256 != "" { // the older facts do not have it
		same("warned", m.Has(queue.Warned), f.Warnings > 0)
	}
	same("frozen", m.State() == queue.Quarantined, f.Frozen)
	if strings.Contains(f.Injected.Note, "cut") || f.TextSHA256 != "" && f.Exipick == nil && len(problems) > 0 {
		same("state", m.State(), queue.Incomplete)
		return
	}
	same("problems", problems, "[]")
	if f.TextSHA256 != "" && f.Journal == nil {
		text := append(append(Header(&c), '\n'), rest...)
		sum := sha256.Sum256(text)
		same("bytes of text", len(text), f.TextBytes)
		same("digest of the text", hex.EncodeToString(sum[:]), f.TextSHA256)
		same("size", m.Size(), f.TextBytes)
	}
	var listed []string
	for _, r := range m.Recipients() {
		listed = append(listed, r.Address)
	}
	same("recipients in the file", addresses(c.Recipients), listed)
	for _, address := range f.Journal {
		if !slices.Contains(addresses(c.Done), address) {
			t.Errorf("%s: %s is not done", f.ID, address)
		}
	}
	p := f.Exipick
	if p == nil {
		return
	}
	left, done := split(p["recipients_undel"]), split(p["recipients_del"])
	for _, address := range f.Journal { // which exipick does not read
		left = slices.DeleteFunc(left, func(a string) bool { return a == address })
		done = append(done, address)
	}
	same("recipients", sorted(listed), sorted(left))
	var finished []string
	for _, r := range c.Done[:min(len(c.Done), len(done))] {
		finished = append(finished, r.Address)
	}
	same("recipients done", sorted(finished), sorted(done))
	if n, _ := strconv.Atoi(p["recipients_count"]); len(listed)+len(done) < n { // what a recipient was expanded to may be done, too
		t.Errorf("%s: %d recipients and %d that are done, want %d", f.ID, len(listed), len(done), n)
	}
	same("login", m.Login(), p["authenticated_id"])
	same("protocol", c.Macro("r"), p["received_protocol"])
	same("greeting", q.Text(q.Helo[m.Row()]), p["sender_helo_name"])
	if addr := p["sender_host_address"]; addr != "" {
		same("client", m.Client(), "["+addr+"]")
	}
}

func split(list string) []string {
	if list == "" {
		return nil
	}
	return strings.Split(list, ", ")
}

func sorted(all []string) []string { return slices.Sorted(slices.Values(all)) }

// byChars gives each byte as a character, as the facts have it.
func byChars(s string) string {
	var b strings.Builder
	for i := range len(s) {
		b.WriteRune(rune(s[i]))
	}
	return b.String()
}
