package web

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
)

// boring is the file of the standard library by which whoever sums with
// SHA-256 gets AES, SHA-3, a generator of random numbers and their self-tests:
// it names the types of ciphers, in functions that only panic.
const boring = "src/crypto/internal/boring/notboring.go"

// withoutCiphers tells the go command, by a file for -overlay in dir, to take
// that file without those functions. "" changes nothing: another version of Go
// may have another file, and then the module is larger, no more.
func withoutCiphers(ctx context.Context, dir string) (overlay string, err error) {
	root, err := run(ctx, "env", "GOROOT")
	if err != nil {
		return "", err
	}
	path := filepath.Join(strings.TrimSpace(root), filepath.FromSlash(boring))
	source, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	var rest []byte
	for line := range bytes.Lines(source) {
		switch {
		case !bytes.Contains(line, []byte("cipher.")) && !bytes.Contains(line, []byte(`"crypto/cipher"`)):
			rest = append(rest, line...)
		case bytes.HasPrefix(line, []byte("func ")) && !bytes.HasSuffix(line, []byte("}\n")):
			return "", nil // not one line: this would not compile
		}
	}
	// Not named .go: it would be a package of the main module.
	stub, overlay := filepath.Join(dir, "notboring.txt"), filepath.Join(dir, "overlay.json")
	list, err := json.Marshal(map[string]map[string]string{"Replace": {path: stub}})
	return overlay, errors.Join(err, replace(stub, rest), replace(overlay, list))
}
