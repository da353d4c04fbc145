package webkit

import (
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"strings"
)

// insertScript returns a page with a script inserted ahead of its own, and the
// script's digest added to its content security policy.
func insertScript(page, script string) (string, error) {
	const directive = "script-src "
	policy := strings.Index(page, directive)
	first := strings.Index(page, "<script")
	if policy < 0 || first < policy {
		return "", errors.New("the page has no policy in front of its scripts")
	}
	sum := sha256.Sum256([]byte(script))
	policy += len(directive)
	return page[:policy] + "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "' " + page[policy:first] +
		"<script>" + script + "</script>" + page[first:], nil
}
