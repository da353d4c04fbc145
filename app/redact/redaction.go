package redact

import (
	"fmt"
	"slices"
	"strings"
)

// Redaction says what a file hides. The zero value hides nothing.
type Redaction struct {
	// Addresses become pseudonyms, the part before the @ and the domain apart:
	// anna.berg@example.com is person-0017@example.com wherever it stands, also
	// inside reply texts. Domains of recipients and of servers that refuse
	// mail stay; other domains become domain-01 and so on. Display names are
	// left out. postmaster, MAILER-DAEMON and root stay.
	Addresses bool `json:"addresses"`
	// Hosts of our side, which are the servers of the queue and the clients
	// that handed mail in, become host-01 and so on; servers that were spoken
	// to keep their names. IP addresses but those of such servers become
	// addresses out of 240.0.0.0/4 and 3fff::/20, which nobody has: those of
	// one subnet (/24, /64) have one masked subnet.
	Hosts bool `json:"hosts"`
	// Subjects are not written, and taken out where texts quote them; files in
	// messages lose their names.
	Subjects bool `json:"subjects"`
	// Bodies are not written. What sendmail says in a bounce stays.
	Bodies bool `json:"bodies"`
	// IDs of messages are renumbered. They keep the time in them.
	IDs bool `json:"ids"`
}

// All hides everything that can be hidden.
var All = Redaction{Addresses: true, Hosts: true, Subjects: true, Bodies: true, IDs: true}

// Categories are the names of what a Redaction can hide, in order.
var Categories = []string{"addresses", "hosts", "subjects", "bodies", "ids"}

func (r *Redaction) field(name string) *bool {
	switch name {
	case "addresses":
		return &r.Addresses
	case "hosts":
		return &r.Hosts
	case "subjects":
		return &r.Subjects
	case "bodies":
		return &r.Bodies
	case "ids":
		return &r.IDs
	}
	return nil
}

// Parse reads a list of categories with commas between, or all; ""
// hides nothing.
func Parse(list string) (Redaction, error) {
	var r Redaction
	for name := range strings.SplitSeq(list, ",") {
		switch name = strings.ToLower(strings.TrimSpace(name)); {
		case name == "":
		case name == "all":
			r = All
		case slices.Contains(Categories, name):
			*r.field(name) = true
		default:
			return Redaction{}, fmt.Errorf("%q cannot be hidden; there are %s and all", name, strings.Join(Categories, ", "))
		}
	}
	return r, nil
}

// Any tells whether something is hidden.
func (r Redaction) Any() bool { return r != Redaction{} }

// String is the list that Parse reads.
func (r Redaction) String() string {
	var names []string
	for _, name := range Categories {
		if *r.field(name) {
			names = append(names, name)
		}
	}
	return strings.Join(names, ",")
}
