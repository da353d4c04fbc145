// Package cleanup turns a selection of messages into a plan, and a plan into a
// shell script that an operator runs on the mail server. It executes nothing.
// Only ids, numbers and paths get from an archive into a script, and only after
// a check that they have no character with a meaning to a shell.
//
// A plan is for one mail system: systems has a table for each, and shared.sh is
// what their scripts have in common.
//
// A script for sendmail acts on a message only if its queue directory, id, creation time (T
// record) and number of recipients are those of the plan. Since sendmail -qI
// selects every control file whose name contains its argument, the scripts pass
// the whole name, qf and id, and count the names that contain it: if there is
// more than one, the message is left alone.
//
// A script for Postfix acts on a message only if postqueue -j lists its id with the
// planned arrival time, since short ids are reused, and not in the active queue.
// What it deletes or requeues it puts on hold first, and checks again.
//
// A script for Exim acts on a message only if its -H file has the planned arrival time
// and number of pending recipients, and is frozen or not as planned. It reads these
// files itself, since exim -bp prints ages instead of times, and exiqgrep stops at a
// damaged one. Exim locks each message that it is asked to change, and refuses if it
// is being delivered.
package cleanup
