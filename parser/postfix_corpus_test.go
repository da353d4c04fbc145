package parser

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/parser/corpustest"
	"github.com/spoolscope/spoolscope/parser/internal/postfix/record"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Every message of the real spools is read as Postfix's own programs read it.
func TestPostfixCorpus(t *testing.T) {
	for _, c := range corpustest.Postfix(t) {
		facts := c.PostfixFacts(t)
		for _, archive := range c.Archives(t) {
			t.Run(c.Name+"/"+archive, func(t *testing.T) {
				q := loadBytes(t, Options{InMemory: true, Digests: true}, source(archive, c.Read(t, archive)))
				found := map[string]queue.Message{}
				for m := range q.All() {
					found[path.Base(m.Dir().Path)+"/"+m.ID()] = m
					if m.System() != queue.Postfix || m.Dir().Host != facts.Host {
						t.Errorf("%s is of %v on %q", m.ID(), m.System(), m.Dir().Host)
					}
				}
				want := 0
				for _, f := range facts.Messages {
					instance := f.Instance
					if instance == "" {
						instance = "postfix"
					} else if strings.HasSuffix(archive, ".zip") {
						continue // it holds the first instance alone
					}
					want++
					m, ok := found[instance+"/"+f.ID]
					if !ok {
						t.Errorf("%s/%s is missing", instance, f.ID)
						continue
					}
					checkPostfix(t, q, m, f, c.Name == "postfix")
				}
				if len(q.Order) != want {
					t.Errorf("%d messages, want %d", len(q.Order), want)
				}
				if d := q.Taken - facts.Now; d < -120 || d > 120 {
					t.Errorf("captured %d seconds after the facts were taken", d)
				}
			})
		}
	}
}

// checkPostfix compares a message with the facts. Old facts do not have recipients that are
// done.
func checkPostfix(t *testing.T, q *queue.Queue, m queue.Message, f corpustest.PostfixMessage, old bool) {
	t.Helper()
	same := func(what string, got, want any) {
		t.Helper()
		if g, w := fmt.Sprint(got), fmt.Sprint(want); g != w {
			t.Errorf("%s: %s is %s, want %s", f.ID, what, g, w)
		}
	}
	c, problems, err := ReadControl(m)
	if err != nil {
		t.Fatal(err)
	}
	same("state", m.State(), map[string]queue.State{
		"active": queue.Processing, "deferred": queue.Deferred, "hold": queue.Quarantined,
		"incoming": queue.Held, "maildrop": queue.Held, "corrupt": queue.Lost,
	}[f.Queue])
	from := record.Quote(f.Sender)
	if f.Sender == "" {
		from = ""
	}
	same("sender", m.Sender(), from)
	same("sender in the file", strings.Trim(c.Sender, "<>"), from)
	var listed []string
	for _, r := range m.Recipients() {
		listed = append(listed, r.Address)
	}
	same("recipients", listed, quoted(f.Recipients))
	same("recipients in the file", addresses(c.Recipients), quoted(f.Recipients))
	same("created", m.Created().Unix(), f.Arrived())
	d := q.Digests[m.Row()]
	same("digest of the file", hex.EncodeToString(d.Control[:]), f.FileSHA256)
	same("size of the file", q.Control[m.Row()].Size, f.FileBytes)
	if f.Queue != "corrupt" {
		same("problems", problems, "[]")
	}
	if old {
		return
	}
	same("recipients done", addresses(c.Done), quoted(f.Done))
	same("recipients cancelled", addresses(c.Cancelled), quoted(f.Cancelled))
	if size := strings.Fields(f.Size); len(size) > 0 {
		same("size", m.Size(), size[0])
	}
	same("attributes", attributesOf(&c), strings.Join(slices.Sorted(slices.Values(f.Attributes)), "\n"))
	same("filter", c.Filter, first(f.Other["content_filter"]))
	same("redirect", c.Redirect, first(f.Other["redirect_to"]))
	same("VERP", c.VERP, first(f.Other["verp_delimiters"]))
	same("warned", m.Has(queue.Warned), strings.HasSuffix(first(f.Other["warning_message_time"]), " 1969"))
	if f.Queue == "deferred" {
		if d := m.NextTry().Unix() - f.ModTime; d < -1 || d > 1 { // a zip counts in steps of two seconds
			t.Errorf("%s: the next try is %d seconds off", f.ID, d)
		}
		if d := m.NextTry().Sub(m.LastTry()).Seconds(); d < 299 || d > 4001 {
			t.Errorf("%s: the last try is %v seconds before the next", f.ID, d)
		}
	}
	body, err := m.OpenBody()
	if err != nil {
		t.Fatal(err)
	}
	rest, err := io.ReadAll(body)
	if err != nil || int64(len(rest)) != body.Size() {
		t.Errorf("%s: %d of %d bytes of the body (%v)", f.ID, len(rest), body.Size(), err)
	}
	text := Header(&c)
	if !c.Bare {
		text = append(text, '\n')
	}
	text = append(text, rest...)
	if f.Queue == "corrupt" {
		text = text[:min(int64(len(text)), f.TextBytes)] // it was cut in a line that postcat leaves out
	}
	sum := sha256.Sum256(text)
	same("bytes of text", len(text), f.TextBytes)
	same("digest of the text", hex.EncodeToString(sum[:]), f.TextSHA256)
	sum = sha256.Sum256(rest)
	same("digest of the body", hex.EncodeToString(d.Data[:]), hex.EncodeToString(sum[:]))
}

func first(all []string) string {
	if len(all) == 0 {
		return ""
	}
	return all[0]
}

func quoted(all []string) []string {
	var out []string
	for _, a := range all {
		out = append(out, record.Quote(a))
	}
	return out
}

func addresses(all []queue.Recipient) []string {
	var out []string
	for _, r := range all {
		out = append(out, r.Address)
	}
	return out
}

// attributesOf returns all attributes in a file, including those of recipients, sorted.
func attributesOf(c *queue.Control) string {
	var all []string
	for _, a := range c.Attributes {
		if a.Name != "create_time" { // postcat shows this one among the times
			all = append(all, a.Name+"="+a.Value)
		}
	}
	for _, r := range slices.Concat(c.Recipients, c.Done, c.Cancelled) {
		if r.Original != "" {
			all = append(all, "dsn_orig_rcpt="+r.Original)
		}
		if letters, ok := strings.CutPrefix(r.Flags, "N"); ok {
			n := 0
			for _, l := range letters {
				n += map[rune]int{'S': 2, 'F': 4, 'D': 8}[l]
			}
			all = append(all, fmt.Sprintf("notify_flags=%d", max(n, 1)))
		}
	}
	slices.Sort(all)
	return strings.Join(all, "\n")
}

// The reasons agree with Postfix's listing.
func TestPostfixReasons(t *testing.T) {
	compared, redirected := 0, 0
	for _, c := range corpustest.Postfix(t) {
		a := c.Archives(t)[0]
		q := loadBytes(t, Options{}, source(a, c.Read(t, a)))
		for name, instance := range map[string]string{"postqueue-j.json": "postfix", "postqueue-j-out.json": "postfix-out"} {
			if !c.Has(name) {
				continue
			}
			listed := map[string]corpustest.PostqueueEntry{}
			for _, e := range c.Postqueue(t, name) {
				listed[e.ID] = e
			}
			for m := range q.All() {
				e, ok := listed[m.ID()]
				if !ok || path.Base(m.Dir().Path) != instance {
					continue
				}
				want := map[string]string{}
				for _, r := range e.Recipients {
					if want[r.Address] == "" {
						want[r.Address] = r.Reason
					}
				}
				for _, r := range m.Recipients() {
					compared++
					if want[r.Address] == "" && r.Status != "" && e.Recipients[0].Address != r.Address {
						redirected++ // the listing has the address to which it was redirected, with the reason
						continue
					}
					if why, ok := want[r.Address]; ok && why != r.Status {
						t.Errorf("%s/%s: the reason of %s is %q, want %q", c.Name, m.ID(), r.Address, r.Status, why)
					} else if !ok {
						t.Errorf("%s/%s: %s is not listed", c.Name, m.ID(), r.Address)
					}
				}
				if m.Size() != e.Size {
					t.Errorf("%s/%s: size %d, listed as %d", c.Name, m.ID(), m.Size(), e.Size)
				}
			}
		}
	}
	if compared < 400 || redirected != 1 {
		t.Errorf("%d reasons were compared, want more than 400; %d of redirected messages, want 1", compared, redirected)
	}
}
