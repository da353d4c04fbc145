package smtp

// Topic is the family of reasons that a reply belongs to, whatever its words:
// what somebody would write down who counts them.
type Topic uint8

// The topics.
const (
	Other Topic = iota
	Greylisted
	RateLimited
	Blocklisted
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
	Connection
	Protocol
	Loop
	Expired
	TryLater
	Refused
)

// ID is the topic's name in filters and exports: "mailbox-full".
func (t Topic) ID() string { return topics[t].id }

// Title is a few words: "Mailbox full".
func (t Topic) Title() string { return topics[t].title }

// topics have the advice that fits most of their replies.
var topics = [...]struct{ id, title, advice string }{
	Other:         {"other", "Something else", ""},
	Greylisted:    {"greylisted", "Greylisted", "Unknown senders are put off for some minutes to keep spam programs away. The next tries get through; after half a day it is more likely a block, and their postmaster should be asked."},
	RateLimited:   {"rate-limited", "Rate limited", "The other side limits how much it takes from one address. Send less for some hours, and look for what makes so much mail: a mailing, a stolen login, bounces to forged senders."},
	Blocklisted:   {"blocklisted", "Blocklisted", "Your server’s address or name is on a blocklist. Look it up there, stop what caused the listing, then ask to be removed."},
	ReverseDNS:    {"reverse-dns", "Reverse name missing or wrong", "Your server’s address has no name in the reverse DNS, or one that does not point back. Whoever provides your addresses must set it."},
	SenderPolicy:  {"sender-policy", "SPF, DKIM or DMARC", "The sender’s domain does not list your server among those that may send for it (SPF, DKIM, DMARC). The domain’s owner must add it; forwarded mail needs SRS or ARC."},
	Spam:          {"spam", "Taken for spam", "Their filter took the message for spam. If it was spam, find the client or login that sent it; if not, the sender must change the text, or their postmaster the filter."},
	Content:       {"content", "Content refused", "Something in the message’s form or content is not accepted: a header, an attachment type, a virus. The sender must change it."},
	Policy:        {"policy", "Refused by a policy", "A rule of theirs forbids it. Their text says which, if anything does; ask their postmaster where it is wrong."},
	UnknownUser:   {"unknown-user", "Unknown user", "The address does not exist there. The sender must correct it; many at once point to an old list or to spam with made-up addresses."},
	MailboxFull:   {"mailbox-full", "Mailbox full", "The recipient must make room, or their postmaster must raise the limit. Nothing can be done here."},
	MailboxClosed: {"mailbox-closed", "Mailbox not available", "The mailbox is closed. Take the address off your lists; only its owner’s administrator can open it."},
	BadAddress:    {"bad-address", "Address not accepted", ""},
	Verifying:     {"verifying", "Address check not done", "The server first checks whether the address takes mail, and the check is not done. If it lasts, their postmaster must look into it."},
	SenderRefused: {"sender-refused", "Sender refused", adviceSender},
	NoBounces:     {"no-bounces", "Bounces refused", adviceSender},
	SenderDomain:  {"sender-domain", "Sender’s domain not found", "The other side does not find the sender’s domain in the DNS. The domain’s owner must repair it; for a domain of yours, check its name servers. Mistyped and forged senders give this too."},
	NameNotFound:  {"name-not-found", "Host name not found", "The name of the recipient’s domain or mail server does not resolve. The sender must check the spelling; else its owner must repair the DNS."},
	NoMail:        {"no-mail", "Domain accepts no mail", "The domain says that it takes no mail at all. The sender must use another address."},
	RelayDenied:   {"relay-denied", "Relay denied", "The server does not think that it is responsible for that domain. The domain’s MX records or that server’s list of domains must be corrected; or this server must log in there."},
	Recipients:    {"too-many-recipients", "Too many recipients", "The message has more recipients than they take at once. sendmail sends to the others in the next tries; for good, lower the recipients a message here."},
	TooLarge:      {"too-large", "Message too large", "The message is larger than the other side takes. The sender must send less, or send a link."},
	TLS:           {"tls", "TLS failed", "The two servers did not agree on encryption. Check certificates and protocol versions on both sides, and any rule here that demands TLS for that server."},
	Login:         {"login", "Login failed", "The server wants a login that this one did not give, or not a valid one. Check the credentials configured for it here."},
	Busy:          {"busy", "Server busy or down", "The server is overloaded, or down for maintenance. Nothing to do here unless it lasts for a day."},
	TheirFault:    {"their-fault", "Trouble on their side", adviceSystem},
	DiskFull:      {"disk-full", "Their disk is full", adviceSystem},
	Connection:    {"connection", "Connection broke", "The connection broke, or the server did not answer in time. Look at the network and at firewalls; if only this server does it, its postmaster must act."},
	Protocol:      {"protocol", "Protocol error", "The two programs misunderstood each other. Behind a pipelined 503 the true reason stands in the reply before it; otherwise look for a firewall that changes SMTP."},
	Loop:          {"loop", "Mail loop", "The message went round in circles. Check forwards, aliases and MX records of the domain."},
	Expired:       {"expired", "Waited too long", ""},
	TryLater:      {"try-later", "Try again later", ""},
	Refused:       {"refused", "Refused without a reason", ""},
}

// What more than one row says.
const (
	advicePutOff = "Greylisting and limits for unknown or busy senders answer so. It usually passes; after half a day ask their postmaster."
	adviceShut   = "The mailbox is locked or being moved. Its owner’s administrator must act if it lasts."
	adviceURL    = "A link in the text is on a blocklist. Spam passed on by a forward or list is the usual reason; otherwise the sender must take the link out."
	adviceSender = "They do not accept the envelope sender. For bounces (an empty sender) that is their fault; otherwise check that the address exists and takes mail."
	adviceSystem = "Something is wrong on the other side: a full disk, a filter or a database that does not answer. Their postmaster must act if it lasts."
)
