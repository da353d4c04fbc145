// Package postfix tests the scripts of app/cleanup against a real Postfix with a
// real queue. Its tests need Debian's postfix, which is unpacked into build and
// never installed, and a network of their own in which they are root; scripts/test
// postfix provides them:
//
//	make test-postfix
package postfix
