// Package sharing has the choices of the Share dialog: files, and what can be left out of them.
package sharing

// Formats are the files to choose from.
var Formats = []struct{ Format, Icon, Name, Text string }{
	{"viewer", "window", "Viewer with data", "This page and the data in one file. Everything stays clickable."},
	{"report", "page", "Report", "One page in plain words, for non-administrators."},
	{"csv", "table", "CSV", "One line per message, for a spreadsheet."},
	{"jsonl", "braces", "JSON lines", "Every field, for your own tools."},
	{"text", "text", "Text", "Grouped lines as from `sort | uniq -c`, for a ticket."},
	{"mbox", "mail", "Mailbox", "The messages as they would be sent, for a mail program."},
	{"archive", "archive", "Archive", "The queue files as .tar.gz, for Spoolscope on another computer."},
}

// The places of switches that other parts of the dialog depend on.
const Hosts, Texts = 1, 2

// Switches are what can be left out: Hides is a list for the engine.
var Switches = [4]struct{ Hides, Name, Text string }{
	{"addresses", "Addresses", "Each becomes a pseudonym, the same one everywhere. Recipients’ domains stay, unless they are yours."},
	{"hosts", "Hosts and IP addresses on your side", "Clients and relays become host-01, host-02 and so on. Servers of others that refuse mail keep their names."},
	{"subjects,bodies", "Subjects and bodies", "Not written to the file at all."},
	{"ids", "Message IDs", "Renumbered. The time in them stays."},
}
