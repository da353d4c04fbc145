package smtp

import "strings"

// Topic is the family of reasons that a reply belongs to, whatever its words:
// the categories in which a postmaster would count them.
type Topic uint8

// The topics.
const (
	Other Topic = iota
	Greylisted
	RateLimited
	MailboxRate
	Blocklisted
	DomainListed
	LinkListed
	ReverseDNS
	SenderPolicy
	Spam
	Content
	Policy
	UnknownUser
	MailboxFull
	MailboxClosed
	BadAddress
	Verifying
	SenderRefused
	NoBounces
	SenderDomain
	NameNotFound
	NoMail
	RelayDenied
	Recipients
	TooLarge
	TLS
	Login
	Busy
	TheirFault
	DiskFull
	LocalMailer
	Connection
	Protocol
	Echo
	Loop
	Expired
	TryLater
	Refused
)

// Actor is who can resolve what a reply reports.
type Actor uint8

// The actors.
const (
	Anyone      Actor = iota // the reply does not say
	Us                       // the administrators of this server
	Postmaster               // the other server's postmaster
	Recipient                // the owner of the mailbox
	Sender                   // who wrote the message, or sent it by a program
	DomainOwner              // the owner of the sender's domain, possibly us
	Network                  // the operators of the network between
	Time                     // nobody: it passes by itself
)

// String returns the actor's name: "the other side’s postmaster".
func (a Actor) String() string {
	return [...]string{
		"the reply does not say", "this server’s administrator", "the other side’s postmaster", "the recipient", "the sender",
		"the owner of the sender’s domain", "whoever runs the network between the servers", "nobody: it passes by itself",
	}[a]
}

// ID returns the topic's family in filters and exports: "rate-limited".
func (t Topic) ID() string {
	id, _, _ := strings.Cut(topics[t].key, "/")
	return id
}

// Key returns the topic itself in filters, with the object after a slash if a
// family has more than one: "rate-limited/mailbox", "mailbox-full".
func (t Topic) Key() string { return topics[t].key }

// Title returns a few words: "Mailbox full".
func (t Topic) Title() string { return topics[t].title }

// Actor returns who must act.
func (t Topic) Actor() Actor { return topics[t].actor }

// Advice returns what to do; it fits most replies of the topic.
func (t Topic) Advice() string { return topics[t].advice }

// Topics returns all topics.
func Topics() []Topic {
	all := make([]Topic, len(topics))
	for i := range all {
		all[i] = Topic(i)
	}
	return all
}

// topicOf finds a topic by its key.
func topicOf(key string) (Topic, bool) {
	for i := range topics {
		if topics[i].key == key {
			return Topic(i), true
		}
	}
	return Other, false
}

var topics = [...]struct {
	key, title string
	short      string // of a reply
	actor      Actor
	advice     string
}{
	Other: {"other", "Something else", "Something else", Anyone,
		"Nothing is known about this text. Read it in full, in the mail log if it is cut here; it mostly names a program or a page."},
	Greylisted: {"greylisted", "Greylisted", "Greylisting: come back later", Time,
		"Unknown senders are deferred for some minutes to keep spam programs away. The next tries get through; after half a day it is more likely a block, and their postmaster should be asked."},
	RateLimited: {"rate-limited/sender", "Rate limited", "Too much mail from you lately", Us,
		"The other side limits how much it takes from one address. Send less for some hours, and look for what makes so much mail: a mailing, a stolen login, bounces to forged senders."},
	MailboxRate: {"rate-limited/mailbox", "Mailbox gets too much mail", "The mailbox gets mail faster than it may", Recipient,
		"The limit is the recipient’s, whoever sends: somebody fills that mailbox. It passes by itself. If it is your mail, stop the loop or the program that writes to it."},
	Blocklisted: {"blocklisted/address", "Blocklisted", "Your server is on a blocklist", Us,
		"Your server’s address or name is on a blocklist. Look it up there, stop what caused the listing, then ask to be removed."},
	DomainListed: {"blocklisted/domain", "Sender’s domain blocklisted", "The sender’s domain is on a blocklist", DomainOwner,
		"The sender’s domain or address is listed, not this server’s address. Its owner must find out why and ask for removal; look for a stolen login that sends with it."},
	LinkListed: {"content/url", "Link blocklisted", "A link in it is blocklisted", Sender,
		"A link in the text is on a blocklist. Spam passed on by a forward or list is the usual reason; otherwise the sender must take the link out."},
	ReverseDNS: {"reverse-dns", "Reverse name missing or wrong", "Your server’s name does not check out", Us,
		"Your server’s address has no name in the reverse DNS, or one that does not point back. Whoever provides your addresses must set it."},
	SenderPolicy: {"sender-policy", "SPF, DKIM or DMARC", "Sender’s domain does not vouch for your server", DomainOwner,
		"The sender’s domain does not list your server among those that may send for it (SPF, DKIM, DMARC). The domain’s owner must add it; forwarded mail needs SRS or ARC."},
	Spam: {"spam", "Taken for spam", "Refused as spam", Sender,
		"Their filter took the message for spam. If it was spam, find the client or login that sent it; if not, the sender must change the text, or their postmaster the filter."},
	Content: {"content/message", "Content refused", "Form or attachment not accepted", Sender,
		"Something in the message’s form or content is not accepted: a header, an attachment type, a virus. The sender must change it."},
	Policy: {"policy", "Refused by a policy", "Refused by their policy", Postmaster,
		"A rule of theirs forbids it. Their text says which, if anything does; ask their postmaster where it is wrong."},
	UnknownUser: {"unknown-user", "Unknown user", "No such address", Sender,
		"The address does not exist there. The sender must correct it; many at once point to an old list or to spam with made-up addresses."},
	MailboxFull: {"mailbox-full", "Mailbox full", "Mailbox is full", Recipient,
		"The recipient must make room, or their postmaster must raise the limit. Nothing can be done here."},
	MailboxClosed: {"mailbox-closed", "Mailbox not available", "Mailbox is closed", Recipient,
		"The mailbox is closed. Take the address off your lists; only its owner’s administrator can open it."},
	BadAddress: {"bad-address", "Address not accepted", "Address not accepted", Sender,
		"Something is wrong with the address, or with how it is written. The sender must correct it."},
	Verifying: {"verifying", "Address check not done", "They are still checking the address", Postmaster,
		"The server first checks whether the address takes mail, and the check is not done. If it lasts, their postmaster must look into it."},
	SenderRefused: {"sender-refused", "Sender refused", "Sender is not accepted", Sender, adviceSender},
	NoBounces:     {"no-bounces", "Bounces refused", "Bounces are not accepted", Postmaster, adviceSender},
	SenderDomain: {"sender-domain", "Sender’s domain not found", "Sender’s domain not found", DomainOwner,
		"The other side does not find the sender’s domain in the DNS. The domain’s owner must repair it; for a domain of yours, check its name servers. Mistyped and forged senders give this too."},
	NameNotFound: {"name-not-found", "Host name not found", "A name does not resolve", Postmaster,
		"The name of the recipient’s domain or mail server does not resolve. The sender must check the spelling; else its owner must repair the DNS."},
	NoMail: {"no-mail", "Domain accepts no mail", "Domain accepts no mail", Sender,
		"The domain says that it takes no mail at all. The sender must use another address."},
	RelayDenied: {"relay-denied", "Relay denied", "They do not relay for that domain", Postmaster,
		"The server does not think that it is responsible for that domain. The domain’s MX records or that server’s list of domains must be corrected; or this server must log in there."},
	Recipients: {"too-many-recipients", "Too many recipients", "Too many recipients at once", Us,
		"The message has more recipients than they take at once. The others get it with the next tries; for good, lower the number of recipients per message here."},
	TooLarge: {"too-large", "Message too large", "Message is too large", Sender,
		"The message is larger than the other side takes. The sender must send less, or send a link."},
	TLS: {"tls", "TLS failed", "Encryption could not start", Us,
		"The two servers did not agree on encryption. Check certificates and protocol versions on both sides, and any rule here that demands TLS for that server."},
	Login: {"login", "Login failed", "A login is needed", Us,
		"The server wants a login that this one did not give, or not a valid one. Check the credentials configured for it here."},
	Busy: {"busy", "Server busy or down", "Server is busy or down", Time,
		"The server is overloaded, or down for maintenance. Nothing to do here unless it lasts for a day."},
	TheirFault: {"their-fault", "Trouble on their side", "Trouble on their side", Postmaster, adviceSystem},
	DiskFull:   {"disk-full", "Their disk is full", "Their disk is full", Postmaster, adviceSystem},
	LocalMailer: {"local-mailer", "Local delivery failed", "Local delivery failed", Us,
		"The program that files mail into mailboxes on this server could not do it. Look in the mail log for what it says: a quota, a home directory that is not mounted, a lock."},
	Connection: {"connection", "Connection broke", "Connection broke", Network,
		"The connection broke, or the server did not answer in time. Look at the network and at firewalls; if only this server does it, its postmaster must act."},
	Protocol: {"protocol/error", "Protocol error", "Servers misunderstood each other", Postmaster,
		"The two programs misunderstood each other. Look for a firewall or proxy that changes SMTP; otherwise their postmaster must act."},
	Echo: {"protocol/echo", "Echo of an earlier refusal", "Nothing left to send: look at the reply before", Anyone,
		"It only follows from a refusal earlier in the same dialogue: every recipient, or the sender, was refused. The reason is in the reply before it."},
	Loop: {"loop", "Mail loop", "Mail loops", Us,
		"The message went round in circles. Check forwards, aliases and MX records of the domain."},
	Expired: {"expired", "Waited too long", "Waited too long", Anyone,
		"The time for which mail is kept is over. Whatever held it up is in the earlier replies."},
	TryLater: {"try-later", "Try again later", "Not now", Time,
		"The server gave no reason. Greylisting, limits and short troubles look like this; ask their postmaster if it lasts for a day."},
	Refused: {"refused", "Refused without a reason", "Refused", Postmaster,
		"The server gave no reason that the code shows. Read its text; the sender or the postmaster of the other side must act."},
}

// Advice of more than one topic.
const (
	adviceSender = "They do not accept the envelope sender. For bounces (an empty sender) that is their fault; otherwise check that the address exists and takes mail."
	adviceSystem = "Something is wrong on the other side: a full disk, a filter or a database that does not answer. Their postmaster must act if it lasts."
)
