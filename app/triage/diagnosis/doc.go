// Package diagnosis says in a few sentences what a queue is about, as an
// experienced postmaster would: what happened, since when, why mail waits and
// what to do first. It puts into words what [triage.Index] and package causes
// found, and finds little itself. README.md has the rules and the reasons for
// them.
package diagnosis
