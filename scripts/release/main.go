// Command release builds the files for download, into build/release:
//
//	go run ./scripts/release         of the commit that is checked out
//	go run ./scripts/release -check  makes it again from a clone in another
//	                                 folder, which must give the same bytes
//
// Anyone with the commit and the same version of Go can make the same files.
package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spoolscope/spoolscope/app/command"
	"github.com/spoolscope/spoolscope/scripts/release/usage"
	"github.com/spoolscope/spoolscope/scripts/toolchain"
	"github.com/spoolscope/spoolscope/web"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	out := flag.String("out", "build/release", "write into this `folder`, whose files are removed first")
	check := flag.Bool("check", false, "compare the folder with a release made from a clone")
	flag.Parse()
	err := run(ctx, *out, *check)
	if err != nil {
		fmt.Fprintln(os.Stderr, "release:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out string, check bool) error {
	root, err := toolchain.Root(ctx)
	if err != nil {
		return err
	}
	version := toolchain.Version(ctx, root)
	switch {
	case version == "":
		return errors.New("a release needs a git repository")
	case strings.HasSuffix(version, "+dirty"):
		return errors.New("there are uncommitted changes: nobody else could reproduce this release")
	case check:
		return again(ctx, root, out)
	}
	at, err := toolchain.CommitTime(ctx, root)
	if err != nil {
		return err
	}
	r := release{root: root, name: "spoolscope-" + version, version: version, at: at}
	if err := r.make(ctx); err != nil {
		return err
	}
	if err := os.RemoveAll(out); err != nil {
		return err
	}
	if err := web.Write(out, r.files); err != nil {
		return err
	}
	for _, f := range r.files {
		fmt.Printf("%10d  %s\n", len(f.Data), filepath.Join(out, f.Name))
	}
	return nil
}

// platforms are those for which the command is built.
var platforms = []toolchain.Platform{
	{OS: "linux", Arch: "amd64"}, {OS: "linux", Arch: "arm64"},
	{OS: "darwin", Arch: "amd64"}, {OS: "darwin", Arch: "arm64"},
	{OS: "windows", Arch: "amd64"}, {OS: "windows", Arch: "arm64"},
}

// release is the set of files made from a commit.
type release struct {
	root, name, version string
	at                  time.Time // of the commit
	files               []web.File
}

func (r *release) add(name string, data []byte) {
	r.files = append(r.files, web.File{Name: name, Data: data})
}

func (r *release) make(ctx context.Context) error {
	if err := r.page(ctx); err != nil {
		return err
	}
	beside, err := r.beside()
	if err != nil {
		return err
	}
	for _, p := range platforms {
		if err := r.command(ctx, p, beside); err != nil {
			return err
		}
	}
	if err := r.bills(ctx); err != nil {
		return err
	}
	slices.SortFunc(r.files, func(a, b web.File) int { return strings.Compare(a.Name, b.Name) })
	var sums bytes.Buffer
	for _, f := range r.files {
		fmt.Fprintf(&sums, "%x  %s\n", sha256.Sum256(f.Data), f.Name)
	}
	r.add("SHA256SUMS", sums.Bytes())
	return nil
}

// page adds the single file and the site.
func (r *release) page(ctx context.Context) error {
	parts, err := toolchain.Page(ctx, false)
	if err != nil {
		return err
	}
	site, err := web.Files(parts)
	if err != nil {
		return err
	}
	var entries []entry
	for _, f := range site {
		entries = append(entries, entry{f.Name, 0o644, f.Data})
		if f.Name == web.SingleName {
			r.add(f.Name, f.Data)
		}
	}
	packed, err := tarball(r.name+"-site", entries, r.at)
	if err != nil {
		return err
	}
	r.add(r.name+"-site.tar.gz", packed)
	return nil
}

// beside returns the files that go into each archive along with the command. It also
// adds the man page and the completions to the release, for users who already have
// the command.
func (r *release) beside() ([]entry, error) {
	model := command.Model()
	var out []entry
	for _, e := range []entry{
		{name: "man/spoolscope.1", data: usage.Man(model, r.version, r.at)},
		{name: "completions/spoolscope.bash", data: usage.Bash(model)},
		{name: "completions/_spoolscope", data: usage.Zsh(model)},
		{name: "completions/spoolscope.fish", data: usage.Fish(model)},
	} {
		e.mode = 0o644
		out = append(out, e)
		r.add(filepath.Base(e.name), e.data)
	}
	for _, name := range []string{"CHANGELOG.md", "LICENSE", "README.md"} {
		data, err := os.ReadFile(filepath.Join(r.root, name))
		if err != nil {
			return nil, err
		}
		out = append(out, entry{name, 0o644, data})
	}
	return out, nil
}

// command adds an archive with the command for a platform.
func (r *release) command(ctx context.Context, p toolchain.Platform, beside []entry) error {
	dir, err := os.MkdirTemp("", "spoolscope-release-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	name, ending, pack := "spoolscope", ".tar.gz", tarball
	if p.OS == "windows" {
		name, ending, pack = "spoolscope.exe", ".zip", zipped
	}
	path := filepath.Join(dir, name)
	if err := toolchain.Build(ctx, p, r.version, path); err != nil {
		return err
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	folder := r.name + "-" + p.OS + "-" + p.Arch
	packed, err := pack(folder, append([]entry{{name, 0o755, data}}, beside...), r.at)
	if err != nil {
		return err
	}
	r.add(folder+ending, packed)
	return nil
}
