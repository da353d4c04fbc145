// Package queue is the model of a mail queue: messages, recipients, statuses,
// listings, events of mail logs and problems. Queues of sendmail, Postfix and Exim
// fill the same columns; the [System] of a directory names its mail system.
//
// The names follow sendmail's Installation and Operation Guide (files),
// RFC 5321 (replies), RFC 3463 (enhanced codes) and RFC 3464 (recipient
// fields of a bounce). Texts are bytes as written, which need not be UTF-8.
package queue
