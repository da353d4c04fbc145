package parser

import (
	"maps"
	"slices"

	"github.com/spoolscope/spoolscope/parser/count"
	"github.com/spoolscope/spoolscope/parser/internal/place"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// oneServer joins the listings of hosts with different names that have the same
// messages: no two servers make the same ids, since an id holds the second and the
// process. Such a listing gets root and host of the first one, unless each came with
// files of its own: these are captures, and the listing of one says nothing about the
// files of the other.
func (l *loader) oneServer(roots []place.Root, hosts []string) {
	if !slices.ContainsFunc(hosts, func(h string) bool { return h != hosts[0] }) {
		return
	}
	first := map[queue.Str]int{} // by id: the listing that has it
	for n := range l.listings {
		in := &l.listings[n]
		if in.hidden {
			continue
		}
		shared := map[int]int{}
		joined := map[int]bool{} // listings that may come from the same server
		for e := in.First; e < in.End; e++ {
			if !l.Poll.More() {
				return
			}
			id := l.Listed[e].ID
			k, ok := first[id]
			if _, known := joined[k]; ok && !known {
				joined[k] = hosts[k] != hosts[n] && l.overlap(k, n) && !(roots[k].Archive != roots[n].Archive && l.Places.HasFiles(roots[k]) && l.Places.HasFiles(roots[n]))
			}
			if ok && joined[k] {
				shared[k]++
			} else if !ok && isUnique(l.Text(id)) {
				first[id] = n
			}
		}
		for _, k := range slices.Sorted(maps.Keys(shared)) {
			if !mostly(shared[k], min(in.End-in.First, l.listings[k].End-l.listings[k].First)) {
				continue
			}
			l.Problem(queue.KindOneServer, l.Listings[n].File, "%s and %s have %s messages in common, and are shown as %s",
				nameOf(hosts[k]), nameOf(hosts[n]), count.Text(int64(shared[k])), nameOf(hosts[k]))
			roots[n], hosts[n] = roots[k], hosts[k]
			break
		}
	}
}

// maxCompared is how many messages of a queue directory are searched for in
// others.
const maxCompared = 500

// reportTwice reports queue directories of hosts with different names that have
// files of the same messages. They are copies, or captures of one queue at
// different times, so each is shown.
func (l *loader) reportTwice() {
	if l.Places.Filed() < 2 {
		return
	}
	var sample [][]int32
	for i := range int32(l.Len()) {
		if !l.Poll.More() {
			return
		}
		d := int(l.Dir[i])
		if d >= l.Places.Filed() {
			continue
		}
		for len(sample) <= d {
			sample = append(sample, nil)
		}
		if len(sample[d]) < maxCompared && l.Control[i].Size >= 0 && l.counts(i) && isUnique(l.Text(l.ID[i])) {
			sample[d] = append(sample[d], i)
		}
	}
	const most = 200 // directories, so that thousands of hosts are not compared in pairs
	for b := range sample[:min(len(sample), most)] {
		for a := range b {
			x, y := &l.Dirs[a], &l.Dirs[b]
			if x.Host == y.Host || x.Path != y.Path || l.Places.Captured(uint16(a), uint16(b)) {
				continue
			}
			n := 0
			for _, i := range sample[b] {
				if k, ok := l.Find(uint16(a), l.Text(l.ID[i])); ok && l.Control[k].Size >= 0 && !l.Dropped(k) {
					n++
				}
			}
			if mostly(n, min(len(sample[a]), len(sample[b]))) {
				l.Problem(queue.KindOneServer, y.Folder, "%s and %s have the same messages in %s, which are counted twice", nameOf(x.Host), nameOf(y.Host), x.Path)
				break
			}
		}
	}
}

// minShared is the least number of messages that two captures of one queue have
// in common: a few can be moved by hand.
const minShared = 3

// mostly reports whether enough of the messages are the same for two queues
// to be one.
func mostly(shared, of int) bool { return shared >= minShared && 2*shared >= of }

// isUnique reports whether an id contains the time. Those before 8.10 do not,
// and repeat.
func isUnique(id string) bool {
	info, ok := queue.DecodeID(id, queue.AnyVersion, 0)
	return ok && info.Time != 0 || queue.IsEximID(id)
}

func nameOf(host string) string {
	if host == "" {
		return "a host without a name"
	}
	return host
}
