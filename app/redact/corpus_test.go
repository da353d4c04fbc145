package redact_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/parser/corpustest"
)

// The organisation's own domain is in no file about a real queue if addresses
// and hosts are redacted.
func TestOwnDomainOfCorpus(t *testing.T) {
	levels, kinds := []string{"all"}, []string{"csv", "text", "report", "archive"}
	if *long {
		levels = []string{"all", "addresses,hosts", "addresses,hosts,subjects,bodies", "addresses,hosts,subjects,ids"}
		kinds = []string{"csv", "jsonl", "text", "report", "mbox", "archive", "viewer"}
	}
	for i, c := range corpustest.Sendmail(t) {
		if testing.Short() && i > 1 {
			break // what is redacted does not depend on the platform
		}
		var own []string
		for _, f := range c.Facts(t) {
			if _, domain, ok := strings.Cut(f.Host, "."); ok {
				own = append(own, domain)
			}
		}
		if len(own) == 0 {
			t.Fatalf("%s: no host", c.Name)
		}
		e := openPlanted(t, c.Read(t, c.Archives(t)[0]))
		for _, level := range levels {
			for _, kind := range kinds {
				for name, text := range e.export(t, kind, level, 0) {
					for _, domain := range own {
						if n := bytes.Count(bytes.ToLower(text), []byte(domain)); n > 0 {
							t.Errorf("%s, %s, %s, %s: %s occurs %d times", c.Name, level, kind, name, domain, n)
						}
					}
				}
			}
		}
	}
}
