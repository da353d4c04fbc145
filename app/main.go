//go:build !js

// Command spoolscope reads sendmail's mail queues: archives, folders and
// mailq output. It tells what the screens of the site tell, for a terminal
// and for other programs.
//
// Built for js/wasm, this package is the site's page and its worker instead.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}
