package mailsystem

// Postfix has the words for Postfix.
var Postfix = Words{
	Name:  "Postfix",
	Aside: "on hold",
	Findings: map[string]Finding{
		"local-error": {Many: "This server has a fault of its own",
			Advice: "Repair what the status names: a transport in master.cf, a map or a database. The mail log has the lines with “fatal” and “warning”. Then have the queue tried.", Command: "postfix check; postqueue -f"},
		"quarantined": {Step: "Look through the mail on hold", Status: "On hold", One: "message is on hold", Many: "messages are on hold",
			Text:   "An operator, a rule or a filter put them aside. Postfix tries none of them, however old they grow, until somebody releases or removes them.",
			Advice: "Read one of them, then release or remove it. What is older than the queue lifetime is returned at its first failure after that.", Command: "postcat -q ID; postsuper -H ID"},
		"lost": {Step: "Look at the corrupt queue", Status: "In the corrupt queue, not tried again", One: "message is in the corrupt queue", Many: "messages are in the corrupt queue",
			Text:   "Postfix could not read the queue file. It tries none of them again, and no listing shows them.",
			Advice: "The mail log says why. Save what can be read of it, tell the sender, then remove the file by hand.", Command: "grep 'saving corrupt file' /var/log/mail.log"},
		"damaged": {One: "queue file is damaged or unfinished", Many: "queue files are damaged or unfinished", Text: "A young one was just arriving; Postfix moves any other to its corrupt queue and tells nobody.",
			Advice: "See Problems for what is wrong. Look again after some minutes; then repair the files from a backup, or tell the senders."},
		"orphan": {One: "log has no message", Many: "logs have no message", Text: "The message went out while the archive was made, or a crash has left them.",
			Advice: "Leave them alone: Postfix removes one when it uses the ID again."},
		"smart-host": {
			Advice:  "A name without a domain means something here only. Give it an address in the DNS or in /etc/hosts, or name another server in relayhost or the transport map; without square brackets around the name, Postfix asks for its MX records.",
			Command: "postconf relayhost default_transport transport_maps"},
		"runner":       {Advice: "The queue manager is not there, or hangs. Look for it and start Postfix.", Command: "postfix status"},
		"never-tried":  {Advice: "Check that Postfix runs, and what the queue manager waits for: a content filter, a delivery program, DNS or a map that is slow.", Command: "postfix status; qshape incoming active"},
		"expiring":     {Text: "Postfix then gives up and returns it, if that is the limit: the queue does not record it.", Advice: "Remove what holds them up first, then have the queue tried, or raise maximal_queue_lifetime.", Command: "postconf maximal_queue_lifetime bounce_queue_lifetime"},
		"login":        {Advice: "Check the credentials for it in smtp_sasl_password_maps, and run postmap after a change."},
		"relay-denied": {Advice: "It does not know the domain as its own. Check the domain’s MX records and any transport map entry here; if it is the relayhost, this server must log in there."},
		"loop":         {Advice: "Follow the Received lines of one message: the servers that repeat send it to each other.\nCheck mydestination, relay_domains, aliases, transport maps and MX records."},
	},
	Held:        "Postfix has not tried to deliver it yet: it waits to be picked up or for the queue manager. For more than a minute or so, Postfix is stopped, or busy with something slow.",
	Quarantined: "It is on hold: **%**. Postfix keeps it and does not try it until an operator releases it; meanwhile it does not expire.",
	Lost:        "It is in the corrupt queue: Postfix could not read the queue file. It will **never** be tried again by itself, and no listing shows it.",
	Orphan:      "There is only a log and no message. It went out while the archive was made, or it is left over from a crash.",
	Damaged:     "Its queue file is damaged or not finished. It was just arriving, or Postfix moves it to the corrupt queue at its next scan.",
	NoData:      "Its text is missing.",
	Processing:  "The queue manager had it in its active queue: it was being delivered, or its turn was near.",
	Collect: "postqueue -j > postqueue.json\n" +
		`tar czf spool.tgz -C /var/spool --exclude=postfix/private --exclude=postfix/public postfix -C "$PWD" postqueue.json`,
	Kept:      "By default Postfix waits as long as the message is old, at least 5 minutes and at most 66 min 40 s, and looks every 5 minutes whose time has come.",
	Limit:     "Postfix's default limit of 5 days",
	FilesOnly: "Came after the listing was made, is in the corrupt queue, which no listing shows, or lies in the spool of an instance that was not listed.",
	Sized:     "with the header",
}
