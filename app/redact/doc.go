// Package redact replaces names in what is given away: addresses, hosts, IP
// addresses, subjects, bodies and queue ids, each as a [Redaction] says.
//
// A [Redactor] gives each original a pseudonym, the same one everywhere, so that
// groups and counts stay the same. A [Check] searches a file, while it is
// written, for originals that are left in it. A [Map] lists originals and
// pseudonyms; it is private, and belongs in a file of its own.
//
// The same queue and redaction give the same pseudonyms: nothing depends on a
// clock, on the order of a map, or on what was redacted before.
package redact
