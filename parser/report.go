package parser

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/parser/count"
	"github.com/spoolscope/spoolscope/parser/internal/place"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// report adds the problems that show only once everything is together.
func (l *loader) report() {
	for i := range int32(l.Len()) {
		if !l.Poll.More() {
			break
		}
		if l.counts(i) {
			l.reportMessage(i)
		}
	}
	l.reportOthers()
	l.reportTwice()
	l.reportCounts()
	l.reportStrangers()
	l.reportMany()
	l.reportNothing()
	l.BoundProblems()
}

func (l *loader) reportMessage(i int32) {
	f := l.Files[i]
	if l.Flags[i]&queue.NoControl != 0 {
		return
	}
	if spools := l.spoolsOf(i); spools != nil {
		spools.Report(i)
		if l.Listing[i] >= 0 {
			l.reportDifference(i)
		}
		return
	}
	name := func() string { return l.FileName(l.Control[i]) } // few are asked for
	switch {
	case l.Control[i].Size < 0 && l.Data[i].Size >= 0:
		l.Problem(queue.KindNoControl, l.FileName(l.Data[i]), "no qf, hf or Qf file beside it")
	case l.Control[i].Size < 0 && f.Has(queue.OtherFile):
		dir := l.Dirs[l.Dir[i]].Folder
		for _, p := range l.Prefixes[i] {
			l.Problem(queue.KindLeftover, path.Join(dir, p+l.Text(l.ID[i])), "sendmail 8 makes no such file")
		}
	case l.State[i] == queue.Incomplete && l.Data[i].Size < 0:
		l.Problem(queue.KindNoData, name(), "the data file df%s is missing", l.Text(l.ID[i]))
	}
	if l.State[i] == queue.Lost {
		l.Problem(queue.KindLost, name(), "sendmail renamed it, and ignores it")
	}
	if f.Has(queue.TempControl) || f.Has(queue.StaleTemp) {
		l.Problem(queue.KindTemp, path.Join(l.Dirs[l.Dir[i]].Folder, "tf"+l.Text(l.ID[i])), "left over from rewriting the control file")
	}
	if f.Has(queue.Transcript) && l.State[i] != queue.Processing {
		l.Problem(queue.KindTranscript, l.FileName(l.Xscript(i)), "left over from a delivery that was cut off")
	}
	if t := l.Created[i]; t != queue.NoNumber && l.Taken > 0 && t > l.Taken {
		l.Problem(queue.KindFuture, name(), "created %s seconds after the capture", count.Text(int64(t-l.Taken)))
	}
	if l.Listing[i] >= 0 {
		l.reportDifference(i)
	}
}

// reportDifference compares a listing's entry with the files.
func (l *loader) reportDifference(i int32) {
	e := &l.Listed[l.Listing[i]]
	file := l.Listings[e.Listing].File
	var what []string
	if e.Size >= 0 && l.Size[i] >= 0 && !e.SameSize(l.Size[i]) {
		what = append(what, fmt.Sprintf("size %d, now %d", e.Size, l.Size[i]))
	}
	if status := l.Text(l.Status[i]); e.Remark == 0 && l.Control[i].Size >= 0 {
		listed := l.Text(e.Status)
		if listed != status && !(e.Cut && strings.HasPrefix(status, listed)) {
			what = append(what, fmt.Sprintf("status %.60q, now %.60q", listed, status))
		}
	}
	what = append(what, l.recipientsDiffer(i)...)
	if len(what) > 0 {
		l.AddProblems(queue.Problem{
			Pos:  queue.Pos{File: file, Offset: e.Offset, Line: int(e.Line)},
			Kind: queue.KindDiffers, Reason: l.Text(l.ID[i]) + ": " + strings.Join(what, "; "),
		})
	}
}

// reportOthers reports files inside queue directories that are not part of
// them, and messages that a listing should have named.
func (l *loader) reportOthers() {
	controls := make([]int, len(l.Dirs))
	for i, dir := range l.Dir {
		if l.Control[i].Size >= 0 {
			controls[dir]++
		}
	}
	for d := range uint16(l.Places.Filed()) {
		if why, ok := l.Places.LeftOut(d); ok {
			l.Problem(queue.KindNotQueue, l.Dirs[d].Folder, "a folder with %s control files inside a queue directory; %s", count.Text(int64(controls[d])), why)
		}
	}
	for _, o := range l.others {
		if l.reportInSpool(o) {
			continue
		}
		if d, ok := l.Places.Find(o.folder); ok {
			if _, excluded := l.Places.LeftOut(d); excluded {
				continue
			}
			if isOwn(o) || l.Dirs[d].System != queue.Sendmail {
				continue
			}
			what := "a file that sendmail does not look at"
			if o.dir {
				if _, isQueue := l.Places.Find(place.Folder{Archive: o.folder.Archive, Path: path.Join(o.folder.Path, o.name)}); isQueue {
					continue
				}
				what = "a folder that sendmail does not look at"
			}
			l.Problem(queue.KindNotQueue, path.Join(o.folder.Path, o.name), "%s", what)
		}
	}
	for i := range l.odd {
		if l.Control[i].Size < 0 {
			l.Problem(queue.KindNotQueue, l.FileName(l.Data[i]), "a file that sendmail does not look at")
		}
	}
	l.reportUnlisted()
}

// isOwn reports whether sendmail itself keeps this file or folder next to the
// messages (formats/sendmail.md §1.2, §1.4).
func isOwn(o other) bool {
	if o.dir {
		return o.name == ".hoststat" || strings.HasPrefix(o.name, "qd")
	}
	return isOwnFile(o.name)
}

func isOwnFile(name string) bool { return name == "sm-client.pid" || name == "sm-client.st" }

// reportUnlisted compares in the other direction: plain listings leave out
// quarantined and lost messages, but should have all others of their
// directories.
func (l *loader) reportUnlisted() {
	covered := map[uint16]string{}
	for i := range l.Listed {
		if !l.Poll.More() {
			return // not all entries may be joined
		}
		if m := l.Listed[i].Message; m >= 0 && l.Files[m].Has(queue.ControlFile) {
			covered[l.Dir[m]] = l.Listings[l.Listed[i].Listing].File
		}
	}
	for i := range int32(l.Len()) {
		if !l.Poll.More() {
			return
		}
		file, ok := covered[l.Dir[i]]
		if ok && l.Listing[i] < 0 && l.Files[i].Has(queue.ControlFile) && l.counts(i) {
			l.Problem(queue.KindNotListed, l.FileName(l.Control[i]), "%s does not list it", file)
		}
	}
}

// reportNothing reports why there are no messages.
func (l *loader) reportNothing() {
	if len(l.Order) > 0 || len(l.Sources) == 0 || l.Poll.Err() != nil {
		return
	}
	name := l.given[0].name
	for _, p := range l.Problems {
		if p.Severity() == queue.Error {
			return
		}
	}
	switch main, client := l.empty(); {
	case l.unproven():
	case (main || client != "") && len(l.hiding) > 0:
		l.AddProblems(l.hiding...)
	case main:
		l.Problem(queue.KindEmptyQueue, name, "no messages")
	case client != "":
		l.Problem(queue.KindUnclear, client, "it has no main queue: only the submission queue, or MailScanner's incoming one, which is empty")
	case l.has(queue.KindLogAlone): // a log was given, and all of it was finished
	default:
		l.Problem(queue.KindNothing, name, "no queue files (%s)", lookedAt(l.files))
	}
}

// reportMany reports that some messages were not searched for in all directories.
func (l *loader) reportMany() {
	if l.Places.Many() {
		l.AddProblems(queue.Problem{
			Pos: queue.Pos{Offset: -1}, Kind: queue.KindLimit, Err: queue.ErrLimit,
			Reason: fmt.Sprintf("listings and data files were searched for in folders more than %s times; some may not be joined with their messages", count.Text(place.MaxTries)),
		})
	}
	if l.compared > maxCompares {
		l.AddProblems(queue.Problem{
			Pos: queue.Pos{Offset: -1}, Kind: queue.KindLimit, Err: queue.ErrLimit,
			Reason: fmt.Sprintf("listings were compared with each other more than %s times; some may be shown together although they are captures of one queue", count.Text(maxCompares)),
		})
	}
}

// has reports whether there is a problem of a kind.
func (l *loader) has(kind queue.Kind) bool {
	return slices.ContainsFunc(l.Problems, func(p queue.Problem) bool { return p.Kind == kind })
}

// reportCounts reports queues of which only the number of messages is known.
func (l *loader) reportCounts() {
	for n := range l.Listings {
		in := &l.Listings[n]
		if !in.Counted || l.listings[n].hidden || l.Places.Filed() > 0 || in.Entries > 0 {
			continue
		}
		if in.System == queue.Exim {
			l.reportEximCount(n)
			continue
		}
		what := "an unknown number of messages"
		if k, ok := in.Announced(); ok {
			what = count.Of(int64(k), "message", "messages")
		}
		l.Problem(queue.KindCounts, in.File, "sendmail -bP announces %s, and lists none", what)
	}
}

// reportEximCount compares the number that exim -bpc printed with the other listings of the queue.
func (l *loader) reportEximCount(n int) {
	in := &l.Listings[n]
	k, ok := in.Announced()
	if !ok {
		return // the table of exiqsumm
	}
	listed, lists := map[queue.Str]bool{}, false
	for o := range l.Listings {
		other := &l.Listings[o]
		if other.System != queue.Exim || other.Entries == 0 || other.Host != in.Host || l.listings[o].hidden {
			continue
		}
		lists = true
		for e := l.listings[o].First; e < l.listings[o].End; e++ {
			listed[l.Listed[e].ID] = true
		}
	}
	switch {
	case !lists:
		l.Problem(queue.KindCounts, in.File, "Exim counts %s, and lists none", count.Of(int64(k), "message", "messages"))
	case k > len(listed):
		l.Problem(queue.KindPartial, in.File, "Exim counts %s, %s listed", count.Of(int64(k), "message", "messages"), count.Text(int64(len(listed))))
	}
}

// unproven reports listings without messages that do not prove the queue empty.
// It returns false if each of them does.
func (l *loader) unproven() bool {
	for _, p := range l.Problems {
		switch p.Kind {
		case queue.KindPartial, queue.KindCounts, queue.KindUnclear, queue.KindRefused:
			return true
		}
	}
	for n := range l.Listings {
		if in := &l.Listings[n]; !l.listings[n].hidden && !in.ProvesEmpty() {
			what := "it has no heading of a queue"
			switch {
			case in.System == queue.Exim && len(in.Totals) == 0:
				what = "Exim prints nothing if its queue is empty, and nothing here proves that it is: `exim -bpc` prints 0"
			case in.Limited:
				what = "the listing is empty, but its command shows only a part of the queue"
			case len(in.Queues)+len(in.Totals) > 0:
				what = "it says that the queue is empty, among lines that are not understood"
			}
			l.Problem(queue.KindUnclear, in.File, "%s", what)
			return true
		}
	}
	return false
}

// empty looks for evidence of queues without messages: listings, and
// directories named like a spool. It returns whether there is any for a main
// queue, and a file or directory of a submission queue.
func (l *loader) empty() (main bool, client string) {
	found := func(file string, isClient bool) {
		if main = main || !isClient; isClient && client == "" {
			client = file
		}
	}
	for n := range l.Listings {
		in := &l.Listings[n]
		found(in.File, len(in.Queues) > 0 && !slices.ContainsFunc(in.Queues, func(q queue.ListingQueue) bool { return !q.Client && !place.IsScanned(q.Path) }))
	}
	for _, o := range l.others {
		if o.dir && place.IsSpool(o.name) && !place.IsAside(o.name) {
			dir := path.Join(o.folder.Path, o.name)
			found(dir, place.IsClient(dir) || place.IsScanned(dir))
		}
	}
	main = main || l.emptyPostfix()
	for i := range l.given {
		if g := &l.given[i]; g.emptySpool() {
			found(g.name, place.IsClient(path.Base(g.name)) || place.IsScanned(g.name))
		}
	}
	return main, client
}
