// Package version says which Spoolscope this is. Files and pages travel by mail
// and outlive the site that they came from; a report of a fault must name the
// source.
package version

import (
	"runtime/debug"
	"strings"
)

// linked is set when the page or a release is built:
// -ldflags "-X github.com/spoolscope/spoolscope/app/version.linked=v0.2.0".
var linked string

// Unknown is the version if the source of the build is not recorded.
const Unknown = "unknown build"

// String returns the tag of the commit from which this program was built, or
// else the first 12 digits of the commit, with "+dirty" if files were changed,
// or Unknown.
func String() string {
	if linked != "" {
		return linked
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return Unknown
	}
	return of(info)
}

// commitDigits is how many digits of a commit are shown.
const commitDigits = 12

// of reads what the go command records: the version of an installed module, or
// the commit of the folder in which it was built.
func of(info *debug.BuildInfo) string {
	var commit, dirty string
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision":
			commit = s.Value[:min(len(s.Value), commitDigits)]
		case s.Key == "vcs.modified" && s.Value == "true":
			dirty = "+dirty"
		}
	}
	v := info.Main.Version
	switch {
	case commit != "" && (v == "" || v == "(devel)" || strings.Contains(v, commit)):
		// A version that contains the commit is a pseudo-version.
		return commit + dirty
	case v == "" || v == "(devel)":
		return Unknown
	}
	return v
}
