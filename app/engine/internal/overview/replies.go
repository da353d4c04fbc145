package overview

import (
	"github.com/spoolscope/spoolscope/app/engine/internal/capture"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/parser/queue"
)

const maxReplies = 1000

// Replies answers the Replies screen.
func Replies(c *capture.Capture, req protocol.RepliesRequest) (protocol.ReplyTable, error) {
	v, err := c.View(req.Query)
	if err != nil {
		return protocol.ReplyTable{}, err
	}
	return replyTable(c, v, req.By, req.Limit), nil
}

// replyTable groups the replies inside statuses and inside the transcripts of
// bounces.
func replyTable(c *capture.Capture, v *capture.View, by string, limit int) protocol.ReplyTable {
	if limit <= 0 || limit > maxReplies {
		limit = maxReplies
	}
	list := replies{Capture: c, rows: v.Rows, sums: c.Sums(v), texts: c.Transcripts()}
	list.count()
	found, all := list.found(limit)
	t := protocol.ReplyTable{Rows: []protocol.ReplyRow{}, Codes: all, Lines: list.lines, Shown: len(found)}
	for _, g := range found {
		g.shown, g.servers = true, map[queue.Str]int{}
	}
	list.servers()
	if by != "" {
		list.groups(&t, found, by, v.Query)
		return t
	}
	for _, g := range found {
		t.Rows = append(t.Rows, replyRow(c, g, v.Query))
	}
	return t
}
