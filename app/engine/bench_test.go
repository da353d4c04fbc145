package engine

import (
	"fmt"
	"testing"

	"github.com/spoolscope/spoolscope/app/engine/internal/list"
	"github.com/spoolscope/spoolscope/app/engine/internal/message"
	"github.com/spoolscope/spoolscope/app/engine/internal/overview"
	"github.com/spoolscope/spoolscope/app/engine/internal/synthetic"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/triage"
)

// syntheticEngine returns an engine with a queue of n messages open.
func syntheticEngine(n int) *Engine {
	e := New(Options{})
	e.show(synthetic.Queue(n))
	return e
}

// BenchmarkQuestions measures the screens' requests about 100,000 messages,
// each with an empty query cache.
func BenchmarkQuestions(b *testing.B) {
	e := syntheticEngine(100_000)
	overview.Overview(e.shown, protocol.OverviewRequest{})
	for _, bench := range []struct {
		name string
		ask  func()
	}{
		{"overview", func() { overview.Overview(e.shown, protocol.OverviewRequest{}) }},
		{"group by server", func() { overview.Groups(e.shown, protocol.GroupsRequest{By: "server", Limit: 12}) }},
		{"group by reason", func() { overview.Groups(e.shown, protocol.GroupsRequest{By: "reason", Limit: 12}) }},
		{"group by domain", func() { overview.Groups(e.shown, protocol.GroupsRequest{By: "domain", Limit: 12}) }},
		{"replies", func() { overview.Replies(e.shown, protocol.RepliesRequest{}) }},
		{"causes", func() { overview.Causes(e.shown, protocol.CausesRequest{}) }},
		{"facets", func() { list.Facets(e.shown, protocol.FacetsRequest{Limit: 6}) }},
		{"filter by state", func() { list.Messages(e.shown, protocol.MessagesRequest{Query: "state:deferred", Count: 200}) }},
		{"filter by a word", func() { list.Messages(e.shown, protocol.MessagesRequest{Query: "timed", Count: 200}) }},
		{"filter by sender", func() {
			list.Messages(e.shown, protocol.MessagesRequest{Query: "from:user77@site1.example", Count: 200})
		}},
		{"detail", func() { message.Detail(e.shown, protocol.DetailRequest{Ref: 77}) }},
	} {
		b.Run(bench.name, func(b *testing.B) {
			for b.Loop() {
				e.shown.Forget()
				bench.ask()
			}
		})
	}
	for _, column := range []string{"age", "from", "source", "subject", "reason", "next", "end"} {
		b.Run("sort by "+column, func(b *testing.B) {
			for b.Loop() {
				e.shown.Forget()
				e.shown.ForgetOrders()
				list.Messages(e.shown, protocol.MessagesRequest{Sort: column, Count: 200})
			}
		})
	}
}

// BenchmarkParts measures overviews of parts of a queue for a new query, which selects about one
// message in a hundred, in ten, in three, or nearly all.
func BenchmarkParts(b *testing.B) {
	for _, n := range []int{100_000, 1_000_000} {
		e := syntheticEngine(n)
		overview.Overview(e.shown, protocol.OverviewRequest{})
		for _, query := range []string{"size:1k..1900", "size:10k..19k", "state:deferred", "age:>10m"} {
			b.Run(fmt.Sprintf("%d %s", n, query), func(b *testing.B) {
				for b.Loop() {
					e.shown.Forget()
					overview.Overview(e.shown, protocol.OverviewRequest{Query: query})
				}
			})
		}
	}
}

// BenchmarkIndex measures what is computed once for a million messages.
func BenchmarkIndex(b *testing.B) {
	q := synthetic.Queue(1_000_000)
	for b.Loop() {
		triage.NewIndex(q)
	}
}

// BenchmarkPictures measures what the pictures of a million messages add to an
// overview with a new query, and what they take once for each queue.
func BenchmarkPictures(b *testing.B) {
	e := syntheticEngine(1_000_000)
	for _, query := range []string{"", "state:deferred", "created:2d.."} {
		b.Run("overview "+query, func(b *testing.B) {
			for b.Loop() {
				e.shown.Forget()
				overview.Overview(e.shown, protocol.OverviewRequest{Query: query})
			}
		})
		b.Run("pictures "+query, func(b *testing.B) {
			v, err := e.shown.View(query)
			if err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				overview.Pictures(e.shown, v)
			}
		})
	}
	b.Run("once", func(b *testing.B) {
		for b.Loop() {
			e.shown.ForgetPictures()
			e.shown.Marks()
			e.shown.TimeAxis()
		}
	})
}

// BenchmarkMillion measures first sorts and word searches among a million messages, with and without
// preparation in idle time, and the preparation itself.
func BenchmarkMillion(b *testing.B) {
	e := syntheticEngine(1_000_000)
	for _, when := range []string{"at once", "prepared"} {
		for _, word := range []string{"timed", "user77", "nowhere", "from:user77"} {
			b.Run(word+" "+when, func(b *testing.B) {
				for b.Loop() {
					e.shown.Forget()
					list.Messages(e.shown, protocol.MessagesRequest{Query: word, Count: 200})
				}
			})
		}
		for _, column := range []string{"to", "from", "subject", "id", "size"} {
			b.Run(column+" "+when, func(b *testing.B) {
				for b.Loop() {
					if e.shown.Forget(); when == "at once" {
						e.shown.ForgetOrders()
					}
					list.Messages(e.shown, protocol.MessagesRequest{Sort: column, Desc: true, Count: 200})
				}
			})
		}
		e.shown.ForgetOrders()
		b.Run("preparing", func(b *testing.B) {
			e.shown.Prepare(func() bool { return true })
			b.ReportMetric(b.Elapsed().Seconds(), "s")
		})
	}
}
