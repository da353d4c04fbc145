package main

import "slices"

// Hours and minutes before the capture, in seconds.
const (
	minute = 60
	hour   = 3600
)

// scenarios are the scenarios that -scenario accepts.
var scenarios = []scenario{
	{
		name: "stolen-login", n: 4000, since: 8*hour + 26*minute,
		about: "a spammer sends through one login from 60 addresses; big providers limit this server",
		streams: with(everyday(150), stream{
			name: "spam", share: 850, since: 8*hour + 26*minute,
			source: source{client: dialIn(60), login: "k.weber"}, sender: "<k.weber@example.org>", troubles: nil, subjects: offers,
			to: func(s *spool, d *dice) destination {
				to := s.goTo(d)
				if !isProvider(to) && d.chance(700) {
					to.troubles = blocked
				} else {
					to.troubles = to.troubles[:1]
				}
				return to
			},
		}),
	},
	{
		name: "web-form", n: 3400, since: 14*hour + 9*minute,
		about: "contact.php sends to made-up addresses; they are accepted, then bounced to forged senders",
		streams: with(everyday(320),
			stream{
				name: "bounces", share: 560, kind: bounce, since: 14*hour + 9*minute,
				source: webForm, server: &mailstore, refusals: unknownUser,
			},
			stream{
				name: "form", share: 120, since: 14*hour + 9*minute, source: webForm, sender: "<www-data@www.example.org>", subjects: offers,
			}),
	},
	{
		name: "backscatter", n: 3000, since: 26 * hour,
		about: "five clients send spam for unknown addresses to a relay that does not check them",
		streams: with(everyday(350), stream{
			name: "bounces", share: 650, kind: bounce, since: 26 * hour,
			source: source{client: fewRelays}, server: &mailstore, refusals: unknownUser,
		}),
	},
	{
		name: "one-destination", n: 1200, since: 6*hour + 40*minute,
		about: "the biggest destination does not answer",
		streams: with(elsewhere(everyday(360)), stream{
			name: "waiting", share: 640, since: 6*hour + 40*minute, source: office,
			to:       func(*spool, *dice) destination { return destination{"bigmail.example", "mx-in.bigmail.example", nil} },
			troubles: []trouble{{"Deferred: Connection timed out with %h", false}},
		}),
	},
	{
		name: "resolver", n: 900, since: 5*hour + 20*minute,
		about: "the name server that this host asks does not answer, so all lookups fail",
		streams: []stream{
			{name: "new", share: 730, since: 5*hour + 20*minute, source: office, troubles: noLookup},
			{name: "retried", share: 180, until: 5*hour + 20*minute, source: office, troubles: noLookup},
			{name: "held", share: 60, kind: held, source: office},
			{name: "quarantined", share: 10, kind: quarantined, source: office},
		},
	},
	{
		name: "blocklisted", n: 1500, since: 31 * hour,
		about: "this server's address is on a blocklist that many servers use",
		streams: with(everyday(300),
			stream{name: "deferred", share: 580, since: 31 * hour, source: office, to: toTail, troubles: blocked},
			stream{name: "bounces", share: 120, kind: bounce, since: 31 * hour, source: customers, to: toTail, refusals: refusedAddress}),
	},
	{
		name: "disk-full", n: 700, since: 3*hour + 10*minute,
		about: "the disk with the mailboxes is full, and new mail of local programs is not accepted",
		streams: with(everyday(280),
			stream{
				name: "local", share: 600, since: 3*hour + 10*minute, source: customers,
				to:       func(*spool, *dice) destination { return destination{"example.org", "", nil} },
				troubles: []trouble{{"Deferred: No space left on device", false}},
			},
			stream{
				name: "submission", share: 120, kind: submission, since: 3*hour + 10*minute,
				troubles: []trouble{{"Deferred: 452 4.4.5 Insufficient disk space; try again later", false}},
			}),
	},
	{
		name: "newsletter", n: 2500, since: 2*hour + 20*minute,
		about: "a wanted mailing goes out faster than big providers take it",
		streams: with(everyday(240), stream{
			name: "mailing", share: 760, since: 2*hour + 20*minute, until: 25 * minute,
			source: source{client: theClient("news.example.org", "203.0.113.7"), login: "newsletter"}, sender: "<bounce+%r@news.example.org>",
			subjects: []string{"Our autumn offers", "Our autumn offers, and a gift"}, size: [2]int{30_000, 100_000},
			to: func(s *spool, d *dice) destination {
				to := s.goTo(d)
				switch {
				case isProvider(to):
					to.troubles = to.troubles[:1]
				case d.chance(700):
					to.troubles = greylisted
				}
				return to
			},
		}),
	},
	{
		name: "quiet", n: 41,
		about: "an ordinary day: nothing is wrong here",
		streams: []stream{
			{name: "office", share: 900, since: 3*hour + 5*minute, source: office, to: toTail},
			{name: "held", share: 70, kind: held, source: office},
		},
	},
}

// with appends streams.
func with(base []stream, more ...stream) []stream { return append(base, more...) }

// everyday returns what waits on a working server: mail to slow or broken
// destinations, a few bounces, some held and quarantined messages.
func everyday(share int) []stream {
	part := func(n int) int { return share * n / 100 }
	return []stream{
		{name: "office", share: part(66), source: office},
		{name: "list", share: part(12), source: source{client: theClient("lists.example.org", "192.0.2.25"), list: true}},
		{name: "cron", share: part(6)},
		{name: "everyday bounces", share: part(7), kind: bounce, source: customers, refusals: refusals},
		{name: "warnings", share: part(3), kind: warning, source: customers},
		{name: "held", share: part(4), kind: held, source: office},
		{name: "quarantined", share: part(2), kind: quarantined, source: customers},
	}
}

// elsewhere sends streams anywhere but to the biggest destination.
func elsewhere(streams []stream) []stream {
	out := slices.Clone(streams)
	for k := range out {
		out[k].to = func(s *spool, d *dice) destination {
			for {
				if to := s.goTo(d); to.domain != providers[0].domain {
					return to
				}
			}
		}
	}
	return out
}

func toTail(s *spool, d *dice) destination {
	u := d.share()
	return tail(int(u * u * float64(s.tail)))
}

func isProvider(to destination) bool {
	for i := range providers {
		if providers[i].domain == to.domain {
			return true
		}
	}
	return false
}

// The sources.
var (
	office    = source{client: func(d *dice) client { return clientOf(d, fromOffice) }}
	webForm   = source{client: theClient("www.example.org", "192.0.2.80"), script: "33:contact.php"}
	customers = source{client: func(d *dice) client {
		k := d.n(180)
		return client{"mail" + number(k) + ".customers.example.net", "203.0.113." + number(k+20), "mail" + number(k)}
	}}
)

func theClient(name, ip string) func(*dice) client {
	return func(*dice) client { return client{name, ip, name} }
}

// dialIn returns clients with n dial-up addresses.
func dialIn(n int) func(*dice) client {
	return func(d *dice) client {
		k := number(d.n(n) + 100)
		return client{"host-" + k + ".dsl.example.com", "198.51.100." + k, "[192.168.1.2]"}
	}
}

// fewRelays are five clients, some busier than others.
func fewRelays(d *dice) client {
	relays := []client{
		{"vps9.hosting.example.com", "203.0.113.61", "WIN-9F2K1"}, {"dsl-44.example.net", "198.51.100.44", "user"},
		{"static-200.example.com", "198.51.100.200", "mail"}, {"relay2.example.net", "203.0.113.9", "localhost"},
		{"cpe-17.example.com", "198.51.100.17", "pc"},
	}
	u := d.share()
	return relays[int(u*u*float64(len(relays)))]
}

// mailstore is the server behind this one, the only one that knows the
// mailboxes.
var mailstore = destination{"example.com", "mailstore.example.com", nil}

// Replies of servers.
var (
	unknownUser = []refusal{{
		[]string{"550 5.1.1 <%r>: Recipient address rejected: User unknown in local recipient table"}, "550 5.1.1 <%r>... User unknown", "5.1.1",
	}}
	refusedAddress = []refusal{{
		[]string{"554 5.7.1 Service unavailable; Client host [192.0.2.10] blocked using bl.example.net; https://bl.example.net/query/192.0.2.10"},
		"554 5.0.0 Service unavailable", "5.7.1",
	}}
	blocked = []trouble{
		{"Deferred: 450 4.7.1 Service unavailable; Client host [192.0.2.10] blocked using bl.example.net; https://bl.example.net/query/192.0.2.10", false},
		{"Deferred: 421 4.7.1 Connection refused: 192.0.2.10 is listed at bl.example.net", false},
	}
	noLookup = []trouble{
		{"Deferred: Name server: %d.: host name lookup failure", false},
	}
	greylisted = []trouble{
		{"Deferred: 451 4.7.1 Greylisting in action, please come back later", true},
		{"Deferred: 450 4.7.1 <%r>: Recipient address rejected: Greylisted for 300 seconds", true},
	}
)
