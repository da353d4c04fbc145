// Package reason understands one status: the text in which a mail system says
// why a message waits.
//
// [Parse] makes a [Reason] of it. What varies from message to message is
// marked, so that messages with the same reason and the same server form one
// group, whichever way mailq indented or cut the text; a [Grouper] finds the
// whole text of a cut one. The rules are those of formats/sendmail.md §6. A
// [Topic] says what the reason means and who must act: by what the server
// itself said (package smtp) or by what this mail system says about it.
package reason
