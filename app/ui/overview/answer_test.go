package overview

import (
	"regexp"
	"strings"
	"testing"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/model"
	"github.com/spoolscope/spoolscope/app/ui/model/route"
	"github.com/spoolscope/spoolscope/app/words"
)

func TestAnswer(t *testing.T) {
	o := protocol.Overview{
		Matched: 3412, Total: 3412, Recipients: 4031, Bytes: 182 << 20, Dirs: 1, Hosts: 1, Oldest: 1772881680, OldestAge: 421560,
		States: []protocol.StateCount{{State: "deferred", Count: 3412, Query: "state:deferred"}},
		Diagnosis: &protocol.Diagnosis{
			Headline: "Mail through <form> fills the queue",
			Since:    []protocol.Phrase{{Text: "Since "}, {Text: "Wed 11 Mar 20:31 UTC", Query: "created:2026-03-11T20:31..", Count: 1599, Strong: true}, {Text: "."}},
			Sentences: [][]protocol.Phrase{
				{{Text: "3,412 messages wait. 62% ("}, {Text: "2,118", Query: "kind:bounce", Count: 2118}, {Text: ") are bounces."}},
				{{Text: "88", Query: "kind:quarantined", Count: 88}, {Text: " are quarantined."}},
			},
			First: protocol.FirstStep{
				Title: "Stop contact.php", Cause: "backscatter", Count: 1368, Query: "source:contact.php",
				Text: [][]protocol.Phrase{{{Text: "It is still sending."}}, {{Text: "Certain."}}},
			},
		},
	}
	got := app.HTMLString(answer(&answerBlock{Overview: &o}, func(model.Event) {}))
	for _, want := range []string{
		"Mail through &lt;form&gt; fills the queue", "#/messages?q=created:2026-03-11T20:31..", "<b>", "Wed 11 Mar 20:31 UTC",
		"#/messages?q=kind:bounce", "Show 2,118 messages", "are quarantined.", "Do this first", "Stop contact.php", "It is still sending.", "Certain.",
		"Show what to do", "Show 1,368 messages", "#/messages?q=source:contact.php", "4,031", "182" + words.NBSP + "MB", "4" + words.NBSP + "d", "Deferred ",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the answer has no %q: %s", want, got)
		}
	}
	if n := strings.Count(got, "btn-primary"); n != 1 || strings.Contains(got, "style=") || strings.Contains(got, "queue directories") {
		t.Errorf("%d primary buttons, want 1, no style, no figure of one directory: %s", n, got)
	}

	// Without anything to do there is no button.
	o.Diagnosis.First = protocol.FirstStep{Title: "Nothing"}
	if got := app.HTMLString(answer(&answerBlock{Overview: &o}, nil)); strings.Contains(got, "btn") {
		t.Errorf("Nothing has a button: %s", got)
	}

	// A filter says what it leaves; ages are lower bounds if only the newest
	// message dates the capture.
	o.Matched, o.Diagnosis = 3, nil
	got = app.HTMLString(answer(&answerBlock{Overview: &o, Route: route.Route{View: route.Overview, Query: "state:held"}, Loose: true}, nil))
	if !strings.Contains(got, "of 3,412 messages") || !strings.Contains(got, "or more, the oldest") || strings.Contains(got, "Do this first") {
		t.Errorf("filtered, without an answer: %s", got)
	}
}

func TestHostSwitch(t *testing.T) {
	r := route.Route{View: route.Overview, Query: "state:held host:b.example.org age:>1d"}
	got := app.HTMLString(hostSwitch([]string{"a.example.org", "b.example.org"}, r))
	for _, want := range []string{ // attributes have no order
		`<a [^>]*href="#/overview\?q=state:held\+age:%3E1d"[^>]*>Both<`,
		`<a [^>]*href="#/overview\?q=state:held\+age:%3E1d\+host:a\.example\.org"[^>]*>a\.example\.org<`,
		`<a [^>]*aria-current[^>]*>b\.example\.org<`,
	} {
		if !regexp.MustCompile(want).MatchString(got) {
			t.Errorf("the hosts have no %s: %s", want, got)
		}
	}
	for _, hosts := range [][]string{{"a.example.org"}, {"a.example.org", ""}} {
		if hostSwitch(hosts, r) != nil {
			t.Errorf("%q are to be chosen from", hosts)
		}
	}
}
