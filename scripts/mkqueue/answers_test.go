package main

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/app/engine"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/protocol/protocoltest"
	"github.com/spoolscope/spoolscope/parser/goldentest"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// TestAnswers pins the answer to each scenario, and follows each number to its
// messages, with and without a filter.
func TestAnswers(t *testing.T) {
	var b strings.Builder
	for i := range scenarios {
		c := &scenarios[i]
		data, _ := jam(t, c.name, 0, 1)
		e, _ := open(t, data)
		for _, query := range []string{"", "kind:ordinary", "domain:bigmail.example OR age:>2d"} {
			a := e.Ask(context.Background(), protocol.Request{Overview: &protocol.OverviewRequest{Query: query}}, nil)
			if a.Overview == nil || a.Overview.Matched > 0 && a.Overview.Diagnosis == nil {
				t.Fatalf("%s, %q: no answer: %+v", c.name, query, a.Error)
			}
			d := a.Overview.Diagnosis
			if query == "" {
				fmt.Fprintf(&b, "# %s: %s\n", c.name, c.about)
				b.WriteString(protocoltest.Diagnosis(d))
				checkPictures(t, c.name, e, a.Overview)
			}
			if d != nil {
				checkAnswer(t, c.name+" "+query, e, d)
			}
		}
	}
	goldentest.Check(t, "testdata/answers.golden", b.String())
}

// TestAnswersOfSystems pins the headline and first step for the same jams on servers with
// other mail systems, whose bounces and statuses are worded differently.
func TestAnswersOfSystems(t *testing.T) {
	var b strings.Builder
	for _, system := range []queue.System{queue.Postfix, queue.Exim} {
		for i := range scenarios {
			name := scenarios[i].name
			data, _ := archiveOfSystem(t, system, 1400, 1, name)
			e, _ := open(t, data)
			a := e.Ask(context.Background(), protocol.Request{Overview: &protocol.OverviewRequest{}}, nil)
			if a.Overview == nil || a.Overview.Diagnosis == nil {
				t.Fatalf("%s, %s: no answer: %+v", system, name, a.Error)
			}
			d := a.Overview.Diagnosis
			fmt.Fprintf(&b, "%s, %s\n  %s\n  %s\n", system, name, d.Headline, d.First.Title)
		}
	}
	goldentest.Check(t, "testdata/answers_systems.golden", b.String())
}

// checkAnswer follows each link and counts words.
func checkAnswer(t *testing.T, name string, e *engine.Engine, d *protocol.Diagnosis) {
	t.Helper()
	if n := len(strings.Fields(d.Headline)); n > 16 {
		t.Errorf("%s: the headline has %d words: %s", name, n, d.Headline)
	}
	if len(d.Sentences) > 3 {
		t.Errorf("%s: %d sentences, want at most 3", name, len(d.Sentences))
	}
	all := append([][]protocol.Phrase{d.Since, {{Text: d.First.Title, Query: d.First.Query, Count: d.First.Count}}}, d.First.Text...)
	count := 0
	for _, s := range d.Sentences {
		text := ""
		for _, p := range s {
			text += p.Text
		}
		count += len(strings.Fields(text))
	}
	if count > 70 {
		t.Errorf("%s: the sentences have %d words, want at most 70", name, count)
	}
	for _, s := range append(all, d.Sentences...) {
		for _, p := range s {
			if p.Query == "" {
				continue
			}
			a := e.Ask(context.Background(), protocol.Request{Messages: &protocol.MessagesRequest{Query: p.Query}}, nil)
			if a.Page == nil || a.Page.Matched != p.Count {
				t.Errorf("%s: %q leads by %s to %+v, want %d messages", name, p.Text, p.Query, a.Page, p.Count)
			}
		}
	}
}
