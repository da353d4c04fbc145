package parser

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/parser/internal/archive"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// followDirLinks moves the files of linked directories to where the link
// stands: queue directories and their sub-directories may be symbolic links
// (formats/sendmail.md §1.4).
func (l *loader) followDirLinks() {
	for _, m := range l.dirLinks {
		base := path.Base(m.Name)
		from, ok := l.folders[folder{m.Archive, m.Link}]
		if !ok && subFolder(path.Base(m.Link)) {
			from, ok = l.folders[folder{m.Archive, parent(m.Link)}]
		}
		if !ok {
			if subFolder(base) || strings.HasPrefix(base, "qd") || isSpool(base) {
				l.add(queue.Problem{
					Pos: queue.Pos{File: m.Name, Offset: -1}, Kind: queue.KindLink,
					Reason: fmt.Sprintf("a link to %q, which is not in the archive", m.Link),
				})
			}
			continue
		}
		l.moveFolder(from, archive.Member{Archive: m.Archive, Name: m.Name + "/qf"})
	}
}

// moveFolder makes the messages of a folder part of the one that probe, a file
// of it, lies in.
func (l *loader) moveFolder(from uint16, probe archive.Member) {
	to := from
	for i := range int32(l.Len()) {
		if l.Dir[i] != from || l.moved[i] {
			continue
		}
		if row := l.row(probe, l.Text(l.ID[i])); row != i {
			l.merge(row, i)
			to = l.Dir[row]
		}
	}
	if to != from {
		if l.linked == nil {
			l.linked = map[uint16]uint16{}
		}
		l.linked[from] = to
	}
}

// merge moves the files of row src to row dst, where they are missing, and
// leaves src empty.
func (l *loader) merge(dst, src int32) {
	c := &l.Columns
	if c.Data[src].Size >= 0 && c.Data[dst].Size < 0 {
		c.Data[dst], c.Size[dst] = c.Data[src], c.Size[src]
		c.GrepAt[dst], c.GrepN[dst] = c.GrepAt[src], c.GrepN[src]
		c.Flags[dst] |= c.Flags[src] & queue.Refused
		if b, ok := l.bounces[src]; ok {
			l.forget(src)
			if l.bounces == nil {
				l.bounces = map[int32]pendingBounce{}
			}
			l.pending += len(b.start)
			l.bounces[dst] = b
		}
		if l.later[src] {
			l.mark(&l.later, dst)
		}
		c.ReplyAt[dst], c.ReplyN[dst] = c.ReplyAt[src], c.ReplyN[src]
		c.Origin[dst], c.OriginBy[dst], c.OriginID[dst] = c.Origin[src], c.OriginBy[src], c.OriginID[src]
		if d := l.Digests[src]; d != nil && d.HasData {
			to := l.Digest(dst)
			to.Data, to.HasData = d.Data, true
		}
	}
	if c.Control[src].Size >= 0 && c.Control[dst].Size < 0 {
		keep := c.Flags[dst] & queue.Refused
		c.Flags[dst] = c.Flags[src]&^queue.Refused | keep
		c.Control[dst] = c.Control[src]
		c.Created[dst], c.LastTry[dst], c.Attempts[dst] = c.Created[src], c.LastTry[src], c.Attempts[src]
		c.Priority[dst] = c.Priority[src]
		for _, col := range []*[]queue.Str{&c.Sender, &c.Status, &c.Effective, &c.BodyType, &c.Reason, &c.Subject, &c.Client, &c.Auth, &c.Bounce} {
			(*col)[dst] = (*col)[src]
		}
		c.RcptAt[dst], c.RcptN[dst] = c.RcptAt[src], c.RcptN[src]
		if d := l.Digests[src]; d != nil && d.HasControl {
			to := l.Digest(dst)
			to.Control, to.HasControl = d.Control, true
		}
	}
	if f, ok := l.Xscripts[src]; ok && l.Xscript(dst).Size < 0 {
		l.Xscripts[dst] = f
	}
	c.Files[dst] |= c.Files[src]
	c.Files[src] = 0
	l.mark(&l.moved, src)
}

// standing gives the folders with those left out that became part of others:
// they take the place of the folder that took them in.
func (l *loader) standing() []folder {
	folders := slices.Clone(l.placed)
	for from, to := range l.linked {
		folders[from] = folders[to]
	}
	return folders
}

// followDataDirs gives messages the data files that a d record says are in
// another queue directory of the host (formats/sendmail.md §1.4).
func (l *loader) followDataDirs(places []place) {
	for _, i := range slices.Sorted(maps.Keys(l.dataDirs)) {
		if l.Data[i].Size >= 0 || l.moved[i] {
			continue
		}
		own, end := places[l.Dir[i]], "/"+strings.Trim(l.Text(l.dataDirs[i]), "/")
		for d, p := range places {
			if p.root != own.root || !strings.HasSuffix(p.path, end) {
				continue
			}
			if src, ok := l.Find(uint16(d), l.Text(l.ID[i])); ok && src != i && l.Data[src].Size >= 0 && l.Control[src].Size < 0 {
				l.merge(i, src)
				break
			}
		}
	}
}
