package drive

import (
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"sync"

	"github.com/spoolscope/spoolscope/web"
)

// Site serves a built site on the loopback interface and records the requests.
type Site struct {
	URL    string // with a slash at the end
	server *httptest.Server

	mu    sync.Mutex
	files []string // of the site, as "/app.wasm"
	asked []request
}

// request is a method and an address, as in "GET /app.wasm". foreign is set if a
// page of another site sent it, such as a file on disk (Fetch Metadata,
// Sec-Fetch-Site).
type request struct {
	what    string
	foreign bool
}

// Serve serves the site in a folder on a free port.
func Serve(dir string) (*Site, error) {
	s := &Site{}
	var files []web.File
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(os.DirFS(dir), name)
		files = append(files, web.File{Name: name, Data: data})
		s.files = append(s.files, "/"+name)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("%s: %w; make site builds it", dir, err)
	}
	site, err := web.Handler(files)
	if err != nil {
		return nil, err
	}
	s.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.asked = append(s.asked, request{r.Method + " " + r.URL.RequestURI(), r.Header.Get("Sec-Fetch-Site") == "cross-site"})
		s.mu.Unlock()
		site.ServeHTTP(w, r)
	}))
	s.URL = s.server.URL + "/"
	return s, nil
}

// Close stops the server.
func (s *Site) Close() { s.server.Close() }

// Strange returns the requests for anything but a file of the site (with a query,
// another method or an unknown name), and those from other sites.
func (s *Site) Strange() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var strange []string
	for _, r := range s.asked {
		if r.foreign || r.what != "GET /" && !slices.ContainsFunc(s.files, func(f string) bool { return r.what == "GET "+f }) {
			strange = append(strange, r.what)
		}
	}
	return strange
}
