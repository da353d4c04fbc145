package overview

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/app/engine/internal/capture"
	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// crossCheck compares what mailq listed with the files, if the archive has
// both.
func crossCheck(c *capture.Capture, v *capture.View) []protocol.Kind {
	q := c.Queue
	out := []protocol.Kind{}
	if len(q.Listings) == 0 || !slices.ContainsFunc(q.Order, func(i int32) bool { return q.Control[i].Size >= 0 || q.Data[i].Size >= 0 }) {
		return out
	}
	add := func(title, text, query string) {
		n := filter.Must(query)
		if count := c.Index.Count(n, v.Rows); count > 0 {
			out = append(out, protocol.Kind{Title: title, Text: text, Count: count, Query: capture.Narrow(v.Query, n)})
		}
	}
	of := c.Index.Words
	_, envelope, _ := strings.Cut(of.Envelope, " ")
	add("In both, identical", "Listing and "+envelope+" say the same.", "is:listed has:control -is:differs")
	add("In both, but changed between", of.In("The listing shows another status or size: sendmail tried the message between the two commands, or the listing cuts the text."), "is:listed has:control is:differs")
	add("Listed, without "+of.Envelope, "Delivered between the two commands, in a directory that is not in the archive, or not readable for who packed it.", "is:listed -has:control")
	add("In the files only", of.FilesOnly, "is:unlisted")
	only := 0
	for _, p := range q.Problems {
		if p.Kind == queue.KindOnlyListed {
			only++
		}
	}
	if only > 0 && v.Query == "" {
		out = append(out, protocol.Kind{Title: "In the listing only", Text: "Delivered between the two commands, in a directory that is not in the archive, or not readable for who packed it.", Count: only})
	}
	if v.Query != "" {
		return out
	}
	for _, l := range q.Listings {
		said := 0
		for _, n := range l.Totals {
			said += n
		}
		listed := 0
		for k := range q.Listed {
			if q.Listings[q.Listed[k].Listing].File == l.File {
				listed++
			}
		}
		if len(l.Totals) > 0 && said != listed {
			out = append(out, protocol.Kind{
				Title: fmt.Sprintf("The listing announces %s and lists %s", words.Number(said), words.Number(listed)),
				Text:  "Messages came or went while it was made, it is cut off, or mailq ran without the permission to read all.", Count: listed, Query: "has:listing",
			})
		}
	}
	return out
}
