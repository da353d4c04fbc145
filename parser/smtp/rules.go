package smtp

// rule says what a text, an enhanced code or a code means.
type rule struct {
	words  []string // any of these, in lower case, in the text
	class  int      // 4 or 5; 0 both
	weak   bool     // yields to an enhanced code that says what the matter is
	short  string
	advice string
}

// What more than one table says.
const (
	adviceGrey    = "Unknown senders are put off for some minutes to keep spam programs away. The next tries get through; after half a day it is more likely a block, and their postmaster should be asked."
	adviceRate    = "The other side limits how much it takes from one address. Send less for some hours, and look for what makes so much mail: a mailing, a stolen login, bounces to forged senders."
	adviceSpam    = "Their filter took the message for spam. If it was spam, find the client or login that sent it; if not, the sender must change the text, or their postmaster the filter."
	adviceBlock   = "Your server’s address or name is on a blocklist. Look it up there, stop what caused the listing, then ask to be removed."
	adviceURL     = "A link in the text is on a blocklist. Spam passed on by a forward or list is the usual reason; otherwise the sender must take the link out."
	adviceNoUser  = "The address does not exist there. The sender must correct it; many at once point to an old list or to spam with made-up addresses."
	adviceFull    = "The recipient must make room, or their postmaster must raise the limit. Nothing can be done here."
	adviceDNSFrom = "The other side does not find the sender’s domain in the DNS. The domain’s owner must repair it; for a domain of yours, check its name servers. Mistyped and forged senders give this too."
	adviceDNSTo   = "The name of the recipient’s domain or mail server does not resolve. The sender must check the spelling; else its owner must repair the DNS."
	adviceRelay   = "The server does not think that it is responsible for that domain. The domain’s MX records or that server’s list of domains must be corrected; or this server must log in there."
	advicePutOff  = "Greylisting and limits for unknown or busy senders answer so. It usually passes; after half a day ask their postmaster."
	advicePolicy  = "A rule of theirs forbids it. Their text says which, if anything does; ask their postmaster where it is wrong."
	adviceBusy    = "The server is overloaded, or down for maintenance. Nothing to do here unless it lasts for a day."
	adviceSystem  = "Something is wrong on the other side: a full disk, a filter or a database that does not answer. Their postmaster must act if it lasts."
	adviceSize    = "The message is larger than the other side takes. The sender must send less, or send a link."
	adviceTLS     = "The two servers did not agree on encryption. Check certificates and protocol versions on both sides, and any rule here that demands TLS for that server."
	adviceAuth    = "The server wants a login that this one did not give, or not a valid one. Check the credentials configured for it here."
	adviceRDNS    = "Your server’s address has no name in the reverse DNS, or one that does not point back. Whoever provides your addresses must set it."
	adviceSPF     = "The sender’s domain does not list your server among those that may send for it (SPF, DKIM, DMARC). The domain’s owner must add it; forwarded mail needs SRS or ARC."
	adviceSender  = "They do not accept the envelope sender. For bounces (an empty sender) that is their fault; otherwise check that the address exists and takes mail."
	adviceVerify  = "The server first checks whether the address takes mail, and the check is not done. If it lasts, their postmaster must look into it."
	adviceProto   = "The two programs misunderstood each other. Behind a pipelined 503 the true reason stands in the reply before it; otherwise look for a firewall that changes SMTP."
	adviceLoop    = "The message went round in circles. Check forwards, aliases and MX records of the domain."
	adviceGone    = "The mailbox is closed. Take the address off your lists; only its owner’s administrator can open it."
	adviceShut    = "The mailbox is locked or being moved. Its owner’s administrator must act if it lasts."
	adviceRcpts   = "The message has more recipients than they take at once. sendmail sends to the others in the next tries; for good, lower the recipients a message here."
	adviceNoMail  = "The domain says that it takes no mail at all. The sender must use another address."
	adviceConn    = "The connection broke, or the server did not answer in time. Look at the network and at firewalls; if only this server does it, its postmaster must act."
	adviceContent = "Something in the message’s form or content is not accepted: a header, an attachment type, a virus. The sender must change it."
)

// rules refine by the text; the first match wins, so the more special ones
// come first.
var rules = []rule{
	{words: []string{"greylist", "graylist", "grey list", "gray list", "grey-list", "gray-list", "greylisting", "postgrey"},
		short: "Greylisting: come back later", advice: adviceGrey},
	{words: []string{"verification in progress", "unverified address", "callout", "verify your address later", "recipient verification", "could not complete recipient verify"},
		class: 4, short: "They are still checking the address", advice: adviceVerify},
	{words: []string{"sender verify failed", "sender verification", "verification failed for", "callback verification", "sender verify"},
		short: "Sender address could not be verified", advice: adviceSender},
	{words: []string{"surbl", "uribl", "url rejected", "rejected url", "url blacklist", "dbl.spamhaus", "blacklisted url", "url in this message", "link in this message", "contained a url"},
		short: "A link in it is blocklisted", advice: adviceURL},
	{words: []string{"blocked using", "blacklist", "blocklist", "block list", "black list", "spamhaus", "spamcop", "barracudacentral", "dnsbl", "rbl.", "rblsmtpd", "ip listed", "listed at", "listed by", "is listed in", "is listed on", "on our deny list", "sorbs", "senderscore", "senderbase", "psbl.", "abuseat", "invaluement"},
		short: "Your server is on a blocklist", advice: adviceBlock},
	{words: []string{"rate limited", "rate-limited", "unexpected volume", "at a rate that"},
		short: "Too much mail from you lately", advice: adviceRate},
	{words: []string{"poor reputation", "bad reputation", "low reputation", "reputation"},
		short: "Your server has a bad reputation there", advice: adviceBlock},
	{words: []string{"over quota", "overquota", "mailbox full", "mailbox is full", "quota exceed", "exceeded quota", "exceeds quota", "exceeded storage", "mailbox size limit", "storage limit", "mailbox limit", "quota limit", "out of storage", "full mailbox", "inbox is full", "disk quota", "disc quota", "mailbox exceeds", "exceed the quota", "exceeded its quota", "out of space", "user is over the quota", "over the allowed quota"},
		short: "Mailbox is full", advice: adviceFull},
	{words: []string{"too many recipients", "too many rcpt", "recipient limit", "max recipients", "recipients per"},
		short: "Too many recipients at once", advice: adviceRcpts},
	{words: []string{"too many messages", "rate limit", "ratelimit", "rate-limit", "throttl", "too much mail", "too many connections", "too many concurrent", "connection rate", "sending rate", "message rate", "rate exceeded", "limit exceeded for your", "too many emails", "too many mails", "unusual rate", "excessive", "too fast", "slow down", "too frequent", "deferred due to user complaints", "mail flood", "exceeded the maximum number", "hourly limit", "daily limit", "maxconnections", "too many sessions", "unusual amount of", "temporarily rate"},
		short: "Too much mail from you lately", advice: adviceRate},
	{words: []string{"starttls", "tls handshake", "tls not available", "tls required", "must use tls", "tls is required", "encryption too weak", " ssl", "ssl_", "dane check", "dane:", "certificate", "tls connection", "tls negotiation", "encryption required", "encrypted connection", "tls currently unavailable", "tls session"},
		short: "Encryption could not start", advice: adviceTLS},
	{words: []string{"dmarc", "spf ", "spf:", "spf-", "spf)", "(spf", "dkim", "sender policy framework", "unauthenticated email", "not authorized to send on behalf", "is not allowed to send mail", "not permitted sender"},
		short: "Sender’s domain does not vouch for your server", advice: adviceSPF},
	{words: []string{"reverse dns", "reverse hostname", "rdns", "ptr record", "cannot find your hostname", "cannot find your reverse", "no ptr", "reverse lookup", "does not resolve to a hostname", "fix reverse", "invalid ptr", "helo command rejected", "your hostname", "generic hostname"},
		short: "Your server’s name does not check out", advice: adviceRDNS},
	{words: []string{"sender address rejected: domain not found", "domain of sender", "sender domain", "sender's domain", "sender address does not resolve", "envelope from domain", "sender is not resolvable", "unresolvable sender", "domain of the sender"},
		short: "Sender’s domain not found", advice: adviceDNSFrom},
	{words: []string{"virus", "malware", "infected", "trojan", "phish"},
		short: "Refused as harmful", advice: "Their filter found a virus or fraud in the message. Find out which client sent it and look at that machine or login; nobody should send it again."},
	{words: []string{"spam", "unsolicited", "bulk mail", "junk", "spammy", "high probability of", "suspicious", "abusive", "content rejected", "complaints", "content policy"},
		class: 5, short: "Refused as spam", advice: adviceSpam},
	{words: []string{"spam", "unsolicited", "junk", "suspicious", "human verification", "complaints"},
		class: 4, short: "Held back as possible spam", advice: adviceSpam},
	{words: []string{"relaying denied", "relay access denied", "relay denied", "relaying not allowed", "not permitted to relay", "unable to relay", "relay not permitted", "we do not relay", "relaying prohibited", "not relay", "relaying is prohibited", "allowed rcpthosts", "relaying to", "authentication is required for relay", "open relay", "not a local domain", "no relaying"},
		short: "They do not relay for that domain", advice: adviceRelay},
	{words: []string{"domain does not exist", "no such domain", "domain doesn't exist"},
		short: "No such domain", advice: adviceDNSTo},
	{words: []string{"user unknown", "unknown user", "no such user", "no such address", "no such recipient", "unknown recipient", "recipient unknown", "user not found", "recipient not found", "does not exist", "doesn't exist", "no such mailbox", "mailbox not found", "mailbox unknown", "unknown mailbox", "unknown address", "invalid recipient", "invalid mailbox", "invalid address", "unknown local", "not a valid mailbox", "no mailbox here", "mailbox unavailable or", "recipient address rejected: user", "unrouteable address", "unroutable address", "not our customer", "address unknown", "no longer available at", "utilisateur inconnu", "desconocido", "unbekannt", "nicht bekannt", "existiert nicht", "no existe", "n'existe pas", "inconnu", "addressee unknown", "user doesn't have", "no account by that name", "undeliverable address", "not a known user", "not listed in domino"},
		short: "No such address", advice: adviceNoUser},
	{words: []string{"disabled", "inactive", "suspended", "deactivated", "account closed", "mailbox closed", "account is closed", "no longer in use", "expired account", "account expired", "mailbox locked", "temporarily locked"},
		class: 5, weak: true, short: "Mailbox is closed", advice: adviceGone},
	{words: []string{"disabled", "inactive", "suspended", "mailbox locked", "temporarily locked"},
		class: 4, weak: true, short: "Mailbox closed for now", advice: adviceShut},
	{words: []string{"recipient address rejected: domain not found", "host or domain name not found", "domain not found", "host unknown", "host not found", "unknown host", "domain does not exist", "no such domain", "mx lookup failure", "name server", "dns", "unable to resolve", "cannot resolve"},
		weak: true, short: "A name does not resolve", advice: adviceDNSTo},
	{words: []string{"null sender", "empty sender", "mail from <>", "<>: sender", "bounces not accepted", "not accept bounces", "null reverse"},
		short: "Bounces are not accepted", advice: adviceSender},
	{words: []string{"sender address rejected", "sender rejected", "sender denied", "sender not", "bad sender", "invalid sender", "sender address", "sender is not", "sender blocked"},
		weak: true, short: "Sender is not accepted", advice: adviceSender},
	{words: []string{"mail loop", "too many hops", "routing loop", "loops back", "hop count", "too many received", "forwarding loop", "loop detected"},
		short: "Mail runs in a loop", advice: adviceLoop},
	{words: []string{"message too large", "message is too large", "message size", "size exceeds", "exceeds maximum", "too big", "message too big", "maximum message size", "exceeded maximum message", "maximum fixed size", "attachment size"},
		short: "Message is too large", advice: adviceSize},
	{words: []string{"attachment", "executable", "header", "malformed", "8bit", "8-bit", "line too long", "bare lf", "bare newline", "mime ", "from: ", "message-id", "rfc 5322", "rfc 2822", "rfc5322", "rfc2822"},
		class: 5, weak: true, short: "Form or attachment not accepted", advice: adviceContent},
	{words: []string{"insufficient system storage", "insufficient disk", "no space left", "disk full", "low on space", "system storage", "queue full", "not enough space", "insufficient storage"},
		short: "Their disk is full", advice: adviceSystem},
	{words: []string{"authentication required", "authentication failed", "auth required", "must authenticate", "login required", "temporary auth", "not authenticated", "credentials", "authenticate first", "password"},
		short: "A login is needed", advice: adviceAuth},
	{words: []string{"not available, closing", "closing connection", "service not available", "service unavailable, try", "server busy", "too busy", "system busy", "i was busy", "load average", "load too high", "overload", "try again when", "server is not available", "shutting down", "maintenance", "resources temporarily", "congestion", "not accepting network", "not accepting mail", "high load", "system load", "out of memory"},
		class: 4, weak: true, short: "Server is busy or down", advice: adviceBusy},
	{words: []string{"timeout", "timed out", "connection lost", "connection reset", "read error"},
		weak: true, short: "Connection broke", advice: adviceConn},
	{words: []string{"blocked", "policy", "administrative", "not authorized", "not authorised", "not allowed", "not permitted", "denied", "client host rejected"},
		class: 4, weak: true, short: "Put off by their policy", advice: advicePutOff},
	{words: []string{"not accepting messages", "access denied", "blocked", "rejected by policy", "policy", "administrative", "administrator", "not authorized", "not authorised", "prohibited", "not allowed", "not permitted", "banned", "denied", "forbidden", "rejected by recipient", "local policy", "not welcome"},
		class: 5, weak: true, short: "Refused by their policy", advice: advicePolicy},
	{words: []string{"local problem", "local error", "internal error", "temporary failure", "temporary problem", "system error", "queue file write error", "queuing", "temporary system", "temporary error", "server error", "configuration error", "milter", "backend", "database", "temporary local", "cannot open", "write error", "lookup failure", "resources"},
		class: 4, weak: true, short: "Trouble on their side", advice: adviceSystem},
	{words: []string{"need rcpt", "need mail", "no valid recipients", "bad sequence", "out of sequence", "no recipients", "valid rcpt"},
		short: "Nothing left to send", advice: adviceProto},
}

// temporary are enhanced codes that mean something else in a 4xx reply.
var temporary = map[[2]int]rule{
	{1, 1}: {short: "Address could not be checked", advice: adviceVerify},
	{1, 2}: {short: "Recipient’s domain not found for now", advice: adviceDNSTo},
	{2, 0}: {short: "Mailbox not available now", advice: "Greylisting, a locked mailbox or a limit are usual; their text tells which. Ask their postmaster if it lasts for a day."},
	{2, 1}: {short: "Mailbox closed for now", advice: adviceShut},
	{7, 0}: {short: "Put off by their policy", advice: advicePutOff},
	{7, 1}: {short: "Put off by their policy", advice: advicePutOff},
}

// enhanced are the meanings by subject and detail.
var enhanced = map[[2]int]rule{
	{1, 0}:  {short: "Address not accepted", advice: "Their text tells what is wrong with the address. The sender must correct it."},
	{1, 1}:  {short: "No such address", advice: adviceNoUser},
	{1, 2}:  {short: "No such domain", advice: adviceDNSTo},
	{1, 3}:  {short: "Address is not well-formed", advice: "The sender must correct the address."},
	{1, 4}:  {short: "Address is ambiguous", advice: "More than one mailbox fits. The sender must use the full address."},
	{1, 5}:  {short: "Address is valid", advice: "The server had nothing against the address."},
	{1, 6}:  {short: "Mailbox has moved", advice: "The recipient left no new address. The sender must ask for it."},
	{1, 7}:  {short: "Sender’s address is not accepted", advice: adviceSender},
	{1, 8}:  {short: "Sender’s domain not found", advice: adviceDNSFrom},
	{1, 9}:  {short: "Passed on without notifications", advice: "The next server gives no delivery notifications."},
	{1, 10}: {short: "Domain accepts no mail", advice: adviceNoMail},
	{2, 0}:  {short: "Mailbox not available", advice: "Their text tells whether it is closed, moved or protected. The recipient’s postmaster must act."},
	{2, 1}:  {short: "Mailbox is closed", advice: adviceGone},
	{2, 2}:  {short: "Mailbox is full", advice: adviceFull},
	{2, 3}:  {short: "Message is too large for the mailbox", advice: adviceSize},
	{2, 4}:  {short: "Mailing list trouble", advice: "The list at that address cannot be expanded. Its owner must act."},
	{3, 0}:  {short: "Trouble on their side", advice: adviceSystem},
	{3, 1}:  {short: "Their disk is full", advice: adviceSystem},
	{3, 2}:  {short: "Server is busy or down", advice: adviceBusy},
	{3, 3}:  {short: "Server cannot do what was asked", advice: "A feature that the message needs is missing there."},
	{3, 4}:  {short: "Message is too large", advice: adviceSize},
	{3, 5}:  {short: "Server is misconfigured", advice: "A configuration is wrong, theirs or this one’s; check MX records and this server’s list of local domains."},
	{3, 6}:  {short: "Priority was changed", advice: "The server will send the message with another priority."},
	{4, 0}:  {short: "Network trouble", advice: adviceConn},
	{4, 1}:  {short: "No answer from the server", advice: adviceConn},
	{4, 2}:  {short: "Connection broke", advice: adviceConn},
	{4, 3}:  {short: "Name service does not answer", advice: adviceDNSTo},
	{4, 4}:  {short: "No way to that domain", advice: adviceDNSTo},
	{4, 5}:  {short: "Server is busy or down", advice: adviceBusy},
	{4, 6}:  {short: "Mail runs in a loop", advice: adviceLoop},
	{4, 7}:  {short: "Waited too long", advice: "The time for which mail is kept is over. Whatever held it up stands in the earlier replies."},
	{5, 0}:  {short: "Servers misunderstood each other", advice: adviceProto},
	{5, 1}:  {short: "Command out of place", advice: adviceProto},
	{5, 2}:  {short: "Command not understood", advice: adviceProto},
	{5, 3}:  {short: "Too many recipients at once", advice: adviceRcpts},
	{5, 4}:  {short: "Command not understood", advice: adviceProto},
	{5, 5}:  {short: "Servers misunderstood each other", advice: adviceProto},
	{5, 6}:  {short: "Login was too long", advice: adviceAuth},
	{6, 0}:  {short: "Content not accepted", advice: adviceContent},
	{6, 1}:  {short: "Content type not accepted", advice: adviceContent},
	{6, 2}:  {short: "Content cannot be converted", advice: adviceContent},
	{6, 3}:  {short: "Content cannot be converted", advice: adviceContent},
	{6, 4}:  {short: "Converted with losses", advice: adviceContent},
	{6, 5}:  {short: "Content cannot be converted", advice: adviceContent},
	{6, 6}:  {short: "Content could not be fetched", advice: adviceContent},
	{6, 7}:  {short: "International address not supported", advice: "The other side takes addresses in ASCII only. The sender must use another address of the recipient."},
	{6, 8}:  {short: "International address not supported", advice: "The other side takes addresses in ASCII only."},
	{6, 9}:  {short: "International header not supported", advice: "The other side takes header fields in ASCII only."},
	{6, 10}: {short: "International address not supported", advice: "The other side takes addresses in ASCII only."},
	{7, 0}:  {short: "Refused by their policy", advice: advicePolicy},
	{7, 1}:  {short: "Refused by their policy", advice: advicePolicy},
	{7, 2}:  {short: "Not allowed to write to the list", advice: "The list takes mail from some senders only. Its owner must allow the sender."},
	{7, 3}:  {short: "Encryption could not start", advice: adviceTLS},
	{7, 4}:  {short: "Encryption could not start", advice: adviceTLS},
	{7, 5}:  {short: "Encryption could not start", advice: adviceTLS},
	{7, 6}:  {short: "Encryption could not start", advice: adviceTLS},
	{7, 7}:  {short: "Message was changed on its way", advice: "A signature does not fit the text. Look for a filter that rewrites messages after signing."},
	{7, 8}:  {short: "Login was refused", advice: adviceAuth},
	{7, 9}:  {short: "Login method is too weak", advice: adviceAuth},
	{7, 10}: {short: "Encryption is needed", advice: adviceTLS},
	{7, 11}: {short: "Encryption is needed", advice: adviceTLS},
	{7, 12}: {short: "Password must be renewed", advice: adviceAuth},
	{7, 13}: {short: "Account is disabled", advice: adviceGone},
	{7, 14}: {short: "Servers do not trust each other", advice: adviceAuth},
	{7, 15}: {short: "Priority is too low", advice: "The server takes only urgent mail now."},
	{7, 16}: {short: "Message is too large", advice: adviceSize},
	{7, 17}: {short: "Mailbox has a new owner", advice: "The address went to somebody else. The sender must ask for the new one."},
	{7, 18}: {short: "Domain has a new owner", advice: "The domain went to somebody else. The sender must ask for the new address."},
	{7, 19}: {short: "Owner could not be checked", advice: "The server could not tell whether the mailbox still has the same owner."},
	{7, 20}: {short: "No valid DKIM signature", advice: adviceSPF},
	{7, 21}: {short: "No valid DKIM signature", advice: adviceSPF},
	{7, 22}: {short: "No valid DKIM signature", advice: adviceSPF},
	{7, 23}: {short: "Sender’s domain does not vouch for your server", advice: adviceSPF},
	{7, 24}: {short: "Sender’s SPF record is broken", advice: adviceSPF},
	{7, 25}: {short: "Your server’s name does not check out", advice: adviceRDNS},
	{7, 26}: {short: "Sender’s domain does not vouch for your server", advice: adviceSPF},
	{7, 27}: {short: "Sender’s domain accepts no mail", advice: adviceSender},
	{7, 28}: {short: "Too much mail from you lately", advice: adviceRate},
	{7, 29}: {short: "Forwarding seals are broken", advice: adviceSPF},
	{7, 30}: {short: "Encryption is needed all the way", advice: adviceTLS},
}

// codes are the meanings where only the code is known.
var codes = map[Code]rule{
	403: {short: "Encryption could not start", advice: adviceTLS},
	421: {short: "Server is busy or down", advice: "The server closed the connection: overload, maintenance or a limit on connections. Nothing to do here unless it lasts for a day."},
	432: {short: "Password must be renewed", advice: adviceAuth},
	450: {short: "Mailbox not available now", advice: "Greylisting, a locked mailbox or a limit are usual; their text tells which."},
	451: {short: "Trouble on their side", advice: "A filter, database or name service failed there. Greylisting and limits answer so, too. Ask their postmaster if it lasts for a day."},
	452: {short: "Not enough room", advice: "A full mailbox, a full disk or too many recipients at once; their text tells which."},
	453: {short: "Too much mail from you lately", advice: adviceRate},
	454: {short: "Encryption or login not available", advice: adviceTLS},
	455: {short: "Server cannot do what was asked", advice: adviceProto},
	458: {short: "Queue cannot be started", advice: "The server is too loaded to send what waits for a node (ETRN)."},
	459: {short: "Not allowed to start the queue", advice: "The server does not know the node (ETRN)."},
	500: {short: "Command not understood", advice: adviceProto},
	501: {short: "Command not understood", advice: adviceProto},
	502: {short: "Command not understood", advice: adviceProto},
	503: {short: "Command out of place", advice: adviceProto},
	504: {short: "Command not understood", advice: adviceProto},
	510: {short: "Not allowed to see the queue", advice: "sendmail on this server refused to show its queue to the caller."},
	521: {short: "Server accepts no mail", advice: adviceNoMail},
	523: {short: "Encryption is needed", advice: adviceTLS},
	530: {short: "A login is needed", advice: adviceAuth},
	534: {short: "Login method is too weak", advice: adviceAuth},
	535: {short: "Login was refused", advice: adviceAuth},
	538: {short: "Encryption is needed", advice: adviceTLS},
	541: {short: "Refused as spam", advice: adviceSpam},
	550: {short: "Mailbox not available or refused", advice: "The address does not exist, or a rule or spam filter refused the message; their text tells which."},
	551: {short: "Recipient has moved", advice: "The text may give the new address. The sender must use it."},
	552: {short: "Mailbox full or message too large", advice: "Spam filters answer so, too; their text tells which. The recipient must make room, or the sender send less."},
	553: {short: "Address not accepted", advice: "The sender’s or the recipient’s address is not allowed there, or the server does not relay for the domain."},
	554: {short: "Refused", advice: "Mostly a spam filter, a blocklist or a policy, whatever the standard says; their text tells which."},
	555: {short: "Server cannot do what was asked", advice: adviceProto},
	556: {short: "Domain accepts no mail", advice: adviceNoMail},
}
