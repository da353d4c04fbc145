package model

// FilterKey is a key of the filter and what it finds.
type FilterKey struct{ Name, Means string }

// FilterKeys are all keys of the filter, in the order in which they are offered.
var FilterKeys = []FilterKey{
	{"state", "deferred, held, quarantined, lost …"},
	{"server", "the server responsible"},
	{"code", "reply code: 451, 4xx, 4.7.1"},
	{"enhanced", "enhanced status code: 4.7.*"},
	{"reason", "text of a group of statuses"},
	{"why", "kind of reason"},
	{"said", "kind of any reply"},
	{"reply", "a reply and how it begins"},
	{"action", "what to do about a reply"},
	{"remote", "any server that replied"},
	{"from", "the sender"},
	{"to", "any recipient"},
	{"to-all", "all recipients"},
	{"domain", "domain of any recipient"},
	{"sender-domain", "domain of the sender"},
	{"client", "the relay client"},
	{"origin", "the sender of what bounced"},
	{"auth", "the login"},
	{"helo", "the client's greeting"},
	{"script", "the PHP script"},
	{"queue", "queue directory"},
	{"host", "server whose queue it is"},
	{"id", "how the queue ID begins"},
	{"subject", "words of the subject"},
	{"text", "any text kept, no bodies"},
	{"age", ">2d, <=90m, 1h..6h"},
	{"size", ">1M, 10k..100k"},
	{"tries", ">=10"},
	{"kind", "kind of bounce or notice"},
	{"bounce", "yes, no, failure, delay"},
	{"has", "attachment, body, transcript …"},
	{"is", "warned, locked, damaged …"},
	{"diff", "came, went, stayed, changed"},
}
