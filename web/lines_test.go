package web

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

const crashing = `package main

//go:noinline
func deep(n int) int {
	if n == 0 {
		panic("the end")
	}
	return deep(n-1) + 1
}

func main() {
	defer func() {
		recover()
		println(deep(-0))
	}()
	println(len(make([]int, deep(3))))
}
`

// crasher is a module that recovers from one panic and dies of another.
func crasher(t *testing.T) []byte {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{"go.mod": "module crasher\n\ngo 1.26\n", "main.go": crashing} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command("go", "build", "-trimpath", "-buildvcs=false", "-ldflags=-s -w", "-o", "crasher.wasm", ".")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm", "GOFLAGS=", "GOWORK=off")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	module, err := os.ReadFile(filepath.Join(dir, "crasher.wasm"))
	if err != nil {
		t.Fatal(err)
	}
	return module
}

// A module without lines unwinds, recovers and names functions as before.
func TestWithoutLines(t *testing.T) {
	module := crasher(t)
	size := len(module)
	if err := withoutLines(module); err != nil {
		t.Fatal(err)
	}
	if len(module) != size {
		t.Errorf("withoutLines leaves %d bytes of %d", len(module), size)
	}
	file := filepath.Join(t.TempDir(), "crasher.wasm")
	if err := os.WriteFile(file, module, 0o644); err != nil {
		t.Fatal(err)
	}
	root, err := run(context.Background(), "env", "GOROOT")
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("node", filepath.Join(strings.TrimSpace(root), "lib", "wasm", "wasm_exec_node.js"), file).CombinedOutput()
	if err == nil {
		t.Errorf("the module ended well, want a panic: %s", out)
	}
	for _, want := range []string{"panic: the end", "main.deep(", "main.main(", "?:0 +0x"} {
		if !strings.Contains(string(out), want) {
			t.Errorf("the module prints %q, want %q in it", out, want)
		}
	}
	if strings.Contains(string(out), "main.go:") {
		t.Errorf("the module prints %q, want no lines", out)
	}
}

// What is no module of Go's, or of another Go, stays as it is.
func TestWithoutLinesRefuses(t *testing.T) {
	module := crasher(t)
	// header writes a word of the table's header. Long runs of zeros are in no
	// segment, so its place in the file is not that of the magic number.
	header := func(at int, word uint64) []byte {
		m := bytes.Clone(module)
		memory, segments, err := dataOf(m)
		if err != nil {
			t.Fatal(err)
		}
		binary.LittleEndian.PutUint64(memory[bytes.Index(memory, []byte(pcMagic))+at:], word)
		for _, s := range segments {
			copy(m[s.file:s.file+s.size], memory[s.memory:])
		}
		return m
	}
	for _, tt := range []struct {
		name   string
		module []byte
	}{
		{"nothing", nil},
		{"no section", module[:8]},
		{"cut", module[:len(module)/2]},
		{"another version", header(0, 0)},
		{"too many functions", header(8, 1<<40)},
		{"pairs past the end", header(8+8*6, 1<<23)},
		{"functions past the end", header(8+8*7, 1<<62)},
		{"functions before pairs", header(8+8*7, 8)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			before := bytes.Clone(tt.module)
			if err := withoutLines(tt.module); !errors.Is(err, errTables) {
				t.Errorf("withoutLines = %v, want %v", err, errTables)
			}
			if !bytes.Equal(before, tt.module) {
				t.Error("withoutLines changed what it refused")
			}
		})
	}
}
