package web

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"testing"
)

// HTML mail is cleaned by DOMPurify as its authors released it: dist/purify.min.js
// of this version.
func TestPurify(t *testing.T) {
	script, err := asset("purify.js")
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprintf("%x", sha256.Sum256(script)); got != Purify.SHA256 {
		t.Errorf("purify.js has the SHA-256 %s, want %s", got, Purify.SHA256)
	}
	if !bytes.HasPrefix(script, []byte("/*! @license DOMPurify "+Purify.Version+" | ")) {
		t.Errorf("purify.js begins with %.80q, want version %s", script, Purify.Version)
	}
	license, err := asset("purify.LICENSE")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(license, []byte("Apache License")) {
		t.Error("purify.LICENSE is not the Apache License, under which it is used")
	}
	boot, err := boot(parts().Runtime)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Count(boot, script) != 1 {
		t.Error("boot.js does not hold purify.js as it is, once")
	}
}
