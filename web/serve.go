package web

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"net"
	"net/http"
	"path"
	"strconv"
	"strings"
	"time"
)

// DefaultAddr is where the site is served if no address is given.
const DefaultAddr = "localhost:8080"

// nextPorts is how many ports after the default one Listen tries.
const nextPorts = 20

// Listen opens addr. If that is DefaultAddr and in use, it tries the next
// ports. The default is reachable from this computer only.
func Listen(addr string) (net.Listener, error) {
	if addr != DefaultAddr {
		return net.Listen("tcp", addr)
	}
	host, first, err := net.SplitHostPort(DefaultAddr)
	if err != nil {
		return nil, err
	}
	port, err := strconv.Atoi(first)
	if err != nil {
		return nil, err
	}
	var last error
	for p := port; p <= port+nextPorts; p++ {
		l, err := net.Listen("tcp", net.JoinHostPort(host, strconv.Itoa(p)))
		if err == nil {
			return l, nil
		}
		last = err
	}
	return nil, fmt.Errorf("no free port from %d to %d: %w", port, port+nextPorts, last)
}

// Serve answers requests on l with files until ctx ends, which is not an error.
func Serve(ctx context.Context, l net.Listener, files []File) error {
	h, err := Handler(files)
	if err != nil {
		l.Close()
		return err
	}
	s := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second}
	stop := context.AfterFunc(ctx, func() {
		grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
		defer cancel()
		s.Shutdown(grace)
	})
	defer stop()
	if err := s.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// types are set here because the system's table differs between computers and
// often lacks .wasm.
var types = map[string]string{
	".css":         "text/css; charset=utf-8",
	".html":        "text/html; charset=utf-8",
	".js":          "text/javascript; charset=utf-8",
	".png":         "image/png",
	".svg":         "image/svg+xml",
	".wasm":        "application/wasm",
	".webmanifest": "application/manifest+json",
	".xz":          "application/x-xz",
}

func typeOf(name string) string {
	if t := types[path.Ext(name)]; t != "" {
		return t
	}
	return "application/octet-stream"
}

// workerPolicy lets the service worker fetch the site's files and no more.
const workerPolicy = "default-src 'none'; connect-src 'self'"

// served is a file ready to send; packed is nil if gzip gains nothing.
type served struct {
	kind, tag     string
	policy        string // of the service worker, to which the page's does not apply
	plain, packed []byte
}

// Handler serves files from memory, compressed for clients that accept it.
func Handler(files []File) (http.Handler, error) {
	site := make(map[string]served, len(files)+1)
	for _, f := range files {
		s := served{kind: typeOf(f.Name), tag: fmt.Sprintf("%x", sha256.Sum256(f.Data)), plain: f.Data}
		packed, err := pack(f.Data)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.Name, err)
		}
		if len(packed) < len(f.Data)*9/10 {
			s.packed = packed
		}
		if f.Name == "sw.js" {
			s.policy = workerPolicy
		}
		site["/"+f.Name] = s
		if f.Name == "index.html" {
			site["/"] = s
		}
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f, ok := site[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		f.send(w, r)
	}), nil
}

func (f served) send(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
		return
	}
	h := w.Header()
	h.Set("Content-Type", f.kind)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "no-cache")
	if f.policy != "" {
		h.Set("Content-Security-Policy", f.policy)
	}
	h.Set("Vary", "Accept-Encoding")
	// Each form has its own tag (RFC 9110 section 8.8.3.3).
	data, tag := f.plain, `"`+f.tag+`"`
	if f.packed != nil && acceptsGzip(r.Header.Get("Accept-Encoding")) {
		data, tag = f.packed, `"`+f.tag+`-gzip"`
		h.Set("Content-Encoding", "gzip")
	}
	h.Set("ETag", tag)
	if matches(r.Header.Get("If-None-Match"), tag) {
		h.Del("Content-Encoding")
		w.WriteHeader(http.StatusNotModified)
		return
	}
	h.Set("Content-Length", strconv.Itoa(len(data)))
	if r.Method == http.MethodGet {
		// An error here means that the browser went away.
		_, _ = w.Write(data)
	}
}

// matches reads an If-None-Match field (RFC 9110 section 13.1.2). Our tags
// contain no comma.
func matches(field, tag string) bool {
	for item := range strings.SplitSeq(field, ",") {
		item = strings.TrimSpace(item)
		if item == "*" || strings.TrimPrefix(item, "W/") == tag {
			return true
		}
	}
	return false
}

// acceptsGzip reads an Accept-Encoding field (RFC 9110 section 12.5.3).
func acceptsGzip(field string) bool {
	for item := range strings.SplitSeq(field, ",") {
		name, params, _ := strings.Cut(strings.TrimSpace(item), ";")
		if !strings.EqualFold(strings.TrimSpace(name), "gzip") {
			continue
		}
		q, has := strings.CutPrefix(strings.ReplaceAll(params, " ", ""), "q=")
		if !has {
			return true
		}
		weight, err := strconv.ParseFloat(q, 64)
		return err == nil && weight > 0
	}
	return false
}

// pack compresses a file to be sent. A browser without a profile caches no file of over some 6 MB:
// packed less well, the module would be fetched twice, for the page and to be kept.
func pack(data []byte) ([]byte, error) { return packAt(gzip.DefaultCompression, data) }

func packAt(level int, data []byte) ([]byte, error) {
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, level)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(data); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
