package triage

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/app/words/mailsystem"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Key is a key of the filter.
type Key struct {
	Name string
	// One means that a message has a single value of it, the one in the table
	// of groups, so that a term for another value replaces the first.
	One  bool
	test func(x *Index, v value) (test, error)
}

// keyTable has all keys in the order in which they are offered. A new key is
// one entry here; package engine may add its values for completion.
var keyTable = []Key{
	{"state", true, stateTest},
	{"server", true, func(x *Index, v value) (test, error) { return ofCell(x.column(v, x.Server, v.host).holds), nil }},
	{"code", true, codeTest},
	{"enhanced", true, enhancedTest},
	{"reason", true, reasonTest},
	{"why", true, topicTest},
	{"said", false, saidTest},
	{"reply", false, replyTest},
	{"action", false, actionTest},
	{"remote", false, remoteTest},
	{"source", true, sourceTest},
	{"obstacle", true, obstacleTest},
	{"side", true, sideTest},
	{"from", false, fromTest},
	{"to", false, func(x *Index, v value) (test, error) { return x.recipients(v, false), nil }},
	{"to-all", false, func(x *Index, v value) (test, error) { return x.recipients(v, true), nil }},
	{"domain", false, domainTest},
	{"sender-domain", true, senderDomainTest},
	{"client", false, func(x *Index, v value) (test, error) { return x.client(v, x.Queue.Client), nil }},
	{"origin", false, func(x *Index, v value) (test, error) { return x.client(v, x.Queue.OriginBy), nil }},
	{"auth", false, func(x *Index, v value) (test, error) { return x.column(v, x.Login, v.address()), nil }},
	{"helo", false, func(x *Index, v value) (test, error) { return x.client(v, x.Queue.Helo), nil }},
	{"script", false, scriptTest},
	{"queue", true, queueTest},
	{"host", true, hostTest},
	{"system", true, systemTest},
	{"id", true, idTest},
	{"subject", false, func(x *Index, v value) (test, error) {
		if v.Is("none") {
			return x.column(v, x.Queue.Subject, v.in), nil
		}
		m := x.in(v.pattern)
		return lookup(func(i int32) bool { return x.Queue.Subject[i] != 0 && m(x.Queue.Subject[i]) }), nil
	}},
	{"text", false, func(x *Index, v value) (test, error) { return x.anyText(v), nil }},
	{"age", false, func(x *Index, v value) (test, error) {
		if v.Value() != "" && strings.Trim(v.Value(), "0123456789smhdwSMHDW") == "" {
			return test{}, fmt.Errorf("age needs an operator: age:>%s, age:<=%s or age:1h..%s", v.Value(), v.Value(), v.Value())
		}
		return amount(v, ageUnits, x.Age)
	}},
	{"created", false, createdTest},
	{"size", false, func(x *Index, v value) (test, error) {
		return amount(v, sizeUnits, func(i int32) int64 { return x.Queue.Size[i] })
	}},
	{"tries", false, func(x *Index, v value) (test, error) {
		return amount(v, plainUnits, func(i int32) int64 { return int64(x.Queue.Attempts[i]) })
	}},
	{"tried", false, triedTest},
	{"sent-to", false, sentToTest},
	{"event", false, eventTest},
	{"kind", false, kindTest},
	{"bounce", false, bounceTest},
	{"has", false, hasTest},
	{"is", false, isTest},
	{"diff", false, diffTest},
}

// Keys are the names of all keys. keys finds them.
var (
	Keys []string
	keys = map[string]*Key{}
)

func init() {
	for i := range keyTable {
		k := &keyTable[i]
		Keys = append(Keys, k.Name)
		keys[k.Name] = k
	}
}

// OneValue reports whether a message has one value of a key, see Key.One.
func OneValue(key string) bool { return keys[key] != nil && keys[key].One }

func stateTest(x *Index, v value) (test, error) {
	var on [queue.NumStates]bool
	names := make([]string, len(on))
	for s := range on {
		names[s] = queue.State(s).String()
		on[s] = v.pattern.is([]byte(names[s]))
	}
	on[queue.Quarantined] = mailsystem.IsAside(v.pattern.is)
	if !slices.Contains(on[:], true) {
		return test{}, fmt.Errorf("unknown state %q; use one of %s", v.Value(), strings.Join(names, ", "))
	}
	states := x.Queue.State
	return ofCell(func(i int32) bool { return on[states[i]] }), nil
}

// column compares a column of texts; none is no text.
func (x *Index) column(v value, col []queue.Str, is func([]byte) bool) test {
	if v.Is("none") {
		return cheap(func(i int32) bool { return col[i] == 0 })
	}
	m := x.memo(is)
	return lookup(func(i int32) bool { return col[i] != 0 && m(col[i]) })
}
