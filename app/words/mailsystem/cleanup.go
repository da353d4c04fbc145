package mailsystem

// Cleanup holds the words of the cleanup screen for a mail system.
type Cleanup struct {
	Ways   []Way
	Guard  string // what a message is matched by
	Spool  string // where the queue is unless told otherwise
	Client string // the same for the client queue, "" without one
}

// Way is something that a script can do with messages.
type Way struct {
	Method string // as package cleanup names it
	Title  string
	Tag    string // what sets it apart
	Text   string // may hold `code`
	InUse  string // what to know of messages in use, where they are not simply skipped
}

// CleanupOf returns what is said of the system with the name.
func CleanupOf(name string) *Cleanup {
	switch name {
	case "postfix":
		return &ofPostfix
	case "exim":
		return &ofExim
	}
	return &ofSendmail
}

var ofSendmail = Cleanup{
	Ways: []Way{
		{"quarantine", "Quarantine, then remove", "advised", "`sendmail -Q -qI` takes sendmail’s own lock and skips messages in use. Nothing is lost before the second step; until then, one command releases them.", ""},
		{"aside", "Move aside", "can be undone", "`qtool.pl` moves them, locked, to a folder. Move them back, or delete the folder later.", ""},
		{"delete", "Delete at once", "stop sendmail first", "`qtool.pl -d`, as in most guides. It takes no lock, so a message may be deleted while sendmail is sending it.", "It takes no lock: stop sendmail before you run it."},
		{"release", "Release from quarantine", "", "sendmail tries the quarantined messages again.", ""},
		{"retry", "Try now", "", "A delivery attempt at once, whatever the retry interval.", ""},
		{"bounce", "Bounce now", "cannot be undone", "sendmail gives up and returns them to their senders. A bounce has no sender and is dropped.", ""},
	},
	Guard:  "Each message is matched by ID, directory, creation time and recipients, so one that was delivered or changed since, or whose ID was reused, is never touched.",
	Spool:  "/var/spool/mqueue",
	Client: "/var/spool/clientmqueue",
}

var ofPostfix = Cleanup{
	Ways: []Way{
		{"quarantine", "Hold, then remove", "advised", "`postsuper -h` puts them on hold, where Postfix tries none of them. Nothing is lost before the second step; until then, one command releases them.", ""},
		{"delete", "Delete at once", "cannot be undone", "`postsuper -d`, after they were put on hold and checked again.", ""},
		{"release", "Release from hold", "", "`postsuper -H`: Postfix tries the messages on hold again.", ""},
		{"retry", "Try now", "", "`postqueue -i`: a delivery attempt at once, whatever the retry interval.", ""},
		{"bounce", "Bounce now", "cannot be undone", "`postsuper -f`, from Postfix 3.5 on: they expire and are returned to their senders. A bounce has no sender and is dropped.", ""},
	},
	Guard: "Each message is matched by ID and arrival time, so one that was delivered since, or whose ID was reused, is never touched.",
	Spool: "/var/spool/postfix",
}

var ofExim = Cleanup{
	Ways: []Way{
		{"quarantine", "Freeze, then remove", "advised", "`exim -Mf` takes Exim’s own lock and skips messages being delivered. Nothing is lost before the second step; until then, one command thaws what was not frozen before.", ""},
		{"delete", "Remove at once", "cannot be undone", "`exim -Mrm`, under Exim’s lock: a message being delivered stays.", ""},
		{"release", "Thaw", "", "`exim -Mt`: Exim tries the frozen messages again at the next queue run.", ""},
		{"retry", "Try now", "", "`exim -M`: a delivery attempt at once, whatever the retry times.", ""},
		{"bounce", "Bounce now", "cannot be undone", "`exim -Mg` gives up on them and returns them to their senders. A bounce has no sender and is dropped.", ""},
	},
	Guard: "Each message is matched by ID, arrival time and pending recipients, so one that was delivered or changed since is never touched.",
	Spool: "/var/spool/exim4",
}
