package web

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// parts returns stand-ins for the toolchain's parts: just enough of a module and of
// the runtime to make a site.
func parts() Parts {
	return Parts{
		Wasm:    append([]byte("\x00asm\x01\x00\x00\x00"), bytes.Repeat([]byte{7}, 4096)...),
		Runtime: []byte("(() => {\n\tglobalThis.Go = class {};\n})();\n"),
	}
}

func TestBuildIsDeterministic(t *testing.T) {
	first, second := t.TempDir(), filepath.Join(t.TempDir(), "new", "folder")
	for _, dir := range []string{first, second} {
		files, err := Files(parts())
		if err == nil {
			err = Write(dir, files)
		}
		if err != nil {
			t.Fatalf("Write(%q) = %v", dir, err)
		}
	}
	names := []string{
		"app.wasm", "boot.js", "design.css", "icon-192.png", "icon-512.png", "icon-maskable.png", "icon.svg",
		"index.html", "manifest.webmanifest", "sample.tar.xz", "spoolscope.html", "sw.js",
	}
	entries, err := os.ReadDir(first)
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) != len(names) {
		t.Errorf("Write wrote %d files, want %d", len(entries), len(names))
	}
	for _, name := range names {
		a, err := os.ReadFile(filepath.Join(first, name))
		if err != nil {
			t.Errorf("Write: %v", err)
			continue
		}
		b, err := os.ReadFile(filepath.Join(second, name))
		if err != nil {
			t.Errorf("Write: %v", err)
			continue
		}
		if !bytes.Equal(a, b) {
			t.Errorf("%s differs between two builds", name)
		}
	}
}

func TestFilesRefuses(t *testing.T) {
	for _, tt := range []struct {
		name   string
		change func(*Parts)
	}{
		{"no module", func(p *Parts) { p.Wasm = nil }},
		{"not a module", func(p *Parts) { p.Wasm = []byte("<html>") }},
		{"not the runtime", func(p *Parts) { p.Runtime = []byte("alert(1)") }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := parts()
			tt.change(&p)
			if _, err := Files(p); err == nil {
				t.Error("Files = nil error, want one")
			}
		})
	}
}

// Relative addresses only: the site has to work under any path, and nothing
// may be fetched from elsewhere.
func TestAssetsHaveNoAbsoluteAddress(t *testing.T) {
	files, err := Files(parts())
	if err != nil {
		t.Fatal(err)
	}
	// The name of a namespace is an identifier, never fetched.
	namespace := []byte(`xmlns="http://www.w3.org/2000/svg"`)
	// The one address that the self-test tries does not exist.
	selfTest := []byte(`"https://" + name + "." + host + "/"`)
	// DOMPurify names namespaces, and the addresses that links may have.
	purify, err := asset("purify.js")
	if err != nil {
		t.Fatal(err)
	}
	absolute := regexp.MustCompile(`(?i)\b(https?|wss?):|(src|href)="/|url\(\s*['"]?/|[("'=]//[a-z]`)
	for _, f := range files {
		switch filepath.Ext(f.Name) {
		case ".html", ".js", ".css", ".svg", ".webmanifest":
		default:
			continue
		}
		data := bytes.ReplaceAll(f.Data, namespace, nil)
		data = bytes.Replace(data, selfTest, nil, 1)
		data = bytes.Replace(data, purify, nil, 1)
		if m := absolute.Find(data); m != nil {
			t.Errorf("%s has an absolute address: %q", f.Name, m)
		}
	}
}

func TestPolicy(t *testing.T) {
	page, err := index(parts(), 1)
	if err != nil {
		t.Fatal(err)
	}
	m := regexp.MustCompile(`http-equiv="Content-Security-Policy" content="([^"]*)"`).FindSubmatch(page)
	if m == nil {
		t.Fatal("index.html has no policy")
	}
	// Styles of elements are HTML mail's: its frame inherits this policy, and a style
	// can load nothing that img-src and font-src do not allow.
	const mail = "; style-src-attr 'unsafe-inline'; "
	policy := strings.Replace(string(m[1]), mail, "; ", 1)
	if policy == string(m[1]) {
		t.Errorf("policy %q lacks %q", policy, mail)
	}
	for _, banned := range []string{"unsafe-inline", "'unsafe-eval'", "http", "*"} {
		if strings.Contains(policy, banned) {
			t.Errorf("policy %q allows %q", policy, banned)
		}
	}
	for _, wanted := range []string{"default-src 'none'", "connect-src 'self'", "base-uri 'none'", "form-action 'none'", "require-trusted-types-for 'script'"} {
		if !strings.Contains(policy, wanted) {
			t.Errorf("policy %q lacks %q", policy, wanted)
		}
	}
	for what, re := range map[string]string{
		"an inline style":  `\sstyle=|<style`,
		"an inline script": `<script>|<script [^>]*>[^<]|\son[a-z]+=`,
	} {
		if m := regexp.MustCompile(re).Find(page); m != nil {
			t.Errorf("index.html has %s: %q", what, m)
		}
	}
}

// Every icon that the page uses is in the sprite.
func TestIconsAreThere(t *testing.T) {
	page, err := index(parts(), 1)
	if err != nil {
		t.Fatal(err)
	}
	uses := regexp.MustCompile(`href="#(i-[a-z-]+)"`).FindAllSubmatch(page, -1)
	if len(uses) == 0 {
		t.Fatal("index.html uses no icon")
	}
	for _, use := range uses {
		if !bytes.Contains(page, []byte(`<symbol id="`+string(use[1])+`"`)) {
			t.Errorf("icon %s is not in the sprite", use[1])
		}
	}
}

func TestHandler(t *testing.T) {
	files, err := Files(parts())
	if err != nil {
		t.Fatal(err)
	}
	h, err := Handler(files)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name, method, path, accept string
		status                     int
		kind                       string
		packed                     bool
	}{
		{"page", "GET", "/", "", 200, "text/html; charset=utf-8", false},
		{"page by name", "GET", "/index.html", "gzip", 200, "text/html; charset=utf-8", true},
		{"module", "GET", "/app.wasm", "gzip, br", 200, "application/wasm", true},
		{"module plain", "GET", "/app.wasm", "br", 200, "application/wasm", false},
		{"gzip refused", "GET", "/boot.js", "gzip;q=0", 200, "text/javascript; charset=utf-8", false},
		{"gzip weighed", "HEAD", "/boot.js", "br;q=1.0, gzip;q=0.8", 200, "text/javascript; charset=utf-8", true},
		{"service worker", "GET", "/sw.js", "", 200, "text/javascript; charset=utf-8", false},
		{"packed already", "GET", "/sample.tar.xz", "gzip", 200, "application/x-xz", false},
		{"missing", "GET", "/secret", "", 404, "text/plain; charset=utf-8", false},
		{"outside", "GET", "/../go.mod", "", 404, "text/plain; charset=utf-8", false},
		{"write", "POST", "/", "", 405, "text/plain; charset=utf-8", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := httptest.NewRequest(tt.method, tt.path, nil)
			r.Header.Set("Accept-Encoding", tt.accept)
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			if w.Code != tt.status {
				t.Errorf("%s %s = %d, want %d", tt.method, tt.path, w.Code, tt.status)
			}
			if got := w.Header().Get("Content-Type"); got != tt.kind {
				t.Errorf("%s: type %q, want %q", tt.path, got, tt.kind)
			}
			if got, want := w.Header().Get("Content-Security-Policy"), map[bool]string{true: workerPolicy}[tt.path == "/sw.js"]; got != want {
				t.Errorf("%s: policy %q, want %q", tt.path, got, want)
			}
			if got := w.Header().Get("Content-Encoding") == "gzip"; got != tt.packed {
				t.Errorf("%s: gzip %v, want %v", tt.path, got, tt.packed)
			}
			if tt.status != 200 || tt.method == "HEAD" {
				return
			}
			var body io.Reader = w.Body
			if tt.packed {
				if body, err = gzip.NewReader(w.Body); err != nil {
					t.Fatal(err)
				}
			}
			got, err := io.ReadAll(body)
			if err != nil {
				t.Fatal(err)
			}
			name := strings.TrimPrefix(tt.path, "/")
			if name == "" {
				name = "index.html"
			}
			for _, f := range files {
				if f.Name == name && !bytes.Equal(got, f.Data) {
					t.Errorf("%s: %d bytes differ from the file's %d", tt.path, len(got), len(f.Data))
				}
			}
		})
	}
}

func TestListenTakesNextPort(t *testing.T) {
	first, err := Listen(DefaultAddr)
	if err != nil {
		t.Fatal(err)
	}
	defer first.Close()
	second, err := Listen(DefaultAddr)
	if err != nil {
		t.Fatal(err)
	}
	defer second.Close()
	if first.Addr().String() == second.Addr().String() {
		t.Errorf("both listen on %s", first.Addr())
	}
	if ip := second.Addr().(*net.TCPAddr).IP; !ip.IsLoopback() {
		t.Errorf("Listen(DefaultAddr) = %v, want a loopback address", ip)
	}
	if l, err := Listen(first.Addr().String()); err == nil {
		l.Close()
		t.Errorf("Listen(%q) of a taken port = nil error, want one", first.Addr())
	}
}

func TestServeEndsWithContext(t *testing.T) {
	files, err := Files(parts())
	if err != nil {
		t.Fatal(err)
	}
	l, err := Listen("localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() { done <- Serve(ctx, l, files) }()
	resp, err := http.Get("http://" + l.Addr().String() + "/")
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != 200 {
		t.Errorf("status %d, want 200", resp.StatusCode)
	}
	cancel()
	if err := <-done; err != nil {
		t.Errorf("Serve = %v, want nil", err)
	}
}

// A browser that has the current file gets 304, and each encoding has a tag of its
// own.
func TestHandlerKnowsTags(t *testing.T) {
	files, err := Files(parts())
	if err != nil {
		t.Fatal(err)
	}
	h, err := Handler(files)
	if err != nil {
		t.Fatal(err)
	}
	get := func(accept, has string) *httptest.ResponseRecorder {
		r := httptest.NewRequest("GET", "/app.wasm", nil)
		r.Header.Set("Accept-Encoding", accept)
		if has != "" {
			r.Header.Set("If-None-Match", has)
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w
	}
	plain, packed := get("", "").Header().Get("ETag"), get("gzip", "").Header().Get("ETag")
	if !strings.HasPrefix(plain, `"`) || !strings.HasPrefix(packed, `"`) || plain == packed {
		t.Fatalf("tags %s and %s, want two different ones in quotes", plain, packed)
	}
	for _, tt := range []struct {
		name, accept, has string
		status            int
	}{
		{"the same", "", plain, 304},
		{"the same, packed", "gzip", packed, 304},
		{"weak", "gzip", "W/" + packed, 304},
		{"one of several", "", `"old", ` + plain, 304},
		{"any", "", "*", 304},
		{"the other form", "gzip", plain, 200},
		{"old", "", `"old"`, 200},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := get(tt.accept, tt.has)
			if w.Code != tt.status || (w.Body.Len() == 0) != (tt.status == 304) {
				t.Errorf("If-None-Match: %s = %d with %d bytes, want %d", tt.has, w.Code, w.Body.Len(), tt.status)
			}
		})
	}
}
