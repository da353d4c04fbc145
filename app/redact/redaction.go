package redact

import (
	"fmt"
	"slices"
	"strings"
)

// Redaction is what to redact in a file. The zero value redacts nothing.
type Redaction struct {
	// Addresses become pseudonyms, local part and domain separately:
	// anna.berg@example.com is person-0017@example.com wherever it occurs, also
	// inside reply texts. Domains of recipients and of servers that refuse
	// mail stay, unless Hosts are redacted too and they are the organisation's;
	// other domains become domain-01 and so on. Display names are removed. postmaster, MAILER-DAEMON and root stay.
	Addresses bool `json:"addresses"`
	// Hosts of our side, which are the servers of the queue, all hosts in the organisation's domains
	// and the clients that submitted mail, become host-01 and so on; other next hops keep their names.
	// IP addresses, except those of next hops, become addresses from 240.0.0.0/4 and 3fff::/20, which
	// are in use nowhere. Addresses of one subnet (/24, /64) get pseudonyms of one subnet.
	Hosts bool `json:"hosts"`
	// Subjects are not written, and removed where texts quote them;
	// attachments lose their file names.
	Subjects bool `json:"subjects"`
	// Bodies are not written. What the mail system says in a bounce stays.
	Bodies bool `json:"bodies"`
	// IDs of messages are renumbered. The time that they encode stays.
	IDs bool `json:"ids"`
}

// All redacts everything that can be redacted.
var All = Redaction{Addresses: true, Hosts: true, Subjects: true, Bodies: true, IDs: true}

// Categories are the names of what a Redaction can redact, in order.
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

// Parse reads a comma-separated list of categories, or "all"; "" is the zero
// Redaction.
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
			return Redaction{}, fmt.Errorf("%q cannot be redacted; use %s or all", name, strings.Join(Categories, ", "))
		}
	}
	return r, nil
}

// Any reports whether anything is redacted.
func (r Redaction) Any() bool { return r != Redaction{} }

// HidesText reports whether texts are rewritten, not only left out.
func (r Redaction) HidesText() bool { return r.Addresses || r.Hosts || r.Subjects || r.IDs }

// String returns the list that Parse reads.
func (r Redaction) String() string {
	var names []string
	for _, name := range Categories {
		if *r.field(name) {
			names = append(names, name)
		}
	}
	return strings.Join(names, ",")
}
