package parser

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/parser/count"
	"github.com/spoolscope/spoolscope/parser/internal/archive"
	"github.com/spoolscope/spoolscope/parser/internal/build"
	"github.com/spoolscope/spoolscope/parser/internal/place"
	"github.com/spoolscope/spoolscope/parser/internal/sendmail/name"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// followDirLinks moves the files of linked directories to where the link
// stands: queue directories and their sub-directories may be symbolic links
// (formats/sendmail.md §1.4).
func (l *loader) followDirLinks() {
	if len(l.dirLinks) == 0 {
		return
	}
	in := map[uint16][]int32{}
	for i, dir := range l.Dir {
		if !l.Poll.More() {
			return
		}
		in[dir] = append(in[dir], int32(i))
	}
	left := maxMoves * (l.Len() + 1)
	for _, m := range l.dirLinks {
		if !l.Poll.More() {
			return
		}
		base := path.Base(m.Name)
		from, ok := l.Places.Find(place.Folder{Archive: m.Archive, Path: m.Link})
		if !ok && name.IsFolder(path.Base(m.Link)) {
			from, ok = l.Places.Find(place.Folder{Archive: m.Archive, Path: place.Parent(m.Link)})
		}
		if !ok {
			if name.IsFolder(base) || strings.HasPrefix(base, "qd") || place.IsSpool(base) {
				l.AddProblems(queue.Problem{
					Pos: queue.Pos{File: m.Name, Offset: -1}, Kind: queue.KindLink,
					Reason: fmt.Sprintf("a link to %q, which is not in the archive", m.Link),
				})
			}
			continue
		}
		if left -= len(in[from]); left < 0 {
			l.AddProblems(queue.Problem{
				Pos: queue.Pos{File: m.Name, Offset: -1}, Kind: queue.KindLimit, Err: queue.ErrLimit,
				Reason: fmt.Sprintf("links to links to folders are followed more than %s times; this one and those after it are not followed", count.Text(maxMoves)),
			})
			return
		}
		l.moveFolder(from, archive.Member{Archive: m.Archive, Name: m.Name + "/qf"}, in)
	}
}

// maxMoves is how often messages are moved to where a link stands, on average.
const maxMoves = 8

// moveFolder merges the messages of a folder into the folder to which probe,
// one of its files, resolves. in has the rows of each folder.
func (l *loader) moveFolder(from uint16, probe archive.Member, in map[uint16][]int32) {
	to := from
	for _, i := range in[from] {
		if !l.Poll.More() {
			return // some of its messages are shown where the link leads
		}
		if l.Dropped(i) {
			continue
		}
		before := l.Len()
		row := l.row(probe, l.Text(l.ID[i]))
		if row == i {
			continue
		}
		l.merge(row, i)
		if to = l.Dir[row]; l.Len() > before {
			in[to] = append(in[to], row)
		}
	}
	if to != from {
		l.Places.Link(from, to)
		delete(in, from)
	}
}

// merge moves the files of row src to row dst where dst lacks their kind.
// From then on src does not count.
func (l *loader) merge(dst, src int32) {
	if l.Data[src].Size >= 0 && l.Data[dst].Size < 0 {
		l.Copy(dst, src, build.Data)
		if problems, ok := l.unsure[src]; ok {
			delete(l.unsure, src)
			l.unsure[dst] = problems
		}
	}
	if l.Control[src].Size >= 0 && l.Control[dst].Size < 0 {
		l.Copy(dst, src, build.Control)
		if dir, ok := l.dataDirs[src]; ok {
			l.dataDirs[dst] = dir
		}
	}
	if f, ok := l.Xscripts[src]; ok && l.Xscript(dst).Size < 0 {
		l.Xscripts[dst] = f
	}
	for _, prefix := range l.Prefixes[src] {
		if !slices.Contains(l.Prefixes[dst], prefix) {
			l.Prefixes[dst] = append(l.Prefixes[dst], prefix)
		}
	}
	if l.odd[src] {
		l.mark(&l.odd, dst)
	}
	l.Files[dst] |= l.Files[src]
	l.Files[src] = 0
	l.Drop(src)
}

// followDataDirs gives messages the data files that a d record says are in
// another queue directory of the host (formats/sendmail.md §1.4).
func (l *loader) followDataDirs() {
	for _, i := range slices.Sorted(maps.Keys(l.dataDirs)) {
		if !l.Poll.More() {
			return
		}
		if l.Data[i].Size >= 0 || l.Dropped(i) {
			continue
		}
		for _, d := range l.Places.Beside(l.Dir[i], l.Text(l.dataDirs[i])) {
			if src, ok := l.Find(d, l.Text(l.ID[i])); ok && src != i && l.Data[src].Size >= 0 && l.Control[src].Size < 0 {
				l.merge(i, src)
				break
			}
		}
	}
}
