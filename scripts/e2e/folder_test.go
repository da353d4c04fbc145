package e2e

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/spoolscope/spoolscope/web"
)

// folder serves the site from a path as any static server does, and can be
// changed, or ended. It is a test's own.
type folder struct {
	URL string // with a slash at the end
	*httptest.Server

	mu      sync.Mutex
	handler http.Handler
	asked   []answer
}

// answer is what was said to a request.
type answer struct {
	Method, Path, Query string
	Status, Bytes       int
}

// serving tells how a folder is served.
type serving func(files []web.File) (http.Handler, error)

// plain knows files and their names' types; the module's only where typed.
func plain(typed bool) serving {
	return func(files []web.File) (http.Handler, error) {
		dir := fstest.MapFS{}
		for _, f := range files {
			dir[f.Name] = &fstest.MapFile{Data: f.Data, Mode: 0o644, ModTime: time.Unix(1_700_000_000, 0)}
		}
		server := http.FileServerFS(dir)
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if path.Ext(r.URL.Path) == ".wasm" {
				w.Header()["Content-Type"] = nil // it names none
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

// put serves other files from now on.
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

// kill ends the server: connections are refused from now on.
func (f *folder) kill() {
	f.CloseClientConnections()
	f.Server.Close()
}

// answers are all so far.
func (f *folder) answers() []answer {
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

// siteFiles are the files of the built site.
func siteFiles(t *testing.T) []web.File {
	t.Helper()
	entries, err := os.ReadDir("../../build/site")
	if err != nil {
		t.Fatalf("%v; make site builds it", err)
	}
	var files []web.File
	for _, e := range entries {
		data, err := os.ReadFile("../../build/site/" + e.Name())
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, web.File{Name: e.Name(), Data: data})
	}
	return files
}

// changed are files of which one reads otherwise, with a service worker that
// fits them.
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

// with are files of which one is replaced, or missing if data is nil, whatever
// the service worker says.
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
