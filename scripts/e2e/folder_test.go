package e2e

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/spoolscope/spoolscope/web"
)

// folder serves the site under a path as any static file server does. It belongs
// to one test, which may replace its files or stop it.
type folder struct {
	URL string // with a slash at the end
	*httptest.Server

	serving sync.RWMutex // held for reading while a request is answered

	mu      sync.Mutex
	handler http.Handler
	asked   []answer
}

// answer is a request and the response that it got.
type answer struct {
	Method, Path, Query string
	Status, Bytes       int
}

// serving makes the handler that serves a folder's files.
type serving func(files []web.File) (http.Handler, error)

// plain serves files with the content types of their extensions; the module has
// one only if typed.
func plain(typed bool) serving {
	return func(files []web.File) (http.Handler, error) {
		dir := fstest.MapFS{}
		for _, f := range files {
			dir[f.Name] = &fstest.MapFile{Data: f.Data, Mode: 0o644, ModTime: time.Unix(1_700_000_000, 0)}
		}
		server := http.FileServerFS(dir)
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if path.Ext(r.URL.Path) == ".wasm" {
				w.Header()["Content-Type"] = nil // sends none, and stops net/http from guessing
				if typed {
					w.Header().Set("Content-Type", "application/wasm")
				}
			}
			server.ServeHTTP(w, r)
		}), nil
	}
}

// serveFolder serves files under a path, which begins and ends with a slash.
func serveFolder(t *testing.T, at string, how serving, files []web.File) *folder {
	t.Helper()
	f := &folder{}
	f.put(t, how, files)
	f.Server = httptest.NewServer(http.StripPrefix(strings.TrimSuffix(at, "/"), http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f.mu.Lock()
		h := f.handler
		f.mu.Unlock()
		f.serving.RLock()
		defer f.serving.RUnlock()
		c := &counted{ResponseWriter: w, status: http.StatusOK}
		h.ServeHTTP(c, r)
		f.mu.Lock()
		f.asked = append(f.asked, answer{r.Method, r.URL.Path, r.URL.RawQuery, c.status, c.bytes})
		f.mu.Unlock()
	})))
	f.URL = f.Server.URL + at
	t.Cleanup(f.kill)
	return f
}

// put replaces the files that are served.
func (f *folder) put(t *testing.T, how serving, files []web.File) {
	t.Helper()
	h, err := how(files)
	if err != nil {
		t.Fatal(err)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.handler = h
}

// kill stops the server; connections are refused from now on.
func (f *folder) kill() {
	f.CloseClientConnections()
	f.Server.Close()
}

// answers returns all requests so far with their responses. A browser may have
// received all of a response that is not recorded yet.
func (f *folder) answers() []answer {
	f.serving.Lock()
	defer f.serving.Unlock()
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]answer(nil), f.asked...)
}

type counted struct {
	http.ResponseWriter
	status, bytes int
}

func (c *counted) WriteHeader(status int) {
	c.status = status
	c.ResponseWriter.WriteHeader(status)
}

func (c *counted) Write(b []byte) (int, error) {
	c.bytes += len(b)
	return c.ResponseWriter.Write(b)
}

// builtSite is the built site with the handler that serves it.
type builtSite struct {
	files   []web.File
	handler http.Handler
}

// readSite reads the built site and packs its files once for all tests, which takes a
// second.
var readSite = sync.OnceValues(func() (s builtSite, err error) {
	entries, err := os.ReadDir("../../build/site")
	if err != nil {
		return s, fmt.Errorf("%w; make site builds it", err)
	}
	for _, e := range entries {
		data, err := os.ReadFile("../../build/site/" + e.Name())
		if err != nil {
			return s, err
		}
		s.files = append(s.files, web.File{Name: e.Name(), Data: data})
	}
	s.handler, err = web.Handler(s.files)
	return s, err
})

// siteFiles returns the files of the built site.
func siteFiles(t *testing.T) []web.File {
	t.Helper()
	s, err := readSite()
	if err != nil {
		t.Fatal(err)
	}
	return slices.Clone(s.files)
}

// ours serves files as our own server does. Unchanged files of the built site come
// from its handler, which has packed them already.
func ours(files []web.File) (http.Handler, error) {
	s, err := readSite()
	if err != nil {
		return nil, err
	}
	var others []web.File
	built := map[string]bool{}
	for _, f := range files {
		if slices.ContainsFunc(s.files, func(b web.File) bool {
			return b.Name == f.Name && len(f.Data) > 0 && len(b.Data) == len(f.Data) && &b.Data[0] == &f.Data[0]
		}) {
			built["/"+f.Name] = true
		} else {
			others = append(others, f)
		}
	}
	rest, err := web.Handler(others)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if built[r.URL.Path] || r.URL.Path == "/" && built["/index.html"] {
			s.handler.ServeHTTP(w, r)
		} else {
			rest.ServeHTTP(w, r)
		}
	}), err
}

// changed returns files with the named one replaced and a service worker that
// matches them.
func changed(t *testing.T, files []web.File, name string, data []byte) []web.File {
	t.Helper()
	var out []web.File
	for _, f := range files {
		switch f.Name {
		case "sw.js":
			continue
		case name:
			f.Data = data
		}
		out = append(out, f)
	}
	worker, err := web.ServiceWorker(out)
	if err != nil {
		t.Fatal(err)
	}
	return append(out, worker)
}

// with returns files with the named one replaced, or removed if data is nil. The
// service worker is left as it was.
func with(files []web.File, name string, data []byte) []web.File {
	var out []web.File
	for _, f := range files {
		if f.Name == name {
			if data == nil {
				continue
			}
			f.Data = data
		}
		out = append(out, f)
	}
	return out
}
