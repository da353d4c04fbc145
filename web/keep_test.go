package web

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"
)

// The service worker lists every other file, and changes when one does.
func TestServiceWorker(t *testing.T) {
	files, err := Files(parts())
	if err != nil {
		t.Fatal(err)
	}
	build := regexp.MustCompile(`(?m)^const build = "([0-9a-f]{16})";$`)
	var script, version string
	for _, f := range files {
		if f.Name == "sw.js" {
			script = string(f.Data)
		}
	}
	if m := build.FindStringSubmatch(script); m != nil {
		version = m[1]
	}
	for _, f := range files {
		line := `"` + f.Name + `": ["` + integrity(f.Data) + `", "` + typeOf(f.Name) + `"],`
		if has := strings.Contains(script, line); has != (f.Name != "sw.js") {
			t.Errorf("sw.js has the line %s: %v", line, has)
		}
	}
	files[0].Data = append(files[0].Data[:len(files[0].Data):len(files[0].Data)], 0)
	other, err := ServiceWorker(files)
	if err != nil {
		t.Fatal(err)
	}
	if m := build.FindSubmatch(other.Data); m == nil || version == "" || string(m[1]) == version {
		t.Errorf("builds %q and %q of different files, want two different ones", version, m)
	}
}

// An installed page is identified by its folder, wherever that is: without an id in
// the manifest, its start address identifies it; an id would be resolved against
// the server's root.
func TestManifest(t *testing.T) {
	files, err := Files(parts())
	if err != nil {
		t.Fatal(err)
	}
	there := map[string]bool{}
	var manifest struct {
		ID    *string
		Start string `json:"start_url"`
		Scope string
		Icons []struct{ Src string }
		Share struct{ Action string } `json:"share_target"`
		Open  []struct {
			Action string
			Accept map[string][]string
		} `json:"file_handlers"`
	}
	for _, f := range files {
		there[f.Name] = true
		if f.Name == "manifest.webmanifest" {
			if err := json.Unmarshal(f.Data, &manifest); err != nil {
				t.Fatal(err)
			}
		}
	}
	if len(manifest.Icons) == 0 || len(manifest.Open) != 1 {
		t.Fatalf("the manifest has %d icons and %d file handlers, want some and one", len(manifest.Icons), len(manifest.Open))
	}
	for _, icon := range manifest.Icons {
		if !there[icon.Src] {
			t.Errorf("the icon %q is not a file of the site", icon.Src)
		}
	}
	if manifest.ID != nil {
		t.Errorf("the manifest has the id %q, want none", *manifest.ID)
	}
	for _, address := range []string{manifest.Start, manifest.Scope, manifest.Share.Action, manifest.Open[0].Action} {
		if address != "./" {
			t.Errorf("the manifest names %q, want the folder ./", address)
		}
	}
	var endings []string
	for _, e := range manifest.Open[0].Accept {
		endings = append(endings, e...)
	}
	for _, want := range []string{".tar", ".tgz", ".gz", ".zst", ".xz", ".bz2", ".zip", ".txt"} {
		if !strings.Contains(strings.Join(endings, " ")+" ", want+" ") {
			t.Errorf("files that end in %s are not opened", want)
		}
	}
}
