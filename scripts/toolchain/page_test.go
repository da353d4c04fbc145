package toolchain

import (
	"bytes"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/web"
)

// Budgets, in bytes. Users who mail the single file, or fetch the site over a slow line, pay
// for each of them. A fifth is the line table of all functions, without which a crash report
// names no place in the source. Most of what was added since the first budget of 4.0 MB is
// Postfix and Exim, mail logs, the answer with its pictures, and redaction. `make weight` says
// what each package adds.
const (
	maxModule = 5_950_000 // as gzip -9 packs it
	maxSingle = 8_150_000
)

// TestPage builds the page as for a site and checks that it names its version,
// stays within its budget and contains no HTTP.
func TestPage(t *testing.T) {
	root, err := Root(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	readTree(t, root)
	page, err := Page(t.Context(), false)
	if err != nil {
		t.Fatal(err)
	}
	single, err := web.Single(page)
	if err != nil {
		t.Fatal(err)
	}
	if v := Version(t.Context(), root); page.Version != v || !bytes.Contains(page.Wasm, []byte(v)) {
		t.Errorf("the page has the version %q, want %q, in the page and in the module", page.Version, v)
	}
	// The names of all functions are in a module, for stack traces.
	if !bytes.Contains(page.Wasm, []byte("go-app/v10/pkg/app.(*engineX).")) {
		t.Error("the module does not name the functions of go-app")
	}
	for _, name := range []string{"net/http.(*", "crypto/tls.(*", "net.(*"} {
		if bytes.Contains(page.Wasm, []byte(name)) {
			t.Errorf("the module has functions of %s", name)
		}
	}
	if bytes.Contains(page.Wasm, []byte(root)) {
		t.Errorf("the module has a path of this computer, %s", root)
	}

	packed, err := GzipSize(page.Wasm)
	if err != nil {
		t.Fatal(err)
	}
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, size := range []struct {
		name       string
		bytes, max int
		stated     *regexp.Regexp // in the README: the size and its limit, in MB
	}{
		{"the module", packed, maxModule, regexp.MustCompile(`([0-9.]+) MB\s+compressed with gzip \(limit ([0-9.]+)\)`)},
		{web.SingleName, len(single), maxSingle, regexp.MustCompile("`spoolscope.html` is ([0-9.]+) MB \\(limit ([0-9.]+)\\)")},
	} {
		t.Logf("%s has %d bytes, at most %d", size.name, size.bytes, size.max)
		if size.bytes > size.max {
			t.Errorf("%s has %d bytes, want at most %d", size.name, size.bytes, size.max)
		}
		m := size.stated.FindSubmatch(readme)
		if m == nil {
			t.Errorf("README.md does not state the size of %s", size.name)
			continue
		}
		if got := megabytes(t, m[1]); math.Abs(got-float64(size.bytes)) > float64(size.bytes)/20 {
			t.Errorf("README.md says that %s is %s MB, but it is %d bytes; run make times", size.name, m[1], size.bytes)
		}
		if got := megabytes(t, m[2]); int(math.Round(got)) != size.max {
			t.Errorf("README.md says that the limit of %s is %s MB, want %d bytes", size.name, m[2], size.max)
		}
	}
}

// readTree lists the folders of the page's source. The go command caches a
// test's result until a file or folder that the test itself has read changes;
// what a compiler reads does not count.
func readTree(t *testing.T, root string) {
	t.Helper()
	for _, dir := range []string{"app", "parser", "web"} {
		err := filepath.WalkDir(filepath.Join(root, dir), func(_ string, _ fs.DirEntry, err error) error { return err })
		if err != nil {
			t.Fatal(err)
		}
	}
}

func megabytes(t *testing.T, text []byte) float64 {
	t.Helper()
	n, err := strconv.ParseFloat(string(text), 64)
	if err != nil {
		t.Fatal(err)
	}
	return n * 1e6
}

// TestPagePackages checks that the page is built without an HTTP client, a
// server, or anything that a connection needs, and without Parquet.
func TestPagePackages(t *testing.T) {
	paths, err := PagePackages(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Contains(paths, goApp+"/pkg/app") {
		t.Fatalf("the page is built from %q, want go-app among them", paths)
	}
	for _, p := range paths {
		if p == "net" || p == "os/exec" || strings.HasPrefix(p, "net/http") || strings.HasPrefix(p, "crypto/tls") || strings.HasPrefix(p, "crypto/x509") {
			t.Errorf("the page is built with %s", p)
		}
		if strings.Contains(p, "/parquet-go/") {
			t.Errorf("the page is built with %s, which only the command needs", p)
		}
	}
}
