// Package sendmail tests the scripts of app/cleanup against a real sendmail
// with a real queue. Its tests need Debian's sendmail, which is unpacked into
// build and never installed, and a network of their own in which they are root;
// scripts/test sendmail provides them:
//
//	make test-sendmail
package sendmail
