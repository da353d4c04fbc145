package version

import (
	"runtime/debug"
	"testing"
)

func TestOf(t *testing.T) {
	const commit = "0123456789abcdef0123456789abcdef01234567"
	vcs := func(revision, modified string) []debug.BuildSetting {
		return []debug.BuildSetting{{Key: "vcs", Value: "git"}, {Key: "vcs.revision", Value: revision}, {Key: "vcs.modified", Value: modified}}
	}
	for _, tt := range []struct {
		name, module string
		settings     []debug.BuildSetting
		want         string
	}{
		{"installed by a tag", "v0.2.0", nil, "v0.2.0"},
		{"built at a tag", "v0.2.0", vcs(commit, "false"), "v0.2.0"},
		{"built at a tag with changes", "v0.2.0+dirty", vcs(commit, "true"), "v0.2.0+dirty"},
		{"installed by a commit", "v0.2.1-0.20260102030405-0123456789ab", nil, "v0.2.1-0.20260102030405-0123456789ab"},
		{"built in a repository", "v0.2.1-0.20260102030405-0123456789ab", vcs(commit, "false"), "0123456789ab"},
		{"built with changes", "v0.2.1-0.20260102030405-0123456789ab+dirty", vcs(commit, "true"), "0123456789ab+dirty"},
		{"no version but a commit", "(devel)", vcs(commit, "false"), "0123456789ab"},
		{"short commit", "", vcs("0123", "false"), "0123"},
		{"no repository", "(devel)", nil, Unknown},
		{"nothing", "", nil, Unknown},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := of(&debug.BuildInfo{Main: debug.Module{Version: tt.module}, Settings: tt.settings}); got != tt.want {
				t.Errorf("of = %q, want %q", got, tt.want)
			}
		})
	}
}

func TestLinked(t *testing.T) {
	defer func(before string) { linked = before }(linked)
	linked = "v1.2.3"
	if got := String(); got != "v1.2.3" {
		t.Errorf("String() = %q, want what was linked", got)
	}
	linked = ""
	if got := String(); got == "" {
		t.Error("String() is empty")
	}
}
