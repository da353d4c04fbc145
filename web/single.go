package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"regexp"
	"slices"

	"github.com/spoolscope/spoolscope/web/element"
)

// SingleName is the file name of the page in one file.
const SingleName = "spoolscope.html"

// Single returns the site as one HTML file, which may be opened from disk. It
// has the markup, styles, icons and boot.js of the site, and contains what
// boot.js fetches there. The same parts produce the same bytes.
func Single(parts Parts) ([]byte, error) {
	if err := parts.check(); err != nil {
		return nil, err
	}
	script, err := boot(parts.Runtime)
	if err != nil {
		return nil, err
	}
	// A carriage return would come back from the browser as a line feed.
	if m := regexp.MustCompile(`(?i)</script|<!--|\r`).Find(script); m != nil {
		return nil, fmt.Errorf("boot.js reads %q, which a script element cannot hold", m)
	}
	style, err := style()
	if err != nil {
		return nil, err
	}
	if m := regexp.MustCompile(`(?i)</style|<!--|\r`).Find(style); m != nil {
		return nil, fmt.Errorf("design.css reads %q, which a style element cannot hold", m)
	}
	sample, err := asset("sample.tar.xz")
	if err != nil {
		return nil, err
	}
	page, err := frame(parts, script, style)
	if err != nil {
		return nil, err
	}
	// The browser checks the CRC-32 at the end of gzip, which detects a file
	// damaged in transit.
	module, err := packAt(gzip.BestCompression, parts.Wasm)
	if err != nil {
		return nil, err
	}
	data := slices.Concat(pieces(element.Module, module), pieces(element.Sample, sample), pieces(element.Page, page))
	for _, m := range []struct {
		mark string
		with []byte
	}{
		{"</body>", append(data, "</body>"...)}, // first: the script has such words too
		{"<style></style>", slices.Concat([]byte("<style>"), style, []byte("</style>"))},
		{"<script></script>", slices.Concat([]byte("<script>"), script, []byte("</script>"))},
	} {
		if page, err = put(page, m.mark, m.with); err != nil {
			return nil, err
		}
	}
	return page, nil
}

// frame returns the page with a policy for this script and style, but without them.
func frame(parts Parts, script, style []byte) ([]byte, error) {
	page, err := index(parts, 0)
	if err != nil {
		return nil, err
	}
	icon, err := asset("icon.svg")
	if err != nil {
		return nil, err
	}
	policy := "default-src 'none'; script-src '" + integrity(script) + "' 'wasm-unsafe-eval'; style-src '" + integrity(style) +
		"'; style-src-attr 'unsafe-inline'; img-src data: blob:; worker-src blob:; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types spoolscope spoolscope-mail"
	page, err = edit(page, policyOf, `http-equiv="Content-Security-Policy" content="`+policy+`"`)
	if err != nil {
		return nil, err
	}
	for _, m := range []struct{ mark, with string }{
		{`href="icon.svg"`, `href="data:image/svg+xml;base64,` + base64.StdEncoding.EncodeToString(icon) + `"`},
		{`<link rel="stylesheet" href="design.css">`, "<style></style>"},
		{`<script src="boot.js"></script>`, "<script></script>"},
	} {
		if page, err = put(page, m.mark, []byte(m.with)); err != nil {
			return nil, err
		}
	}
	return page, nil
}

var policyOf = regexp.MustCompile(`http-equiv="Content-Security-Policy" content="[^"]*"`)

// edit replaces the only match of re in page.
func edit(page []byte, re *regexp.Regexp, with string) ([]byte, error) {
	if n := len(re.FindAllIndex(page, -1)); n != 1 {
		return nil, fmt.Errorf("index.html has %s %d times, want once", re, n)
	}
	return re.ReplaceAllLiteral(page, []byte(with)), nil
}

// integrity returns the source expression that allows an element's text in a
// policy.
func integrity(text []byte) string {
	sum := sha256.Sum256(text)
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}

// pieces returns data as elements of one name.
func pieces(name string, data []byte) []byte {
	var b bytes.Buffer
	w := element.NewWriter(&b, name)
	w.Write(data) // a buffer takes all
	w.Close()
	return b.Bytes()
}
