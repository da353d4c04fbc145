// Command site builds the site and serves it.
//
//	go run ./scripts/site                        writes build/site and build/spoolscope.html
//	go run ./scripts/site -serve localhost:8080  serves the site too
//
// spoolscope.html is the site as one file. It is part of the site, where the page
// puts data into it to share it, and is also written next to the site, with its
// SHA-256, for users who want the file alone.
package main

import (
	"context"
	"crypto/sha256"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"slices"

	"github.com/spoolscope/spoolscope/scripts/toolchain"
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
	out := flag.String("out", "build/site", "write the site into this `folder`, and the single file beside it")
	addr := flag.String("serve", "", "serve the site on this `address`; if "+web.DefaultAddr+" is in use, on the next free port")
	names := flag.Bool("names", false, "keep the names of functions, which profiles show")
	flag.Parse()
	if flag.NArg() > 0 {
		return fmt.Errorf("unexpected argument %q", flag.Arg(0))
	}
	parts, err := toolchain.Page(ctx, *names)
	if err != nil {
		return err
	}
	files, err := web.Files(parts)
	if err != nil {
		return err
	}
	if err := web.Write(*out, files); err != nil {
		return err
	}
	fmt.Printf("%s: app.wasm has %d bytes\n", *out, len(parts.Wasm))
	if err := writeSingle(filepath.Dir(*out), files); err != nil {
		return err
	}
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

// writeSingle writes the single file of a site and its checksum, in the format
// that sha256sum -c reads.
func writeSingle(dir string, site []web.File) error {
	i := slices.IndexFunc(site, func(f web.File) bool { return f.Name == web.SingleName })
	if i < 0 {
		return fmt.Errorf("the site has no %s", web.SingleName)
	}
	sum := fmt.Sprintf("%x  %s\n", sha256.Sum256(site[i].Data), web.SingleName)
	if err := web.Write(dir, []web.File{site[i], {Name: "SHA256SUMS", Data: []byte(sum)}}); err != nil {
		return err
	}
	fmt.Printf("%s has %d bytes, SHA-256:\n%s", filepath.Join(dir, web.SingleName), len(site[i].Data), sum)
	return nil
}
