package parser

import (
	"bytes"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/parser/corpustest"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Listings of two instances are not mistaken for two captures of one queue, although no line
// names an instance.
func TestInstancesListed(t *testing.T) {
	c := corpustest.Open(t, "postfix-2")
	columns, more := c.Read(t, "mailq.txt"), c.Read(t, "mailq-out.txt")
	for name, sources := range map[string][]Source{
		"in one text":  {source("mailq.txt", append(bytes.Clone(columns), more...))},
		"in two files": {source("mailq.txt", columns), source("mailq-out.txt", more)},
		"as objects":   {source("q.json", c.Read(t, "postqueue-j.json")), source("q-out.json", c.Read(t, "postqueue-j-out.json"))},
	} {
		q := loadBytes(t, Options{}, sources...)
		if n := len(problemsOfKind(q, queue.KindTogether)); len(q.Order) != 83 || n != 1 {
			t.Errorf("%s: %d messages, want 83; %v", name, len(q.Order), q.Problems)
		}
	}
	later := strings.ReplaceAll(string(more), "Jun  3", "Jun  8")
	later = strings.ReplaceAll(strings.ReplaceAll(later, "Jun  2", "Jun  8"), "Jun  1", "Jun  8")
	q := loadBytes(t, Options{}, source("mailq.txt", append(bytes.Clone(columns), later...)))
	if len(q.Order) != 6 {
		t.Errorf("%d messages of the later capture are shown, want 6", len(q.Order))
	}
}

// A listing whose recipients or reasons differ from the files is reported.
func TestRecipientsDiffer(t *testing.T) {
	file, log := spoolMessage()
	listing := func(recipients string) Source {
		return source("q.json", []byte(`{"queue_name": "deferred", "queue_id": "42A9F3C1B7", "arrival_time": 1711960808, "sender": "ann@x.test", "recipients": [`+recipients+"]}\n"))
	}
	spool := func() Source {
		return spoolTar(t, spoolEntry{"postfix/deferred/4/42A9F3C1B7", file, 0, arrived + 600}, spoolEntry{"postfix/defer/4/42A9F3C1B7", log, 0o600, arrived + 200})
	}
	for _, tt := range []struct{ recipients, want string }{
		{`{"address": "b@x.test", "delay_reason": "later"}, {"address": "c@x.test", "delay_reason": "no route "}`, ""},
		{`{"address": "b@x.test"}, {"address": "c@x.test"}`, ""},
		{`{"address": "b@x.test", "delay_reason": "sooner"}, {"address": "c@x.test"}`, `q.json: 42A9F3C1B7: reason "sooner", now "later"`},
		{`{"address": "b@x.test"}`, "q.json: 42A9F3C1B7: c@x.test is not listed"},
		{`{"address": "d@x.test"}`, "q.json: 42A9F3C1B7: 2 recipients are not listed, such as b@x.test"},
	} {
		q := loadBytes(t, Options{}, spool(), listing(tt.recipients))
		if got := strings.Join(problemsOfKind(q, queue.KindDiffers), ", "); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.recipients, got, tt.want)
		}
	}
}
