package toolchain

import (
	"context"
	"os/exec"
	"strconv"
	"time"
)

// Version names the source in the folder root: the tag of its commit, or else
// the first 12 digits of the commit, with "+dirty" if files differ from it. It
// depends on the commit alone, so a shallow clone yields the same. It is ""
// without git or a repository.
func Version(ctx context.Context, root string) string {
	if v, err := git(ctx, root, "describe", "--tags", "--exact-match", "--dirty=+dirty"); err == nil {
		return v
	}
	v, err := git(ctx, root, "describe", "--always", "--exclude=*", "--abbrev=12", "--dirty=+dirty")
	if err != nil {
		return ""
	}
	return v
}

// CommitTime returns when the commit in the folder root was made, which dates
// all parts of a release.
func CommitTime(ctx context.Context, root string) (time.Time, error) {
	text, err := git(ctx, root, "log", "-1", "--format=%ct")
	if err != nil {
		return time.Time{}, err
	}
	seconds, err := strconv.ParseInt(text, 10, 64)
	return time.Unix(seconds, 0).UTC(), err
}

func git(ctx context.Context, root string, args ...string) (string, error) {
	path, err := exec.LookPath("git")
	if err != nil {
		return "", err
	}
	return Output(ctx, root, nil, path, args...)
}
