// Package sendmail tests the scripts of app/cleanup against a real sendmail
// with a real queue. Its tests need root, Debian's sendmail, and a network of
// their own; scripts/test sendmail gives them all three:
//
//	make test-sendmail
package sendmail
