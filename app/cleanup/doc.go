// Package cleanup turns a selection of messages into a plan, and a plan into a
// shell script that an operator runs on the mail server. Nothing is executed
// here, and nothing of an archive reaches a script but what was checked to be
// an id, a number or a path without any character that means something to a
// shell.
//
// A script acts on a message only if it is still what was planned: by queue
// directory, id, creation time (T record) and number of recipients. Since
// sendmail -qI takes every control file of whose name its argument is a part,
// the scripts pass the whole name, qf and id, and count the names that it is
// part of; more than one, and the message is left alone.
package cleanup
