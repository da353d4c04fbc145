package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spoolscope/spoolscope/scripts/toolchain"
)

// again makes the release once more, from a clone at another path, and compares
// it with the one in out. Both can contain only what is committed.
func again(ctx context.Context, root, out string) error {
	dir, err := os.MkdirTemp("", "spoolscope-check-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	clone := filepath.Join(dir, "a", "clone")
	if _, err := toolchain.Output(ctx, "", nil, "git", "clone", "-q", "--no-hardlinks", root, clone); err != nil {
		return err
	}
	other := filepath.Join(dir, "release")
	if _, err := toolchain.Output(ctx, clone, []string{"GOWORK=off"}, "go", "run", "./scripts/release", "-out", other); err != nil {
		return err
	}
	return compare(out, other)
}

// compare finds the files that differ between two folders, or exist in only
// one.
func compare(one, other string) error {
	var errs []error
	n := 0
	seen := make(map[string]bool)
	for _, dir := range []string{one, other} {
		entries, err := os.ReadDir(dir)
		if err != nil {
			return err
		}
		for _, e := range entries {
			if seen[e.Name()] {
				continue
			}
			seen[e.Name()] = true
			a, err1 := os.ReadFile(filepath.Join(one, e.Name()))
			b, err2 := os.ReadFile(filepath.Join(other, e.Name()))
			switch {
			case err1 != nil || err2 != nil:
				errs = append(errs, err1, err2)
			case !bytes.Equal(a, b):
				errs = append(errs, fmt.Errorf("%s differs", e.Name()))
			default:
				n++
			}
		}
	}
	if err := errors.Join(errs...); err != nil {
		return err
	}
	fmt.Printf("%d files, the same bytes from a clone in another folder\n", n)
	return nil
}
