package causes

import (
	"bytes"
	"reflect"
	"slices"
	"testing"

	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/parser"
	"github.com/spoolscope/spoolscope/parser/corpustest"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Adding up cells gives the same as counting message by message.
func TestSurveyAddsUp(t *testing.T) {
	for _, c := range corpustest.Sendmail(t) {
		archive := c.Archives(t)[0]
		data := c.Read(t, archive)
		q, err := parser.Load(t.Context(), []parser.Source{{Name: archive, Size: int64(len(data)), At: bytes.NewReader(data)}}, parser.Options{})
		if err != nil {
			t.Fatal(err)
		}
		x := triage.NewIndex(q)
		for _, n := range []*filter.Node{nil, filter.Must("state:deferred"), filter.Must("-state:held age:>1h")} {
			rows, err := x.Select(n)
			if err != nil {
				t.Fatal(err)
			}
			t.Run(c.Name, func(t *testing.T) {
				checkSurvey(t, newSurvey(x, x.Sums(rows, nil, nil), x.Submitted(rows, nil), nil))
				checkNewest(t, x, n, rows)
			})
		}
	}
}

// checkSurvey counts the messages of a survey again.
func checkSurvey(t *testing.T, s *survey) {
	t.Helper()
	type key struct {
		topic  string
		server queue.Str
	}
	topics, servers := map[string]*tally{}, map[key]*tally{}
	for _, i := range s.sums.Rows {
		topic := s.x.Topics[s.x.Reason[i]].Key
		of := key{topic, s.x.Server[i]}
		if topics[topic] == nil {
			topics[topic] = &tally{}
		}
		if servers[of] == nil {
			servers[of] = &tally{}
		}
		s.count(topics[topic], i)
		s.count(servers[of], i)
	}
	same := func(got, want tally) bool {
		got.left, got.guessed, got.place = 0, 0, 0 // these are not counted message by message
		return reflect.DeepEqual(got, want)
	}
	for topic, want := range topics {
		if got := s.topics[topic].tally; !same(got, *want) {
			t.Errorf("%s: %+v, want %+v", topic, got, *want)
		}
	}
	found := 0
	for topic := range topics {
		found += len(s.servers(s.topics[topic]))
	}
	if found != len(servers) {
		t.Errorf("%d servers, want %d", found, len(servers))
	}
	for of, want := range servers {
		list := s.servers(s.topics[of.topic])
		at := slices.IndexFunc(list, func(n *named) bool { return n.name == s.q.Text(of.server) })
		if at < 0 || !same(*list[at].tally, *want) {
			t.Errorf("%s at %s: %+v, want %+v", of.topic, s.q.Text(of.server), list, *want)
		}
	}
}

// checkNewest looks for the newest message of each cause.
func checkNewest(t *testing.T, x *triage.Index, query *filter.Node, rows []int32) {
	t.Helper()
	for _, c := range Find(x, rows) {
		of := c.Query()
		if query != nil {
			of = filter.All(query, of)
		}
		selected, err := x.Select(of)
		if err != nil {
			t.Fatal(err)
		}
		newest := int64(0)
		for _, i := range selected {
			newest = max(newest, x.Queue.Created[i])
		}
		if newest != c.Newest {
			t.Errorf("%s: the newest message came in at %d, want %d", c.Title, c.Newest, newest)
		}
	}
}
