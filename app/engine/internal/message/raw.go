package message

import (
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/spoolscope/spoolscope/app/engine/internal/capture"
	"github.com/spoolscope/spoolscope/app/protocol"
)

// Raw writes the one message that a request names.
func Raw(c *capture.Capture, w io.Writer, req protocol.RawRequest) error {
	rows, err := c.Match(req.Query)
	if err != nil {
		return err
	}
	var found []int32
	base := path.Base(req.ID)
	for _, i := range rows {
		own := c.Queue.Text(c.Queue.ID[i])
		if own != base && (len(base) < 3 || base[1] != 'f' || own != base[2:]) {
			continue
		}
		if base == req.ID || strings.HasSuffix("/"+fullID(c, i), "/"+strings.TrimPrefix(req.ID, "/")) {
			found = append(found, i)
		}
	}
	switch len(found) {
	case 0:
		return fmt.Errorf("no message %q", req.ID)
	case 1:
		return Write(c, w, found[0])
	}
	var names []string
	for _, i := range found {
		names = append(names, fullID(c, i))
	}
	return fmt.Errorf("%d messages have the id %s: %s", len(found), req.ID, strings.Join(names, ", "))
}

// fullID returns host/queue/id.
func fullID(c *capture.Capture, i int32) string {
	q := c.Queue
	dir := &q.Dirs[q.Dir[i]]
	return path.Join(dir.Host, dir.Path, q.Text(q.ID[i]))
}
