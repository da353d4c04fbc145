package toolchain

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	"github.com/spoolscope/spoolscope/web"
)

// Platform is an operating system and a processor, as the go command names them.
type Platform struct{ OS, Arch string }

var browser = Platform{"js", "wasm"}

// env returns the environment of a build. The caller's settings for other builds do
// not affect it.
func (p Platform) env(gowork string) []string {
	return []string{"GOOS=" + p.OS, "GOARCH=" + p.Arch, "GOWORK=" + gowork,
		"CGO_ENABLED=0", "GOFLAGS=", "GOWASM=", "GOEXPERIMENT=", "GOAMD64=", "GOARM64="}
}

// flags returns those of every build: no paths of this computer, no build id, and
// the version set by the linker, since js/wasm has no other place for it. The
// same commit produces the same bytes.
func flags(version, strip string) []string {
	ldflags := "-buildid= " + strip
	if version != "" {
		ldflags += " -X " + Module + "/app/version.linked=" + version
	}
	return []string{"-trimpath", "-buildvcs=false", "-ldflags=" + ldflags}
}

// Build builds the command for a platform into the file out; version is what
// Version returns.
func Build(ctx context.Context, p Platform, version, out string) error {
	root, err := Root(ctx)
	if err != nil {
		return err
	}
	return build(ctx, root, p, version, "off", "-s -w", out)
}

func build(ctx context.Context, root string, p Platform, version, gowork, strip, out string) error {
	args := append([]string{"build"}, flags(version, strip)...)
	_, err := Output(ctx, root, p.env(gowork), "go", append(args, "-o", out, Main)...)
	return err
}

// Page builds the parts of a site. The names of functions, which profiles show,
// add a third to the module.
func Page(ctx context.Context, names bool) (web.Parts, error) {
	root, err := Root(ctx)
	if err != nil {
		return web.Parts{}, err
	}
	gowork, err := Workspace(ctx, root)
	if err != nil {
		return web.Parts{}, err
	}
	dir, err := os.MkdirTemp("", "spoolscope-page-")
	if err != nil {
		return web.Parts{}, err
	}
	defer os.RemoveAll(dir)
	module := filepath.Join(dir, "app.wasm")
	strip := "-s -w"
	if names {
		strip = "-w"
	}
	parts := web.Parts{Version: Version(ctx, root)}
	if err := build(ctx, root, browser, parts.Version, gowork, strip, module); err != nil {
		return web.Parts{}, err
	}
	if parts.Wasm, err = os.ReadFile(module); err != nil {
		return web.Parts{}, err
	}
	goroot, err := Output(ctx, root, browser.env(gowork), "go", "env", "GOROOT")
	if err != nil {
		return web.Parts{}, err
	}
	parts.Runtime, err = os.ReadFile(filepath.Join(goroot, "lib", "wasm", "wasm_exec.js"))
	return parts, err
}

// PagePackages lists the import paths of the packages in the module.
func PagePackages(ctx context.Context) ([]string, error) {
	root, err := Root(ctx)
	if err != nil {
		return nil, err
	}
	gowork, err := Workspace(ctx, root)
	if err != nil {
		return nil, err
	}
	list, err := Output(ctx, root, browser.env(gowork), "go", "list", "-deps", Main)
	return strings.Fields(list), err
}
