// Command workspace writes the Go workspace in which the page is built, and
// prints its path for GOWORK:
//
//	export GOWORK=$(go run ./scripts/workspace)
//
// From then on the go command, staticcheck and editors see go-app as the page
// has it, without its HTTP server; see package toolchain.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"

	"github.com/spoolscope/spoolscope/scripts/toolchain"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	root, err := toolchain.Root(ctx)
	if err == nil {
		var gowork string
		if gowork, err = toolchain.Workspace(ctx, root); err == nil {
			fmt.Println(gowork)
			return
		}
	}
	fmt.Fprintln(os.Stderr, "workspace:", err)
	os.Exit(1)
}
