package mailsystem

// Exim has the words for Exim 4.
var Exim = Words{
	Name:  "Exim",
	Aside: "frozen",
	Findings: map[string]Finding{
		"load": {Many: "The load is too high to deliver mail",
			Advice: "Exim starts no queue run while the load is above deliver_queue_load_max. Find out what makes it; the queue runs by itself afterwards.", Command: "uptime; exim -bP deliver_queue_load_max queue_only_load"},
		"local-error": {Many: "This server has a fault of its own",
			Advice: "Repair what the status names: a router, a transport, a lookup or a file. The paniclog has the worst of them. Then have the message tried.", Command: "exim -bV; tail /var/log/exim*/paniclog"},
		"quarantined": {Step: "Look through the frozen mail", Headline: "messages are frozen, and Exim tries none of them until they are thawed",
			Ends: "Exim tries none of them until somebody thaws them. Frozen bounces it drops by itself after ignore_bounce_errors_after, two days with Debian’s configuration.", Status: "Frozen", One: "message is frozen", Many: "messages are frozen",
			Text:   "Most of them are bounces that nobody takes; others were frozen by an administrator, an ACL or a filter. Exim tries none of them until somebody thaws them, except where auto_thaw is set.",
			Advice: "Read one of them. Bounces to forged senders can be removed; thaw the others once what held them up is gone. timeout_frozen_after says when Exim gives up on them.", Command: "exim -bP timeout_frozen_after ignore_bounce_errors_after auto_thaw; exim -Mvh ID; exim -Mt ID"},
		"lost": {Step: "Look at what was moved aside", Status: "Moved to Finput, not tried again", One: "message was moved aside", Many: "messages were moved aside",
			Text:   "Exim froze them and moved them to Finput (move_frozen_messages). It does not see them there, and no listing shows them.",
			Advice: "Read them where they are. To have one tried, move its files back to input and msglog, then thaw it.", Command: "exim -bP move_frozen_messages"},
		"damaged": {One: "-H file is damaged", Many: "-H files are damaged", Text: "exim -bp calls it a spool format error. Exim skips such a message, tells nobody, and removes it once it is older than keep_malformed, 4 days by default.",
			Advice: "See Problems for what is wrong. Copy the files before Exim removes them, then repair them from a backup or tell the senders.", Command: "exim -bP keep_malformed"},
		"no-data": {One: "message has lost its text", Many: "messages have lost their texts", Text: "The -D file is missing, so Exim never delivers them.",
			Advice: "Look for the -D files in a backup, or tell the senders and remove what remains.", Command: "exim -Mvh ID; exim -Mrm ID"},
		"orphan": {One: "text has no -H file", Many: "texts have no -H file",
			Text:   "Exim does not list them. They were just arriving, or a crash has left them.",
			Advice: "Leave young ones alone. Once Exim is done with an old one, it can be removed."},
		"no-reason": {
			Advice:  "exim -bp prints no reasons. Each message’s own log has them: collect the spool, or read one of the logs.",
			Command: "exim -Mvl ID"},
		"smart-host": {
			Advice:  "A name without a domain means something here only. Give it an address in the DNS or in /etc/hosts, or name another server in the router (dc_smarthost on Debian, else route_list).",
			Command: "exim -bP routers | grep -i route"},
		"runner":       {Advice: "The daemon that starts queue runs is not there, or hangs. Look for it and start it; its -q option says how often the queue runs.", Command: "exiwhat"},
		"never-tried":  {Advice: "Check that the daemon runs the queue (-q with a time), and whether Exim is told to queue only: queue_only, queue_domains, or a load above queue_only_load.", Command: "exiwhat; exim -bP queue_only queue_only_load queue_domains"},
		"expiring":     {Text: "Exim then gives up and returns it, if that is the limit: the retry rules count from the server’s first failure.", Advice: "Remove what holds them up first, then have them tried, or lengthen the retry rule.", Command: "exim -brt DOMAIN"},
		"login":        {Advice: "Check the credentials for it: the client_send of the authenticator, or passwd.client on Debian."},
		"relay-denied": {Advice: "It does not know the domain as its own. Check the domain’s MX records and any manualroute router here; if it is a smart host, this server must log in there.", Command: "exim -bt ADDRESS"},
		"loop":         {Advice: "Follow the Received lines of one message: the servers that repeat send it to each other.\nCheck local_domains, aliases, routers and MX records."},
	},
	Held:        "Exim has not tried to deliver it yet. It came just before the capture, or Exim queues only and the queue runs at set times, or the load was too high.",
	Quarantined: "It is frozen: **%**. Exim keeps it and does not try it until somebody thaws it, or until timeout_frozen_after.",
	Lost:        "It is in `Finput`, where Exim moved it when it froze it. It will **never** be tried again by itself, and no listing shows it.",
	Orphan:      "There is no `-H` file, so Exim does not list it. It was just arriving while the archive was made, or it is left over from a crash.",
	Damaged:     "Its `-H` file is damaged. Exim skips such a message, says so to nobody, and removes it once it is older than keep_malformed.",
	NoData:      "Its `-D` file, with the text, is missing. Exim never delivers it.",
	Processing:  "Exim was delivering it, or a delivery of it was broken off: its journal was there.",
	Collect: "exim -bp > mailq.txt\n" +
		"spool=$(exim -bP spool_directory | sed 's/.* = //')\n" +
		`tar czf spool.tgz --exclude='*/log' -C "${spool%/*}" "${spool##*/}" -C "$PWD" mailq.txt`,
	Kept:      "By default Exim retries a server every 15 minutes for 2 hours, then after 1 hour and each time half as long again for up to 16 hours, then every 6 hours until 4 days after the server’s first failure.",
	Limit:     "Exim's default limit of 4 days",
	FilesOnly: "Came after the listing was made, is in a named queue, which exim -bp shows with -qG only, or was moved to Finput.",
	Sized:     "without the header",
}
