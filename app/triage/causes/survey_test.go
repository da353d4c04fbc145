package causes

import (
	"bytes"
	"reflect"
	"testing"

	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/parser"
	"github.com/spoolscope/spoolscope/parser/corpustest"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// What is added up from cells is what counting message by message gives.
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
			t.Run(c.Name, func(t *testing.T) { checkSurvey(t, newSurvey(x, rows, nil)) })
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
	for _, i := range s.rows {
		topic := s.of[s.x.Reason[i]].about.Key
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
		got.left, got.guessed = 0, 0 // these are not of all messages
		return reflect.DeepEqual(got, want)
	}
	for topic, want := range topics {
		if got := s.topics[topic].tally; !same(got, *want) {
			t.Errorf("%s: %+v, want %+v", topic, got, *want)
		}
	}
	for of, want := range servers {
		if got := s.topics[of.topic].servers[of.server]; got == nil || !same(*got, *want) {
			t.Errorf("%s at %s: %+v, want %+v", of.topic, s.q.Text(of.server), got, *want)
		}
	}
}
