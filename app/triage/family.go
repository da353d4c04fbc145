package triage

import "github.com/spoolscope/spoolscope/app/triage/reason"

// Family is what why: compares of a topic. There are some dozens, however many
// reasons a queue has.
type Family struct{ ID, Key string }

// Is reports whether name names the family or the topic in it.
func (f Family) Is(name string) bool { return name == f.ID || name == f.Key }

// addFamily notes the family of the reason that is added.
func (x *Index) addFamily(t *reason.Topic) {
	f := Family{t.ID, t.Key}
	n, ok := x.familyAt[f]
	if !ok {
		n = uint16(len(x.Families))
		x.familyAt[f] = n
		x.Families = append(x.Families, f)
	}
	x.Family, x.Guessed = append(x.Family, n), append(x.Guessed, t.Guessed())
}

// inFamily returns, by family, whether is holds for it.
func (x *Index) inFamily(is func(Family) bool) []bool {
	ok := make([]bool, len(x.Families))
	for n, f := range x.Families {
		ok[n] = is(f)
	}
	return ok
}
