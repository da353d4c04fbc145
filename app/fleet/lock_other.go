//go:build !unix

package fleet

import (
	"io"
	"os"
)

// lock opens the file. Where it can be removed while it is open elsewhere, nothing
// is locked.
func lock(name string) (io.Closer, error) {
	if err := os.Remove(name); err != nil && !os.IsNotExist(err) {
		return nil, ErrInUse // Windows does not remove an open file
	}
	return os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o666)
}
