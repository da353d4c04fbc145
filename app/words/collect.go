package words

// CollectCommands gather what Spoolscope reads, for a shell on the mail server.
// They change nothing.
const CollectCommands = "mailq > mailq.txt\n" +
	`tar czf spool.tgz -C /var/spool mqueue -C "$PWD" mailq.txt`
