package queue

// The kinds of problems.
const (
	KindUnsupported  Kind = "unsupported"   // not a queue, an archive or mailq output
	KindEncrypted    Kind = "encrypted"     // an encrypted file or zip
	KindTruncated    Kind = "truncated"     // an archive that ends early
	KindDamaged      Kind = "damaged"       // an archive whose bytes do not decode
	KindNothing      Kind = "nothing"       // an archive without queue files
	KindForeign      Kind = "foreign"       // a queue of another mail system
	KindLimit        Kind = "limit"         // a documented limit was reached
	KindUnreadable   Kind = "unreadable"    // the browser or system could not read the bytes
	KindEmptyQueue   Kind = "empty-queue"   // sound, without messages
	KindLink         Kind = "link"          // a link in the archive without a target
	KindLine         Kind = "line"          // a control file line that cannot be read
	KindCut          Kind = "cut"           // a control file without its end mark, or empty
	KindNoControl    Kind = "no-control"    // df without control file
	KindNoData       Kind = "no-data"       // control file without df
	KindLost         Kind = "lost"          // Qf
	KindTemp         Kind = "temp"          // tf, Tf left behind
	KindTranscript   Kind = "transcript"    // xf left behind
	KindLeftover     Kind = "leftover"      // lf, nf and other old names
	KindNotQueue     Kind = "not-queue"     // a file or folder beside the queue that sendmail ignores
	KindListing      Kind = "listing"       // a mailq line that cannot be read
	KindListingNoise Kind = "listing-noise" // an error message of sendmail's inside the listing
	KindPartial      Kind = "partial"       // a listing with fewer messages than it announces
	KindCounts       Kind = "counts"        // sendmail -bP or exim -bpc, which only count
	KindRefused      Kind = "refused"       // sendmail, or what should have run it, did not show the queue
	KindUnclear      Kind = "unclear"       // a listing without messages that does not prove the queue empty
	KindNewestFirst  Kind = "newest-first"  // a log that was read from its end
	KindCleaned      Kind = "cleaned"       // what was removed from a listing before reading it
	KindCaptures     Kind = "captures"      // several captures of one queue, of which one is shown
	KindTogether     Kind = "together"      // listings of one directory whose host and time are unknown
	KindOneServer    Kind = "one-server"    // hosts with different names that have the same messages
	KindOnlyListed   Kind = "only-listed"   // in the listing, not in the files
	KindNotListed    Kind = "not-listed"    // in the files, not in the listing
	KindDiffers      Kind = "differs"       // listing and control file disagree
	KindFuture       Kind = "future"        // a date after the capture
	KindDuplicate    Kind = "duplicate"     // the same file twice
	KindDSN          Kind = "dsn"           // a bounce whose transcript is damaged
	KindConfig       Kind = "configuration" // a configuration that is damaged or not used
	KindRecord       Kind = "record"        // a queue file of Postfix that is cut or damaged
	KindCorrupt      Kind = "corrupt"       // a file that Postfix put aside
	KindArriving     Kind = "arriving"      // a file that Postfix was just receiving
	KindLoneLog      Kind = "lone-log"      // a log of Postfix without its message
	KindNoDirectory  Kind = "no-directory"  // queue files of Postfix outside of its directories
	KindTimes        Kind = "times"         // files of Postfix that were copied without their times
	KindSpoolFormat  Kind = "spool-format"  // a file of Exim that cannot be read
	KindNoEnvelope   Kind = "no-envelope"   // -D without -H
	KindNoBody       Kind = "no-body"       // -H without -D
	KindJournal      Kind = "journal"       // -J of a delivery that was cut off
	KindAside        Kind = "aside"         // a message that Exim moved to Finput
	KindHints        Kind = "hints"         // a database of Exim that cannot be read
	KindLogLines     Kind = "log-lines"     // lines of a mail log that cannot be read
	KindLogTime      Kind = "log-time"      // a mail log without year or time zone
	KindLogHost      Kind = "log-host"      // a mail log of another host
	KindLogGap       Kind = "log-gap"       // time that the mail logs do not cover
	KindLogAlone     Kind = "log-alone"     // messages that are known from a mail log only
	KindReasons      Kind = "reasons"       // more different statuses than can be kept apart
	KindNotKept      Kind = "not-kept"      // decoded bytes that the browser or the disk did not store
)

// Explanation says what a kind of problem means and what to do about it.
type Explanation struct {
	Severity Severity
	Title    string // one line, for one or many problems of the kind
	Means    string // what it means; file names and commands are in `marks`
	Do       string // what to do
}

var explanations = map[Kind]Explanation{
	KindUnsupported:  {Error, "Not a queue, an archive or mailq output", "Spoolscope reads .tar, .tar.gz, .tar.zst, .tar.xz, .tar.bz2, .zip, single queue files and folders.", "Collect the queue as shown on the start page, and drop that file."},
	KindEncrypted:    {Error, "The archive is encrypted", "Its files cannot be read without a password or key.", "Decrypt or unpack it first and drop the result here. Spoolscope never asks for passwords."},
	KindTruncated:    {Error, "The archive ends early", "The data stops before its end mark. All files up to there were read; the last one is cut off.", "Check for a full disk where the archive was made, then collect it again. For most questions the part you have is enough."},
	KindDamaged:      {Error, "The archive is damaged", "Bytes in the middle do not decode. All files before them were read.", "Copy the archive again, or make a new one; a transfer in text mode is a common reason."},
	KindNothing:      {Error, "No queue files found", "Queue files of sendmail are named `qf…` and `df…`. Those of Postfix are in `deferred`, `active` and other directories, those of Exim in `input`.", "Archive the `mqueue` directory itself, or all of `/var/spool/postfix` or `/var/spool/exim4`."},
	KindForeign:      {Error, "The queue of another mail system", "This is not a queue of sendmail, Postfix or Exim. Spoolscope reads these three.", "Use the tools of that system, such as qmail-qread for qmail."},
	KindLimit:        {Error, "A limit was reached", "Reading stopped there, so that the browser stays usable. What was read before is shown.", "Archive one queue directory at a time, or leave out the data files."},
	KindUnreadable:   {Error, "A file could not be read", "The system did not let it be read.", "Check that the file still exists and that you may read it, then drop it again."},
	KindNotKept:      {Warning, "Not all texts can be opened", "Everything was read and counted, but the unpacked archive did not fit where it is stored: a private window keeps it in memory, a normal one on the disk. Messages behind the place below show no text.", "Open the archive in a normal window and free some disk space, or unpack it and drop the folder."},
	KindEmptyQueue:   {Note, "The queue is empty", "The archive is sound and has no messages. Nothing is stuck here.", "Check the other queue directories and the `clientmqueue`."},
	KindLink:         {Warning, "A link that leads nowhere", "The archive holds a link, but not what it points to.", "Collect the queue again with the linked directory included (`tar -h` follows links)."},
	KindLine:         {Warning, "Line not understood", "A record begins with a letter that sendmail does not write, or its value is malformed. The rest of the file was read.", "Compare the file with the server’s copy. A damaged disk or an edit by hand is the usual reason."},
	KindCut:          {Warning, "Control files without an end", "The file is empty or stops before its last line, a single dot. sendmail skips such a message forever.", "If the file is younger than the archive, it was just being written. Otherwise repair it from a backup, or tell the sender."},
	KindNoControl:    {Warning, "Messages without a control file", "A `df` file alone. It was either just arriving or just delivered while the archive was made, or it is left over from a crash.", "Ignore those younger than the archive. Older ones can be removed once nothing refers to them."},
	KindNoData:       {Error, "Control files without a message", "The `df` file with the text is missing. sendmail delivers these with an empty text, and says so in its log.", "Look for the `df` files in other queue directories or in a backup. If they are gone, the messages are lost: tell the senders."},
	KindLost:         {Warning, "Set aside by sendmail", "sendmail renamed these from `qf` to `Qf` because it did not trust them, or could not return them to anyone. It will not try them again. Shown as Lost.", "Check owner and mode of the files. If they are sound, rename them to `qf` on the server and run the queue."},
	KindTemp:         {Note, "Left over from rewriting a control file", "A `tf` file lives for milliseconds. One that stays means that sendmail was killed, or the disk was full, while it rewrote the control file.", "The `qf` file beside it is still valid. Remove the `tf` file when sendmail is stopped."},
	KindTranscript:   {Note, "Transcripts of a broken session", "An `xf` file is removed after each try. One that stays means that sendmail was killed, or was sending this message when the archive was made.", "Read it in the message’s Delivery tab. It can be removed when sendmail is stopped."},
	KindLeftover:     {Note, "Leftovers of old programs", "Files with names that sendmail 8 does not use.", "They can be removed once nobody needs them."},
	KindNotQueue:     {Note, "Not part of the queue", "Files or folders inside the queue directory that sendmail ignores. They are not counted.", "To look into a folder of set-aside messages, drop that folder alone."},
	KindListing:      {Note, "Lines of the listing not understood", "They were kept with the entry before them. The rest of the listing was read.", "Look at the lines. A command's error message in the same stream is the usual reason."},
	KindListingNoise: {Warning, "Errors inside the listing", "mailq could not read something while it made the list, and said so in the middle of it.", "Look at what it says: a missing `df` file, a directory in place of a file, or missing permission."},
	KindPartial:      {Warning, "The listing is incomplete", "It lists fewer messages than it announces: it was cut when it was copied, or sendmail printed only a part of the queue (`MaxQueueRunSize`).", "Save all of it on the server with `mailq > mailq.txt`, and open that file."},
	KindCounts:       {Warning, "Counts, but no messages", "`sendmail -bP` and `exim -bpc` print how many messages there are, and none of them.", "Run `mailq > mailq.txt` as root, and open that file."},
	KindRefused:      {Error, "A queue was not shown", "The command was not permitted to see the queue, or could not be run. Nothing is known about the messages in it.", "Run `mailq > mailq.txt` as root or with `sudo`, and open that file."},
	KindUnclear:      {Error, "The listing was not understood", "It contains no message, and nothing proves that the queue is empty.", "Run `mailq > mailq.txt` as root, and open that file. If the server does not run sendmail, use the tools of its mail system."},
	KindNewestFirst:  {Note, "A log with its newest lines first", "Log servers and `journalctl -r` write the newest line first. The log was read from its end, so line numbers and offsets count from there.", "Nothing."},
	KindCleaned:      {Note, "Cleaned before reading", "The text passed through a terminal, pager, mail program or web page, which added something to it. Lines and offsets are those of the text as it was given.", "Nothing. To be sure, save the listing with `mailq > mailq.txt`, and open that file."},
	KindCaptures:     {Note, "Several captures of one queue", "Listings of the same directory at different times. The newest one is shown; they are not added up.", "Choose another capture to see it, or compare two of them."},
	KindTogether:     {Warning, "Listings shown as one queue", "Several files list the same queue directory, and their host and time are unknown. Their messages are shown together.", "If they are from several servers, put each into a folder with the name of its server. If they are from different times, open one at a time."},
	KindOneServer:    {Warning, "Two names for one server", "Hosts with different names have messages with the same queue ids, which no two servers share: they are one server, or copies of its queue.", "Nothing, if they are shown as one. Otherwise open one of them at a time, or compare them."},
	KindOnlyListed:   {Note, "In the listing, but not in the files", "They were most likely delivered in the time between the two commands, or their directory is not in the archive.", "Nothing, if the two were made at the same time. Otherwise collect both again."},
	KindNotListed:    {Note, "In the files, but not in the listing", "mailq lists neither quarantined nor lost messages without `-qQ` and `-qL`, and none that arrived after it ran.", "Nothing. They are counted from the files."},
	KindDiffers:      {Note, "Listing and files disagree", "The message was tried, or its files were changed, between the two commands. The control file takes precedence.", "Nothing. Both are shown in the message."},
	KindLogLines:     {Note, "Lines of a mail log that are not understood", "The time and the message of these lines are known, but not what they say.", "Nothing. The line is shown with its message; please report it if it says something that matters."},
	KindLogTime:      {Note, "A mail log with uncertain times", "Neither its lines nor the ids in them show the year or the time zone.", "Drop the log together with the queue, or the rotated logs together."},
	KindLogHost:      {Warning, "A mail log of another host", "The lines name another host than the queue. They are shown with the messages that have the same ids.", "Check that log and queue belong to one server."},
	KindLogGap:       {Note, "A gap in the mail logs", "Between two lines of a log, or the end of one log and the beginning of the next, there is far more time than anywhere else: a rotated file may be missing.", "Drop the missing file as well. Without it, attempts and deliveries in the gap are not known."},
	KindLogAlone:     {Note, "Known from a mail log only", "Messages that were not finished at the end of the log are listed according to the log. A log does not prove that they are still in the queue, nor that others are not.", "Drop the queue together with its log."},
	KindReasons:      {Warning, "More reasons than can be kept apart", "The statuses of this queue differ in too many ways. Later ones are grouped by kind and code. Each message still shows its own status.", "Nothing. To see them separately, open one queue directory at a time."},
	KindFuture:       {Note, "Dates in the future", "The clock of the server, or of the machine that made the archive, is wrong.", "Check time synchronisation. Ages of these are shown as 0 m."},
	KindDuplicate:    {Note, "The same file twice", "The archive holds two files of the same name. The later one is shown, as tar would unpack it.", "Nothing, if the archive was added to. Otherwise check how it was made."},
	KindConfig:       {Note, "Configurations that were not used", "How long a message is kept could not be read from this `sendmail.cf` or `submit.cf`, or it is not the one that counts.", "Choose the number of days by hand (`--expire` in the command), if the one used is wrong."},
	KindRecord:       {Warning, "Queue files that are damaged", "The file stops before its end record, or holds bytes that Postfix does not write. What can be read of it is shown. Postfix moves such a file to `corrupt` when it comes to it.", "If the file is younger than the archive, it was just being written. Otherwise look for a full or failing disk, and tell the sender."},
	KindCorrupt:      {Warning, "Set aside by Postfix", "Postfix could not read these files and moved them to `corrupt`, or somebody moved them to `saved`. It never tries them again, and no command lists them. Shown as Lost.", "Save what can be read of each, tell the senders, then remove the files by hand."},
	KindArriving:     {Note, "Messages that were just arriving", "Postfix was receiving these when the files were read: it marks a file as complete, with mode 0700, before anything uses it. A crash leaves such files, too.", "Nothing: Postfix removes what a crash has left when it starts. Collect again to see the whole messages."},
	KindLoneLog:      {Note, "Logs without their messages", "Postfix records in `defer`, `bounce` and `trace` what became of a message. The messages of these logs went out while the files were read, or their directory is not in the archive.", "Nothing if they are few. Otherwise pack all of `/var/spool/postfix`."},
	KindNoDirectory:  {Note, "Queue files without their directory", "The directory says whether Postfix delivers a message, holds it or set it aside. These files are in none of them, and are shown as deferred.", "Pack the spool with its directories: `tar czf spool.tgz -C /var/spool postfix`."},
	KindTimes:        {Note, "The times of the files were lost", "Postfix keeps the time of the next try as that of the file. These files have the time at which they were copied, so neither the last try nor the next one is known.", "Pack the spool with tar on the server, or copy it with times (`cp -p`)."},
	KindSpoolFormat:  {Error, "Messages that Exim cannot read", "A file of the spool is damaged. Exim says `spool format error`, skips the message, and deletes it when it is older than `keep_malformed`, four days by default. What can be read of it is shown.", "Copy the files to another place before Exim deletes them, tell the sender, and look for a full or failing disk."},
	KindNoEnvelope:   {Note, "Texts without an envelope", "There is a `-D` file and no `-H` file: the message was arriving while the archive was made, or its reception was broken off.", "Ignore those younger than the archive. Older ones can be removed by hand when Exim is stopped."},
	KindNoBody:       {Error, "Envelopes without a text", "The `-D` file with the text is missing. Exim logs `Spool file not found` and never delivers these.", "Look for the `-D` files in a backup. If they are gone, tell the senders, and remove the messages with `exim -Mrm`."},
	KindJournal:      {Note, "Deliveries that were cut off", "Exim was stopped while it delivered these. The recipients in the `-J` file have the message, and do not count as waiting.", "Nothing: Exim reads the file before the next try, and removes it."},
	KindAside:        {Warning, "Set aside by Exim", "Exim moved these messages to `Finput` when they were frozen (`move_frozen_messages`). It no longer looks at them, and `exim -bp` does not list them. Shown as Lost.", "To have them tried again, move their files back to `input` and thaw them; otherwise remove the files."},
	KindHints:        {Note, "Retry times that were not read", "Exim remembers in a database when it may try a host again. It is damaged, or kept in a format that is not read, so the next try is not known. Exim itself does without it.", "Nothing. `exinext` shows the times on the server."},
	KindDSN:          {Note, "Bounces that could not be read as such", "The message says that it is a bounce made here, but its text has no transcript that can be read.", "Look at the text in the message’s Source tab."},
}

// Explain returns the explanation of a kind.
func Explain(k Kind) Explanation {
	if e, ok := explanations[k]; ok {
		return e
	}
	return Explanation{Severity: Warning, Title: string(k)}
}
