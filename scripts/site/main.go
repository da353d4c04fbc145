// Command site builds the site and serves it.
//
//	go run ./scripts/site                        writes build/site
//	go run ./scripts/site -serve localhost:8080  serves it too
//	go run ./scripts/site -single                writes build/spoolscope.html instead,
//	                                             the site as one file, and its SHA-256
package main

import (
	"context"
	"crypto/sha256"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"

	"github.com/spoolscope/spoolscope/web"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := site(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "site:", err)
		os.Exit(1)
	}
}

func site(ctx context.Context) error {
	out := flag.String("out", "build/site", "write the site into this `folder`")
	addr := flag.String("serve", "", "serve the site on this `address`; "+web.DefaultAddr+" means a port that is free, from there on")
	single := flag.Bool("single", false, "write the single file beside the site's folder, and no site")
	names := flag.Bool("names", false, "keep the names of functions, which profiles show")
	pkg := flag.String("pkg", "./app/spoolscope", "`package` to compile")
	flag.Parse()
	if flag.NArg() > 0 {
		return fmt.Errorf("unexpected argument %q", flag.Arg(0))
	}
	parts, err := web.Compile(ctx, *pkg)
	if err != nil {
		return err
	}
	if *names {
		named, err := web.CompileNamed(ctx, *pkg)
		if err != nil {
			return err
		}
		parts.Wasm = named.Wasm
	}
	if *single {
		return writeSingle(filepath.Dir(*out), parts)
	}
	files, err := web.Files(parts)
	if err != nil {
		return err
	}
	if err := web.Write(*out, files); err != nil {
		return err
	}
	fmt.Printf("%s: app.wasm has %d bytes\n", *out, len(parts.Wasm))
	if *addr == "" {
		return nil
	}
	l, err := web.Listen(*addr)
	if err != nil {
		return err
	}
	fmt.Printf("http://%s/\n", l.Addr())
	return web.Serve(ctx, l, files)
}

// writeSingle writes the single file and its checksum, in the form that
// sha256sum -c reads.
func writeSingle(dir string, parts web.Parts) error {
	page, err := web.Single(parts)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	path := filepath.Join(dir, web.SingleName)
	if err := os.WriteFile(path, page, 0o644); err != nil {
		return err
	}
	sum := fmt.Sprintf("%x  %s\n", sha256.Sum256(page), web.SingleName)
	if err := os.WriteFile(filepath.Join(dir, "SHA256SUMS"), []byte(sum), 0o644); err != nil {
		return err
	}
	fmt.Printf("%s has %d bytes, SHA-256:\n%s", path, len(page), sum)
	return nil
}
