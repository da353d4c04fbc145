package toolchain

import (
	"context"
	"os"
	"path/filepath"
)

// SiteOf builds the site of a revision into the folder out, and the single file beside it, unless
// they are there already. It checks the revision out below temp ("" for the system's folder), which
// it removes again.
func SiteOf(ctx context.Context, revision, out, temp string) error {
	if _, err := os.Stat(filepath.Join(filepath.Dir(out), "spoolscope.html")); err == nil {
		return nil
	}
	out, err := filepath.Abs(out)
	if err != nil {
		return err
	}
	root, err := Root(ctx)
	if err != nil {
		return err
	}
	tree, err := os.MkdirTemp(temp, "spoolscope-earlier-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(tree)
	if _, err := git(ctx, root, "worktree", "add", "--detach", "--force", tree, revision); err != nil {
		return err
	}
	defer git(context.WithoutCancel(ctx), root, "worktree", "remove", "--force", tree)
	_, err = Output(ctx, tree, []string{"GOWORK=off"}, "go", "run", "./scripts/site", "-out", out)
	return err
}
