// Package usage writes what a release says of the command line beside --help: a
// man page, and completions for bash, zsh and fish. All are made from kong's
// model of the command, and the same model gives the same bytes.
//
// The libraries that complete kong's commands (kongplete, kong-completion) have the
// shell start the program again for each word; these are plain files that a
// package can install.
package usage
