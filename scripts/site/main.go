// Command site builds the site and serves it.
//
//	go run ./scripts/site                        writes build/site
//	go run ./scripts/site -serve localhost:8080  serves it too
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"

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
	pkg := flag.String("pkg", "./app", "`package` to compile")
	flag.Parse()
	if flag.NArg() > 0 {
		return fmt.Errorf("unexpected argument %q", flag.Arg(0))
	}
	parts, err := web.Compile(ctx, *pkg)
	if err != nil {
		return err
	}
	if err := web.Build(*out, parts); err != nil {
		return err
	}
	fmt.Printf("%s: app.wasm has %d bytes\n", *out, len(parts.Wasm))
	if *addr == "" {
		return nil
	}
	files, err := web.Files(parts)
	if err != nil {
		return err
	}
	l, err := web.Listen(*addr)
	if err != nil {
		return err
	}
	fmt.Printf("http://%s/\n", l.Addr())
	return web.Serve(ctx, l, files)
}
