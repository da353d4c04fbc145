package web

import (
	"strings"
	"testing"
	"testing/fstest"
)

// serverAndPage is a go-app with what the cuts look for.
func serverAndPage() fstest.MapFS {
	files := fstest.MapFS{
		"go.mod":                {Data: []byte("module " + goApp + "\n")},
		"README.md":             {Data: []byte("text")},
		"pkg/app/page.go":       {Data: []byte("package app\n")},
		"pkg/app/page_test.go":  {Data: []byte("package app\n")},
		"pkg/errors/errors.go":  {Data: []byte("package errors\n")},
		"docs/src/main.go":      {Data: []byte("package main\n")},
		"pkg/app/gen/script.sh": {Data: []byte("echo\n")},
	}
	for _, name := range dropped {
		files["pkg/app/"+name] = &fstest.MapFile{Data: []byte("package app\n")}
	}
	for name, cuts := range edits {
		text := "package app\n"
		for _, c := range cuts {
			text += c.old + "\n"
		}
		files["pkg/app/"+name] = &fstest.MapFile{Data: []byte(text)}
	}
	return files
}

func TestSlimFiles(t *testing.T) {
	files, err := slimFiles(serverAndPage())
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"go.mod", "pkg/app/page.go", "pkg/app/slim.go", "pkg/app/route.go", "pkg/errors/errors.go"} {
		if files[name] == nil {
			t.Errorf("slimFiles lacks %s", name)
		}
	}
	for _, name := range []string{"README.md", "pkg/app/page_test.go", "pkg/app/http.go", "docs/src/main.go", "pkg/app/gen/script.sh"} {
		if files[name] != nil {
			t.Errorf("slimFiles has %s", name)
		}
	}
	for name, data := range files {
		for _, gone := range []string{"net/http", "google/uuid", `"regexp"`} {
			if strings.Contains(string(data), gone) {
				t.Errorf("%s still reads %q", name, gone)
			}
		}
	}
}

// Another version of go-app must not be cut in silence.
func TestSlimFilesRefuses(t *testing.T) {
	for _, tt := range []struct {
		name   string
		change func(fstest.MapFS)
	}{
		{"a dropped file is gone", func(fs fstest.MapFS) { delete(fs, "pkg/app/http.go") }},
		{"a cut finds nothing", func(fs fstest.MapFS) { fs["pkg/app/route.go"].Data = []byte("package app\n") }},
		{"a cut finds two places", func(fs fstest.MapFS) {
			d := &fs["pkg/app/context.go"].Data
			*d = append(*d, *d...)
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			files := serverAndPage()
			tt.change(files)
			if _, err := slimFiles(files); err == nil {
				t.Error("slimFiles = nil error, want one")
			}
		})
	}
}
