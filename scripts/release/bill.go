package main

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"

	"github.com/spoolscope/spoolscope/scripts/toolchain"
	"github.com/spoolscope/spoolscope/web"
)

// bills adds bills of materials of the command and the page, in CycloneDX, without
// the usual time and random serial number. The tool reads the version from the
// repository and does not support work trees, so it gets a clone of the commit: a
// release has no uncommitted changes.
func (r *release) bills(ctx context.Context) error {
	dir, err := os.MkdirTemp("", "spoolscope-bill-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	tool, clone := filepath.Join(dir, "cyclonedx-gomod"), filepath.Join(dir, "spoolscope")
	if _, err := toolchain.Output(ctx, filepath.Join(r.root, "scripts", "sbom"), []string{"GOWORK=off", "GOFLAGS=", "CGO_ENABLED=0"},
		"go", "build", "-trimpath", "-buildvcs=false", "-o", tool, "github.com/CycloneDX/cyclonedx-gomod/cmd/cyclonedx-gomod"); err != nil {
		return err
	}
	if _, err := toolchain.Output(ctx, "", nil, "git", "clone", "-q", "--no-hardlinks", r.root, clone); err != nil {
		return err
	}
	for _, bill := range []struct{ file, os, arch string }{
		{"spoolscope.cdx.json", "linux", "amd64"},
		{"spoolscope-page.cdx.json", "js", "wasm"},
	} {
		out := filepath.Join(dir, bill.file)
		if _, err := toolchain.Output(ctx, clone, []string{"GOWORK=off", "GOFLAGS=", "CGO_ENABLED=0", "GOOS=" + bill.os, "GOARCH=" + bill.arch},
			tool, "app", "-json", "-licenses", "-std", "-noserial", "-notimestamp", "-main", "app/spoolscope", "-output", out, clone); err != nil {
			return err
		}
		data, err := os.ReadFile(out)
		if err != nil {
			return err
		}
		if bill.os == "js" {
			if data, err = withVendored(data, web.Purify); err != nil {
				return err
			}
		}
		r.add(bill.file, data)
	}
	return nil
}

// withVendored adds a script to a bill of materials, which knows only Go modules.
func withVendored(bill []byte, v web.Vendored) ([]byte, error) {
	var all map[string]json.RawMessage
	if err := json.Unmarshal(bill, &all); err != nil {
		return nil, err
	}
	var components []json.RawMessage
	if err := json.Unmarshal(all["components"], &components); err != nil {
		return nil, err
	}
	type object = map[string]any
	script, err := json.Marshal(object{
		"bom-ref": v.Package, "type": "library", "name": v.Name, "version": v.Version, "scope": "required", "purl": v.Package,
		"hashes":   []object{{"alg": "SHA-256", "content": v.SHA256}},
		"licenses": []object{{"license": object{"id": v.License}}},
	})
	if err != nil {
		return nil, err
	}
	if all["components"], err = json.Marshal(append(components, script)); err != nil {
		return nil, err
	}
	data, err := json.MarshalIndent(all, "", "  ")
	return append(data, '\n'), err
}
