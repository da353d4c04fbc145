package parser

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/parser/content"
	"github.com/spoolscope/spoolscope/parser/internal/archive"
	"github.com/spoolscope/spoolscope/parser/internal/exim"
	"github.com/spoolscope/spoolscope/parser/internal/exim/envelope"
	"github.com/spoolscope/spoolscope/parser/internal/exim/hints"
	"github.com/spoolscope/spoolscope/parser/internal/exim/msglog"
	"github.com/spoolscope/spoolscope/parser/internal/history"
	"github.com/spoolscope/spoolscope/parser/internal/maillog"
	"github.com/spoolscope/spoolscope/parser/internal/mailsystem"
	"github.com/spoolscope/spoolscope/parser/internal/place"
	"github.com/spoolscope/spoolscope/parser/internal/postfix/bouncelog"
	"github.com/spoolscope/spoolscope/parser/internal/postfix/maincf"
	"github.com/spoolscope/spoolscope/parser/internal/postfix/record"
	"github.com/spoolscope/spoolscope/parser/internal/sendmail/control"
	"github.com/spoolscope/spoolscope/parser/internal/sendmail/data"
	"github.com/spoolscope/spoolscope/parser/internal/sendmail/dsn"
	"github.com/spoolscope/spoolscope/parser/internal/sendmail/mailq"
	"github.com/spoolscope/spoolscope/parser/internal/settings"
)

// LIMITS.md has the same numbers as the code.
func TestLimitsDocumented(t *testing.T) {
	doc, err := os.ReadFile("LIMITS.md")
	if err != nil {
		t.Fatal(err)
	}
	size := func(n int64) string {
		for _, unit := range []string{" bytes", " KiB", " MiB", " GiB", " TiB"} {
			if n < 1024 || n%1024 != 0 {
				return fmt.Sprint(n) + unit
			}
			n /= 1024
		}
		return fmt.Sprint(n) + " PiB"
	}
	count := func(n int64) string {
		s := fmt.Sprint(n)
		for i := len(s) - 3; i > 0; i -= 3 {
			s = s[:i] + "," + s[i:]
		}
		return s
	}
	defaults := archive.DefaultLimits()
	for row, value := range map[string]string{
		"Unpacked bytes of a source, however small":                                                 size(archive.FreeBytes),
		"Unpacked bytes for each byte of the source":                                                count(archive.Expansion),
		"Unpacked bytes of a source":                                                                size(defaults.Bytes),
		"Files, folders and links of a source":                                                      count(int64(defaults.Members)),
		"Files, folders and links, however small the source":                                        count(archive.FreeMembers),
		"Bytes of the source for each of them":                                                      count(archive.BytesPerMember),
		"Archives around an archive":                                                                count(int64(defaults.Depth)),
		"Archives inside a source that are opened":                                                  count(int64(defaults.Opened)),
		"Window of zstd, dictionary of xz":                                                          size(archive.WindowAt(0)),
		"The same, one archive inside another":                                                      size(archive.WindowAt(1)),
		"The same, inside another stream of zstd or xz":                                             size(archive.WindowInside),
		"The same, deeper":                                                                          size(archive.WindowAt(2)),
		"Decoded bytes of a stream after its useful part":                                           size(archive.UnaskedLimit) + ", of a message " + size(archive.UnaskedMessage),
		"Configurations, and names of hosts in them":                                                count(settings.MaxFiles),
		"Values that are inserted into others in a main.cf":                                         count(maincf.MaxInserted),
		"Messages with one id":                                                                      count(history.MaxSame),
		"Sparse file of a tar, with its holes":                                                      size(archive.SparseLimit),
		"Goroutines that parse files":                                                               fmt.Sprint("one for each processor, at most ", MaxParsers),
		"Batches of files that wait for being parsed or put into rows, beyond one for each of them": count(archive.SpareBatches),
		"Files of a batch":                                                                          size(archive.BatchBytes),
		"File that is read ahead, in a batch of its own":                                            size(archive.MaxHeld),
		"Part of it between slashes":                                                                count(archive.PartLimit) + " bytes",
		"File name":                                                                                 count(int64(defaults.Name)) + " bytes",
		"Extended header of a tar":                                                                  size(archive.HeaderLimit),
		"Directory of a zip, however small the source":                                              size(archive.DirectoryFree),
		"Searches for the ends of entries of a zip":                                                 count(archive.LooksPerByte) + " for each byte",
		"Zip that can be neither read by offset nor kept":                                           size(archive.MemoryLimit),
		"Memory for texts that are kept, however small the sources":                                 size(FreeMemory),
		"Messages in queue files, however small the sources":                                        count(FreeMessages),
		"Bytes of the sources for each message":                                                     count(BytesPerMessage),
		"Entries of listings, however small the sources":                                            count(FreeEntries),
		"Bytes of the sources for each entry":                                                       count(BytesPerEntry),
		"Memory for texts for each byte of the sources":                                             count(MemoryPerByte),
		"Text of control files and listings, however small the sources":                             size(FreeText),
		"Text of them for each byte of the sources":                                                 count(TextPerByte),
		"Files with listings":                                                                       count(MaxListings),
		"Files that have nothing of a queue":                                                        count(MaxStrangers),
		"Control file":                                                                              size(MaxControl),
		"Status in a control file":                                                                  size(control.MaxStatus),
		"Records of a control file":                                                                 count(control.MaxRecords),
		"Bytes of a data file that are searched for a bounce":                                       size(dsn.MaxBytes),
		"Line with a reply in a data file":                                                          size(data.MaxLine),
		"Lines with replies of a data file":                                                         count(data.MaxLines),
		"Bytes of these lines":                                                                      size(data.MaxKept),
		"Transcript (xf)":                                                                           size(MaxTranscript),
		"Links to folders that lead to others":                                                      count(maxMoves) + " for each message",
		"Folders with queue files":                                                                  count(place.MaxFolders),
		"Reads of each byte of a zip, to find entries where its directory says":                     count(archive.ReadsPerByte) + ", beyond " + size(archive.FreeBytes),
		"Names of these folders":                                                                    size(place.MaxFolderNames),
		"Names of files that are not queue files":                                                   size(int64(maxNames)),
		"Problems of one kind":                                                                      count(mailsystem.MaxOfKind),
		"Recipients and statuses of an entry":                                                       size(mailq.MaxEntry),
		"Headings and totals":                                                                       count(mailq.MaxFrames),
		"Distinct lines that are counted":                                                           size(mailq.MaxSummary),
		"Lines that wait for those of their host":                                                   size(mailq.MaxAside),
		"Text that is shown":                                                                        size(content.DefaultMaxText),
		"Parts":                                                                                     count(content.DefaultMaxParts),
		"Parts inside parts":                                                                        count(content.DefaultMaxDepth),
		"Bytes that are looked at":                                                                  size(content.DefaultMaxScan),
		"Decoded bytes of a winmail.dat":                                                            size(content.MaxTNEF),
		"HTML that is drawn":                                                                        size(content.MaxHTML),
		"Elements that its source can make":                                                         count(content.MaxHTMLElements),
		"Levels of its elements":                                                                    count(content.MaxHTMLDepth),
		"Attributes of an element":                                                                  count(content.MaxHTMLAttributes),
		"Queue file of Postfix":                                                                     size(MaxQueueFile) + " from its start, as many from the end of its text on",
		"Record of a queue file of Postfix":                                                         size(record.MaxRecord),
		"Header of the message in it":                                                               size(record.MaxHeader),
		"Records in it that Postfix does not write there":                                           count(record.MaxStrange),
		"Recipients and attributes in it":                                                           count(record.MaxRecipients),
		"Pointers in it that are followed":                                                          count(record.MaxJumps),
		"Recipients of a message of Exim, and addresses that are done":                              count(envelope.MaxRecipients),
		"Options in its envelope":                                                                   count(envelope.MaxOptions),
		"Recipients in its log":                                                                     count(msglog.MaxRecipients),
		"Database of Exim":                                                                          size(exim.MaxHints),
		"Hosts and addresses in the retry database, messages in those of waiting ones":              count(exim.MaxKnown),
		"Key or value in it":                                                                        size(hints.MaxItem),
		"Keys and texts of all of them":                                                             size(exim.MaxKnownText),
		"Text of all printed databases":                                                             size(exim.MaxPrinted),
		"Recipients in a log of Postfix":                                                            count(bouncelog.MaxEntries),
		"Line of a log":                                                                             size(maillog.MaxLine),
		"Events of a message":                                                                       count(history.MaxEvents),
		"Events of all messages":                                                                    count(history.MaxAll),
		"Events, however small the sources":                                                         count(history.FreeEvents),
		"Bytes of the sources for each event":                                                       count(history.BytesPerEvent),
		"Texts of these events":                                                                     size(history.MaxTexts),
		"Messages that the lines about others name":                                                 count(history.MaxRelated),
		"Bytes before a line that are searched for the messages it names, for each byte of the logs": count(history.LookBackPerByte),
		"Times that logs are read once more for those":                                               count(history.MaxRereads),
		"Folders with what exim_dumpdb printed":                                                      count(exim.MaxDumps),
		"Messages that are looked for in a folder, for all listings and data files":                  count(place.MaxTries),
		"Headings and entries of listings that are compared with those of others":                    count(maxCompares),
		"Logs":                              count(history.MaxLogs),
		"Log whose newest lines come first": size(MaxLogTurned),
		"Logs that cannot be read again from where they lie":       size(MaxLogKept),
		"Messages that are not finished, in a log without a queue": count(history.MaxOpen),
		"Next hops and senders that are counted at a time":         count(history.MaxNames),
	} {
		if want := "\n| " + row + " | " + value + " | "; !strings.Contains(string(doc), want) {
			t.Errorf("LIMITS.md does not say %q", want)
		}
	}
}
