package mailsystem

// Several has the words for a capture that holds queues of more than one mail
// system.
var Several = Words{
	Name:     "the mail system",
	Aside:    "put aside",
	Released: "Were released",
	States: map[string]string{
		"quarantined": "Put aside", "lost": "Given up", "orphan": "Left over",
	},
	Findings: map[string]Finding{
		"load":        {Many: "The load is too high to deliver mail", Advice: "The mail system tries no message while the load is above its limit. Find out what makes it; the queue runs by itself afterwards.", Command: "uptime"},
		"local-error": {Many: "This server has a fault of its own", Advice: "Repair what the status names, then run the queue (sendmail -q, postqueue -f, or exim -q)."},
		"delay-warning": {One: "message hides its reason behind a delay warning", Many: "messages hide their reasons behind a delay warning",
			Text:   "When sendmail warned the sender, the warning took the place of the status. What holds the messages up is not in what was read.",
			Advice: "The reasons are in the mail log. The next try writes them anew."},
		"quarantined": {Phrase: "put aside until an operator acts", Step: "Look through what is quarantined, on hold or frozen", One: "message is quarantined, on hold or frozen", Many: "messages are quarantined, on hold or frozen",
			Text: "Nothing tries them until an operator releases or removes them.", Advice: "Read the reasons. sendmail -qI releases a message with -Q, Postfix with postsuper -H, Exim with exim -Mt."},
		"lost": {Phrase: "set aside by the mail system", Step: "Look at what was set aside", One: "message was set aside", Many: "messages were set aside", Text: "sendmail did not trust its control file, Postfix could not read its queue file, or Exim moved it to Finput. Nothing tries them again.",
			Advice: "The mail log says why. Save what can be read of it, and tell the sender."},
		"damaged": {Phrase: "queue file damaged", One: "queue file is damaged", Many: "queue files are damaged", Text: "Nothing delivers such a message, and nobody is told.",
			Advice: "See Problems for what is wrong. Repair the files from a backup, or tell the senders."},
		"no-data": {One: "message has lost its text", Many: "messages have lost their texts", Text: "The df or -D file is missing. sendmail would deliver an empty message, Exim never delivers it.",
			Advice: "Look for the files in other queue directories or a backup before the next queue run."},
		"orphan": {Phrase: "left over, without an envelope", One: "file has no message", Many: "files have no message", Text: "They were just arriving or going out, or a crash has left them.",
			Advice: "Leave young ones alone. Once nothing refers to an old one, it can be removed."},
		"smart-host":   {Advice: "A name without a domain means something here only. Give it an address in the DNS or in /etc/hosts, or name another server in the configuration (DS of sendmail, relayhost of Postfix, a router of Exim)."},
		"runner":       {Advice: "The process that runs the queue is not there, or hangs. Look for it and start it.", Command: "pgrep -a 'sendmail|exim'; postfix status"},
		"never-tried":  {Advice: "Check that the mail system runs, and what it waits for.", Command: "pgrep -a 'sendmail|exim'; postfix status"},
		"expiring":     {Text: "It is then given up and returned, if that is the limit: the queue does not record it.", Advice: "Remove what holds them up first, then run the queue, or raise the limit."},
		"login":        {Advice: "Check the credentials for it, in authinfo of sendmail, in smtp_sasl_password_maps of Postfix or in the authenticators of Exim."},
		"relay-denied": {Advice: "It does not know the domain as its own. Check the domain’s MX records and any mailertable or transport map entry or manualroute router here; if it is a smart host, this server must log in there."},
		"loop":         {Advice: "Follow the Received lines of one message: the servers that repeat send it to each other.\nCheck forwards, aliases, mailertable, transport maps or routers, and MX records."},
	},
	Envelope: "a queue file", Text: "text",
	Held:        "It has not been tried yet.",
	Quarantined: "It is kept back: **%**. Nothing tries it until an operator releases it.",
	Lost:        "It was set aside and will **never** be tried again by itself.",
	Orphan:      "There is no message that belongs to it.",
	Damaged:     "Its queue file is damaged.",
	NoData:      "Its text is missing.",
	Processing:  "It was being delivered when the capture was made.",
	Collect: "mailq > mailq.txt\n" +
		`tar czf spool.tgz -C /var/spool mqueue postfix exim4 -C "$PWD" mailq.txt`,
	Limit: "the default limit of 5 days",
	Problems: map[string]Problem{
		"not-listed": {Means: "A listing has neither messages that were set aside, nor those of a queue that it was not made of, nor those that arrived after it."},
		"not-queue":  {Means: "Files or folders inside a queue that the mail system does not look at. They are not counted."},
	},
	Events:    map[string]string{"held": "Put aside", "released": "Let go"},
	FilesOnly: "Came after the listing was made, was set aside, or lies in a queue that was not listed.",
	Sized:     "with the header, but without it in sendmail",
}
