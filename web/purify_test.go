package web

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"testing"
)

// What cleans HTML mail is DOMPurify as its authors released it: dist/purify.min.js
// of this version.
func TestPurify(t *testing.T) {
	const version, sum = "3.4.14", "c2f26ea4fc0d88141c9aa430eb515ac86fce59418ceebd85fa475b87a8d6c3e6"
	script, err := asset("purify.js")
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprintf("%x", sha256.Sum256(script)); got != sum {
		t.Errorf("purify.js has the SHA-256 %s, want %s", got, sum)
	}
	if !bytes.HasPrefix(script, []byte("/*! @license DOMPurify "+version+" | ")) {
		t.Errorf("purify.js begins with %.80q, want version %s", script, version)
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
