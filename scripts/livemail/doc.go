// Package livemail tests the scripts of app/cleanup against real mail servers with
// real queues. The tests of a mail system have its name as their build tag. They need
// Debian's package of it, which is unpacked into build and never installed, and a
// network of their own in which they are root; scripts/test provides both:
//
//	make test-sendmail
//	make test-postfix
//	make test-exim
//
// Each system has a type for its server, which embeds type server, the part that
// all have in common. What they send arrives at one remote mail server, which
// refuses or defers it.
package livemail
