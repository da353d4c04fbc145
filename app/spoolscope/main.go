//go:build !js

// Command spoolscope reads mail queues: archives, folders and the output of
// mailq. It prints what the screens of the site show, for a terminal and for
// other programs.
//
// Built for js/wasm, this package is the site's page and its worker instead.
package main

import "github.com/spoolscope/spoolscope/app/command"

func main() { command.Main() }
