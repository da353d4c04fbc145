// Package toolchain runs the go command for everything that is built of this
// repository: the page's module, the command, and what a release consists of.
// There is one version, one set of flags and one workspace for all of them.
package toolchain
