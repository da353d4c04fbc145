package web

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"errors"
	"fmt"
	"html"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

//go:embed assets
var assets embed.FS

// Parts are what the Go toolchain contributes to a site.
type Parts struct {
	Wasm    []byte // the module: page and worker
	Runtime []byte // wasm_exec.js of the toolchain that built it
	Version string // of the source: a tag or a commit; "" when unknown
}

func (p Parts) check() error {
	if !bytes.HasPrefix(p.Wasm, []byte("\x00asm")) {
		return errors.New("not a WebAssembly module")
	}
	return nil
}

// File is one file of a site. Its name has no folder.
type File struct {
	Name string
	Data []byte
}

// Write writes a site's files into the folder out, which is created if needed. Files
// of the same names are replaced, others left alone.
func Write(out string, files []File) error {
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	for _, f := range files {
		if err := os.WriteFile(filepath.Join(out, f.Name), f.Data, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// Files returns the site's files, sorted by name. The same parts produce the
// same bytes.
func Files(parts Parts) ([]File, error) {
	if err := parts.check(); err != nil {
		return nil, err
	}
	single, err := Single(parts)
	if err != nil {
		return nil, err
	}
	index, err := index(parts, len(single))
	if err != nil {
		return nil, err
	}
	boot, err := boot(parts.Runtime)
	if err != nil {
		return nil, err
	}
	keep, err := asset("keep.js")
	if err != nil {
		return nil, err
	}
	boot = append(boot, keep...)
	style, err := style()
	if err != nil {
		return nil, err
	}
	files := []File{
		{Name: "app.wasm", Data: parts.Wasm},
		{Name: "boot.js", Data: boot},
		{Name: "design.css", Data: style},
		{Name: "index.html", Data: index},
		{Name: SingleName, Data: single}, // what the page puts data into to share it
	}
	for _, name := range []string{
		"icon.svg", "icon-192.png", "icon-512.png", "icon-maskable.png",
		"manifest.webmanifest", "sample.tar.xz",
	} {
		data, err := asset(name)
		if err != nil {
			return nil, err
		}
		files = append(files, File{Name: name, Data: data})
	}
	worker, err := ServiceWorker(files)
	if err != nil {
		return nil, err
	}
	files = append(files, worker)
	slices.SortFunc(files, func(a, b File) int { return bytes.Compare([]byte(a.Name), []byte(b.Name)) })
	return files, nil
}

func asset(name string) ([]byte, error) {
	return assets.ReadFile("assets/" + name)
}

// index returns the page. It contains the icons because a <use> of another file is
// not allowed on file://. The meta elements tell boot.js the sizes, which it cannot
// know otherwise, and users the version of a file.
func index(parts Parts, singleSize int) ([]byte, error) {
	page, err := asset("index.html")
	if err != nil {
		return nil, err
	}
	icons, err := asset("icons.svg")
	if err != nil {
		return nil, err
	}
	for _, m := range []struct{ name, empty, content string }{
		{"version", "", parts.Version},
		{"wasm-size", "0", strconv.Itoa(len(parts.Wasm))},
		{"single-size", "0", strconv.Itoa(singleSize)},
	} {
		mark := `<meta name="` + m.name + `" content="`
		if page, err = put(page, mark+m.empty+`">`, []byte(mark+html.EscapeString(m.content)+`">`)); err != nil {
			return nil, err
		}
	}
	return put(page, "<!--icons-->", bytes.TrimSpace(icons))
}

// boot returns boot.js with the Go runtime wrapped into a function, whose source
// boot.js can also pass to a worker, and DOMPurify into another, so that only a look
// at HTML mail runs it: no policy has to allow one more script. All scripts are joined into one, because the
// policy of the single file has to name each by its hash.
func boot(runtime []byte) ([]byte, error) {
	if !bytes.Contains(runtime, []byte("globalThis.Go = class")) {
		return nil, errors.New("wasm_exec.js does not define the class Go")
	}
	var b bytes.Buffer
	b.WriteString("\"use strict\";\n\nconst goRuntime = function () {\n")
	b.Write(runtime)
	b.WriteString("};\n\n")
	purify, err := asset("purify.js")
	if err != nil {
		return nil, err
	}
	b.WriteString("const purifyRuntime = function () {\n")
	b.Write(purify)
	b.WriteString("};\n\n")
	for _, name := range []string{"trusted.js", "selftest.js", "crash.js", "run.js", "mail.js", "frames.js", "cells.js", "screen.js", "grips.js", "inflate.js", "boot.js"} {
		text, err := asset(name)
		if err != nil {
			return nil, err
		}
		b.Write(text)
	}
	return b.Bytes(), nil
}

// ServiceWorker makes sw.js, which keeps these files in the browser. It
// contains the SHA-256 of each, so it changes whenever a file does.
func ServiceWorker(files []File) (File, error) {
	script, err := asset("sw.js")
	if err != nil {
		return File{}, err
	}
	lines := make([]string, 0, len(files))
	for _, f := range files {
		lines = append(lines, fmt.Sprintf("  %q: [%q, %q],\n", f.Name, integrity(f.Data), typeOf(f.Name)))
	}
	slices.Sort(lines)
	table := "const files = {\n" + strings.Join(lines, "") + "};\n\n"
	version := sha256.Sum256(append([]byte(table), script...))
	head := fmt.Sprintf("const build = \"%x\";\n%s", version[:8], table)
	return File{Name: "sw.js", Data: append([]byte(head), script...)}, nil
}

// put replaces the only occurrence of mark in page.
func put(page []byte, mark string, with []byte) ([]byte, error) {
	if n := bytes.Count(page, []byte(mark)); n != 1 {
		return nil, fmt.Errorf("index.html has %q %d times, want once", mark, n)
	}
	return bytes.Replace(page, []byte(mark), with, 1), nil
}
