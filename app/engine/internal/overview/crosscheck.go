package overview

import (
	"fmt"
	"strings"

	"github.com/spoolscope/spoolscope/app/engine/internal/capture"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// crossCheck compares what mailq listed with the files, if the archive has
// both.
func crossCheck(c *capture.Capture, v *capture.View) []protocol.Kind {
	q := c.Queue
	out := []protocol.Kind{}
	if len(c.Listed()) == 0 {
		return out
	}
	listed := c.CountListed(v)
	add := func(title, text string, as triage.Listed) {
		if count := listed[as]; count > 0 {
			out = append(out, protocol.Kind{Title: title, Text: text, Count: count, Query: capture.Narrow(v.Query, as.Filter())})
		}
	}
	of := c.Index.Words
	_, envelope, _ := strings.Cut(of.Envelope, " ")
	add("In both, identical", "Listing and "+envelope+" say the same.", triage.ListedAlike)
	add("In both, but changed between", of.In("The listing shows another status or size: sendmail tried the message between the two commands, or the listing cuts the text."), triage.ListedDiffers)
	add("Listed, without "+of.Envelope, "Delivered between the two commands, in a directory that is not in the archive, or unreadable by whoever made the archive.", triage.ListedOnly)
	add("In the files only", of.FilesOnly, triage.Unlisted)
	if v.Query != "" {
		return out
	}
	only := 0
	for _, p := range q.Problems {
		if p.Kind == queue.KindOnlyListed {
			only++
		}
	}
	if only > 0 {
		out = append(out, protocol.Kind{Title: "In the listing only", Text: "Delivered between the two commands, in a directory that is not in the archive, or unreadable by whoever made the archive.", Count: only})
	}
	lists := map[string]int{} // entries, by file
	for k := range q.Listed {
		lists[q.Listings[q.Listed[k].Listing].File]++
	}
	for _, l := range q.Listings {
		said := 0
		for _, n := range l.Totals {
			said += n
		}
		listed := lists[l.File]
		if len(l.Totals) > 0 && said != listed {
			out = append(out, protocol.Kind{
				Title: fmt.Sprintf("The listing announces %s and lists %s", words.Number(said), words.Number(listed)),
				Text:  "Messages came or went while it was made, it is cut off, or mailq ran without permission to read everything.", Count: listed, Query: "has:listing",
			})
		}
	}
	return out
}
