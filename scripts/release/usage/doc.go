// Package usage writes the documentation of the command line that a release has
// in addition to --help: a man page, and completions for bash, zsh and fish.
// All are generated from kong's model of the command, and the same model
// produces the same bytes.
//
// The libraries that complete kong's commands (kongplete, kong-completion) make
// the shell start the program again for each word; these are plain files that a
// package can install.
package usage
