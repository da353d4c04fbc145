package parser

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/parser/internal/place"
	"github.com/spoolscope/spoolscope/parser/internal/sendmail/mailq"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// joinListings puts the entries of listings to the messages they speak of, by
// queue directory and id. A listing whose directory is not among the files
// makes messages of its own.
func (l *loader) joinListings(places []place.Place, out exclusion) {
	order := make([]int, len(l.listings))
	for n := range order {
		order[n] = n
	}
	// A verbose listing cuts less off, so it has the last word.
	slices.SortStableFunc(order, func(a, b int) int { return verbosity(l.Listings[a]) - verbosity(l.Listings[b]) })
	roots, hosts := make([]place.Root, len(order)), make([]string, len(order))
	for n := range l.listings {
		roots[n] = l.rootOf(n, places)
		hosts[n] = l.hostOf(roots[n], places, n)
	}
	l.chooseCaptures(roots, hosts)
	for _, n := range order {
		in := &l.listings[n]
		if in.hidden {
			continue
		}
		dirs := l.dirsOf(n, in, roots[n], places)
		zone, zoned := l.zone(n, dirs)
		in.zone = zone
		for e := in.first; e < in.end; e++ {
			l.joinEntry(in, e, dirs, out)
			l.resolve(n, e, zone, zoned)
		}
	}
}

func verbosity(l queue.Listing) int {
	if l.Verbose {
		return 1
	}
	return 0
}

// rootOf finds the host that a listing is of: the one with most of its ids;
// if none, the only one, or the one whose folder is nearest.
func (l *loader) rootOf(n int, places []place.Place) place.Root {
	in, host := &l.listings[n], l.Listings[n].Host
	if host != "" {
		for d, p := range places {
			if sameHost(l.Dirs[d].Host, host) || sameHost(l.Dirs[d].Name, host) {
				return p.Root
			}
		}
	}
	count := map[place.Root]int{}
	for e := in.first; e < min(in.end, in.first+2000); e++ {
		seen := map[place.Root]bool{}
		for d, p := range places {
			if !seen[p.Root] {
				if _, ok := l.Find(uint16(d), l.Text(l.Listed[e].ID)); ok {
					seen[p.Root] = true
					count[p.Root]++
				}
			}
		}
	}
	best, most := place.Root{}, 0
	for _, p := range places { // in order, so that the result is the same every time
		n := count[p.Root]
		if n > 0 && p.Root.Archive == in.folder.Archive && p.Root.Folder == in.folder.Path {
			n++ // of two captures with the same ids the one beside the listing
		}
		if n > most {
			best, most = p.Root, n
		}
	}
	if most > 0 {
		return best
	}
	if host != "" && l.severalHosts(in.text) {
		return place.Root{Archive: in.folder.Archive, Folder: in.folder.Path, Host: host}
	}
	depth := -1
	for _, p := range places {
		if p.Root.Holds(in.folder) && len(p.Root.Folder) > depth {
			best, depth = p.Root, len(p.Root.Folder)
		}
	}
	if depth < 0 && len(places) > 0 && single(places) {
		return places[0].Root
	}
	if depth < 0 {
		return place.Root{Archive: in.folder.Archive, Folder: in.folder.Path}
	}
	return best
}

// severalHosts tells whether a text has the listings of more than one host.
func (l *loader) severalHosts(text int) bool {
	for n := text; n < len(l.listings) && l.listings[n].text == text; n++ {
		if l.Listings[n].Host != l.Listings[text].Host {
			return true
		}
	}
	return false
}

// sameHost compares two names of hosts, of which one may lack its domain.
func sameHost(a, b string) bool {
	if a == "" || b == "" {
		return false
	}
	a, b = strings.ToLower(a), strings.ToLower(b)
	return a == b || strings.HasPrefix(a, b+".") || strings.HasPrefix(b, a+".")
}

func single(places []place.Place) bool {
	for _, p := range places {
		if p.Root != places[0].Root {
			return false
		}
	}
	return true
}

// dirsOf gives the queue directory of each heading of a listing. A heading
// that is not among the files gets a directory of its own.
func (l *loader) dirsOf(n int, in *listing, root place.Root, places []place.Place) []uint16 {
	frame := l.Listings[n]
	dirs := make([]uint16, len(frame.Queues)+1) // the last is for entries before any heading
	host := l.hostOf(root, places, n)
	for k := range dirs {
		path := place.DefaultSpool
		if k < len(frame.Queues) && frame.Queues[k].Path != "" {
			path = frame.Queues[k].Path
		}
		found := false
		for d, p := range places {
			if p.Root == root && p.Path == path {
				dirs[k], found = uint16(d), true
				break
			}
		}
		for d := len(places); d < len(l.Dirs) && !found; d++ {
			if l.Dirs[d].Host == host && l.Dirs[d].Path == path {
				dirs[k], found = uint16(d), true
			}
		}
		if !found {
			dirs[k], found = l.dirByIDs(in, k, root, places, dirs[:k])
			if found && k < len(frame.Queues) && frame.Queues[k].Path != "" {
				places[dirs[k]].Path, l.Dirs[dirs[k]].Path, l.Dirs[dirs[k]].Scanned = path, path, place.IsScanned(path)
			}
		}
		if !found && k < len(frame.Queues) || !found && l.hasUnheaded(in) {
			l.Dirs = append(l.Dirs, queue.Dir{Host: host, Path: path, Client: place.IsClient(path), Scanned: place.IsScanned(path)})
			l.placed = append(l.placed, in.folder)
			dirs[k] = uint16(len(l.Dirs) - 1)
		}
	}
	return dirs
}

// dirByIDs finds a directory of files whose name does not tell which it is,
// because it was renamed or packed from inside: the one with most of the ids
// under the heading k.
func (l *loader) dirByIDs(in *listing, k int, root place.Root, places []place.Place, taken []uint16) (dir uint16, ok bool) {
	count := map[uint16]int{}
	for e := in.first; e < min(in.end, in.first+2000); e++ {
		if int(l.Listed[e].Queue) != k {
			continue
		}
		for d, p := range places {
			if p.Root == root && !p.Sure && p.Path != "" && !slices.Contains(taken, uint16(d)) {
				if i, ok := l.Find(uint16(d), l.Text(l.Listed[e].ID)); ok && !l.moved[i] {
					count[uint16(d)]++
				}
			}
		}
	}
	most := 0
	for d := range places {
		if n := count[uint16(d)]; n > most {
			dir, most = uint16(d), n
		}
	}
	return dir, most > 0
}

func (l *loader) hasUnheaded(in *listing) bool {
	for e := in.first; e < in.end; e++ {
		if l.Listed[e].Queue < 0 {
			return true
		}
	}
	return false
}

// hostOf is the name of the host of a root, or for a listing without files
// the folder it lay in.
func (l *loader) hostOf(root place.Root, places []place.Place, n int) string {
	in := &l.listings[n]
	for d, p := range places {
		if p.Root == root {
			return l.Dirs[d].Host
		}
	}
	if host := l.Listings[n].Host; host != "" {
		return host
	}
	if host := l.collected(in.folder); host != "" {
		return host
	}
	if l.listings[len(l.listings)-1].text > 0 || len(places) > 0 {
		if c := place.Components(in.folder.Path); len(c) > 0 {
			return c[len(c)-1]
		}
	}
	return ""
}

// joinEntry finds the message of an entry, or makes one when its directory is
// known from listings only.
func (l *loader) joinEntry(in *listing, e int, dirs []uint16, out exclusion) {
	entry := &l.Listed[e]
	k := int(entry.Queue)
	if k < 0 || k >= len(dirs)-1 {
		k = len(dirs) - 1
	}
	id := l.Text(entry.ID)
	i, ok := l.Find(dirs[k], id)
	if !ok && int(dirs[k]) >= l.filed { // no files of this directory at all
		i, ok = l.Row(dirs[k], id), true
		l.Flags[i] |= queue.NoControl
	}
	if !ok {
		l.add(queue.Problem{
			Pos:  queue.Pos{File: l.Listings[entry.Listing].File, Offset: entry.Offset, Line: int(entry.Line)},
			Kind: queue.KindOnlyListed, Reason: fmt.Sprintf("%s is listed, but has no files", id),
		})
		return
	}
	entry.Message = i
	if l.Listing[i] < 0 || l.Listed[l.Listing[i]].Mark == ' ' {
		l.Listing[i] = int32(e)
	}
	if l.Flags[i]&queue.NoControl != 0 {
		l.fromListing(in, e, i)
	}
}

// fromListing fills a row from an entry alone.
func (l *loader) fromListing(in *listing, e int, i int32) {
	entry := &l.Listed[e]
	l.Created[i] = entry.Created
	if entry.Size >= 0 {
		l.Size[i] = entry.Size
	}
	if entry.Priority != queue.NoNumber {
		l.Priority[i] = entry.Priority
	}
	sender := l.Text(entry.Sender)
	l.Sender[i] = entry.Sender
	l.SetFlag(i, queue.HasSender, sender != "")
	l.SetFlag(i, queue.NullFrom, isNull(sender))
	if entry.Warned {
		l.Flags[i] |= queue.Warned
	}
	if entry.Status != 0 {
		l.Status[i], l.Effective[i] = entry.Status, entry.Status
		l.SetFlag(i, queue.HasStatus, true)
		l.SetFlag(i, queue.StatusCut, entry.Cut)
	}
	if entry.Reason != 0 {
		l.Columns.Reason[i] = entry.Reason
	}
	l.BodyType[i] = l.listedBody[e]
	r := in.rcpts[e-in.first]
	if r.n >= l.RcptN[i] && r.n > 0 {
		l.RcptAt[i], l.RcptN[i] = uint32(len(l.RcptAddr)), r.n
		l.RcptAddr = append(l.RcptAddr, l.listedAddr[r.from:r.from+r.n]...)
		l.RcptStat = append(l.RcptStat, l.listedStat[r.from:r.from+r.n]...)
		for _, s := range l.listedStat[r.from : r.from+r.n] {
			if s != 0 && !strings.HasPrefix(l.Text(s), "Warning: ") {
				l.Effective[i] = s
				break
			}
		}
	}
}

// zone works out the server's offset from UTC: the control files have UTC, the
// listing local time. Without files the ids give UTC.
func (l *loader) zone(n int, dirs []uint16) (int, bool) {
	in, frame := &l.listings[n], &l.Listings[n]
	if frame.Zoned {
		return frame.Zone, true
	}
	var pairs []mailq.Pair
	for e := in.first; e < in.end && len(pairs) < 1000; e++ {
		entry := &l.Listed[e]
		if entry.Date.Month == 0 {
			continue
		}
		id := l.Text(entry.ID)
		k := int(entry.Queue)
		if k < 0 || k >= len(dirs)-1 {
			k = len(dirs) - 1
		}
		if i, ok := l.Find(dirs[k], id); ok && l.Created[i] != queue.NoNumber {
			pairs = append(pairs, mailq.Pair{Date: entry.Date, Unix: l.Created[i]})
		} else if info, ok := queue.DecodeID(id, -1, 0); ok && info.Time != 0 {
			pairs = append(pairs, mailq.Pair{Date: entry.Date, Unix: info.Time})
		}
	}
	return mailq.Zone(pairs)
}

// resolve gives an entry's date its year and zone. Where nothing tells the zone
// the date is good to a day.
func (l *loader) resolve(n, e, zone int, zoned bool) {
	entry := &l.Listed[e]
	id, dayOnly, ok := l.Text(entry.ID), true, false
	var t int64
	if zoned && entry.Date.Month != 0 {
		t, ok = mailq.Resolve(entry.Date, id, l.takenOf(n), zone)
		dayOnly = !ok
	}
	i := entry.Message
	listed := i >= 0 && l.Flags[i]&queue.NoControl != 0
	if !ok && listed {
		t, ok = mailq.ResolveDay(entry.Date, id, l.takenOf(n))
	}
	if !ok {
		return
	}
	entry.Created = t
	if listed && (l.Created[i] == queue.NoNumber || !dayOnly || l.Flags[i]&queue.DayOnly != 0) {
		l.Created[i] = t
		l.SetFlag(i, queue.DayOnly, dayOnly)
	}
}
