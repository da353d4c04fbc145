// Package version says which Spoolscope this is. Files and pages travel by mail
// and outlive the site that they came from; whoever reports a fault needs to
// name the source.
package version

import (
	"runtime/debug"
	"strings"
)

// linked is set when the page or a release is built:
// -ldflags "-X github.com/spoolscope/spoolscope/app/version.linked=v0.2.0".
var linked string

// Unknown is the version where nothing says which source this was built of.
const Unknown = "unknown build"

// String returns the tag of the commit that this program was built of, or else
// the first 12 digits of the commit, with "+dirty" where files were changed; or
// Unknown.
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

// commitDigits is how much of a commit's name is shown.
const commitDigits = 12

// of reads what the go command notes of itself: the version of a module that was
// installed by one, or the commit of the folder that it built in.
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
		// A version that holds the commit was made up by the go command.
		return commit + dirty
	case v == "" || v == "(devel)":
		return Unknown
	}
	return v
}
