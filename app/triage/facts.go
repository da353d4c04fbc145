package triage

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/app/triage/reason"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// fact is a property that a message has or lacks, according to its files.
type fact struct {
	name  string
	holds func(x *Index, i int32) bool
}

func has(f queue.Flags) func(*Index, int32) bool {
	return func(x *Index, i int32) bool { return x.Queue.Flags[i]&f != 0 }
}

func files(kinds ...queue.FileKind) func(*Index, int32) bool {
	var set queue.Files
	for _, k := range kinds {
		set = set.With(k)
	}
	return func(x *Index, i int32) bool { return x.Queue.Files[i]&set != 0 }
}

// things are the values of has:.
var things = []fact{
	// The header in the control file says multipart/mixed. It does not say
	// whether the part after the text is a file or the footer of a list.
	{"attachment", has(queue.Mixed)},
	{"body", files(queue.DataFile)},
	{"control", hasControl},
	{"xf", files(queue.Transcript)},
	// What was said to servers: an xf file, or the session that a bounce quotes.
	{"transcript", func(x *Index, i int32) bool {
		return x.Queue.Files[i].Has(queue.Transcript) || x.Queue.ReplyN[i] > 0
	}},
	{"history", func(x *Index, i int32) bool { return len(x.History.Of(i)) > 0 }}, // lines of a mail log
	{"listing", func(x *Index, i int32) bool { return x.Queue.Listing[i] >= 0 }},
	{"status", func(x *Index, i int32) bool { return x.Queue.Effective[i] != 0 }},
	{"subject", func(x *Index, i int32) bool { return x.Queue.Subject[i] != 0 }},
	{"auth", func(x *Index, i int32) bool { return x.Queue.Auth[i] != 0 }}, // the sender had logged in
}

// properties are the values of is:.
var properties = []fact{
	{"bounce", isBounce},
	{"delay-warning", isKind("warning-timeout")},
	{"null", has(queue.NullFrom)},
	{"warned", has(queue.Warned)}, // the sender was sent a delay notice
	{"locked", func(x *Index, i int32) bool { return mark(x, i) == '*' }},
	{"young", func(x *Index, i int32) bool { return mark(x, i) == '-' }}, // too young to be tried
	{"listed", func(x *Index, i int32) bool { return x.Queue.Listing[i] >= 0 }},
	// Without a listing nothing is missing from it.
	{"unlisted", func(x *Index, i int32) bool { return len(x.Queue.Listings) > 0 && x.Queue.Listing[i] < 0 }},
	{"differs", Differs}, // the listing shows another size or status than the files
	{"damaged", has(queue.Damaged)},
	{"refused", has(queue.Refused)}, // what the grep pipeline of the sysadmin's guide finds
	{"refused-bounce", refusedBounce},
	{"own-bounce", ownBounce},
	// A line with <<< in mail that is not a bounce made here: a quotation.
	{"quoted", func(x *Index, i int32) bool { return x.Queue.GrepN[i] > 0 && !isBounce(x, i) }},
	{"local", func(x *Index, i int32) bool { return x.Local[x.Reason[i]] }}, // the obstacle is on this server
	{"submission", func(x *Index, i int32) bool { return x.Queue.Dirs[x.Queue.Dir[i]].Client }},
}

// Differs reports whether listing and control file of row i disagree.
func Differs(x *Index, i int32) bool {
	q := x.Queue
	if q.Listing[i] < 0 || q.Flags[i]&queue.NoControl != 0 || q.Control[i].Size < 0 {
		return false
	}
	l := &q.Listed[q.Listing[i]]
	if l.Size >= 0 && q.Size[i] >= 0 && !l.SameSize(q.Size[i]) {
		return true
	}
	if l.Remark != 0 || l.Status == q.Status[i] {
		return false
	}
	listed, status := q.Text(l.Status), q.Text(q.Status[i])
	return listed != status && !(l.Cut && strings.HasPrefix(status, listed))
}

func mark(x *Index, i int32) byte {
	if n := x.Queue.Listing[i]; n >= 0 {
		return x.Queue.Listed[n].Mark
	}
	return 0
}

// isBounce reports whether this sendmail made the message itself.
func isBounce(x *Index, i int32) bool {
	return x.Queue.Flags[i]&queue.MadeHere != 0 || x.Queue.Bounce[i] != 0
}

func isKind(kind string) func(*Index, int32) bool {
	return func(x *Index, i int32) bool { return x.Queue.Bounce[i] != 0 && x.Queue.Text(x.Queue.Bounce[i]) == kind }
}

// bounces are the values of bounce:; kind: uses sendmail's terms.
var bounces = []fact{
	{"yes", isBounce},
	{"no", func(x *Index, i int32) bool { return !isBounce(x, i) }},
	{"failure", isKind("failure")},
	{"delay", isKind("warning-timeout")},
	{"double", isKind("postmaster-notification")},
	{"postmaster-warning", isKind("postmaster-warning")},
	{"receipt", isKind("return-receipt")},
}

// bounceKinds are sendmail's names for the bounces that it makes.
var bounceKinds = []string{"failure", "warning-timeout", "postmaster-notification", "postmaster-warning", "return-receipt"}

// factTest finds a fact by its name.
func factTest(x *Index, v value, key string, facts []fact) (test, error) {
	var names []string
	for _, f := range facts {
		if v.pattern.is([]byte(f.name)) {
			return cheap(func(i int32) bool { return f.holds(x, i) }), nil
		}
		names = append(names, f.name)
	}
	return test{}, notKnown(key, v, names)
}

// notKnown returns the error about a value that a key does not have.
func notKnown(key string, v value, names []string) error {
	return fmt.Errorf("%s:%s is unknown; use one of %s", key, v.Value(), strings.Join(names, ", "))
}

func hasTest(x *Index, v value) (test, error)    { return factTest(x, v, "has", things) }
func isTest(x *Index, v value) (test, error)     { return factTest(x, v, "is", properties) }
func bounceTest(x *Index, v value) (test, error) { return factTest(x, v, "bounce", bounces) }

// Words returns the values of a key that has a fixed list of them, nil for others.
func Words(key string) []string {
	var names []string
	for _, f := range map[string][]fact{"has": things, "is": properties, "bounce": bounces}[key] {
		names = append(names, f.name)
	}
	if key == "diff" {
		for _, m := range marked {
			names = append(names, m.name)
		}
	}
	switch key {
	case "event":
		names = eventNames()
	case "action":
		names = reason.ActionNames()
	case "side":
		names = sideNames()
	case "kind":
		names = slices.Concat(kindNames[:], bounceKinds)
	}
	return names
}
