// Package toolchain runs the go command for everything that is built from this
// repository: the page's module, the command, and the parts of a release. All
// share one version, one set of flags and one workspace.
package toolchain
