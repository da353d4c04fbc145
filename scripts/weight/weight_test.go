package main

import (
	"strings"
	"testing"
)

func section(id byte, body string) string {
	return string(rune(id)) + text(body)
}

// text is bytes preceded by their number.
func text(s string) string { return string([]byte{byte(len(s))}) + s }

// small is a module with an imported function, two named functions of its own,
// and two data segments, the second with line tables.
const header = "\x00asm\x01\x00\x00\x00"

var small = header +
	section(sectionImport, "\x01"+text("gojs")+text("f")+"\x00\x05") +
	section(sectionCode, "\x02"+text("first body")+text("second")) +
	section(sectionData, "\x02\x00\x41\x80\x20\x0b"+text("types")+"\x00\x41\x80\x40\x0b"+text("\xf1\xff\xff\xff\x00\x00\x01\x08lines")) +
	section(sectionCustom, text("name")+"\x01"+text("\x03\x00"+text("f")+"\x01"+text("app_ui.__Page_.Render")+"\x02"+text("fmt.Fprintf")))

func TestTable(t *testing.T) {
	m, err := readModule([]byte(small))
	if err != nil {
		t.Fatal(err)
	}
	got, err := table(m, newPackages([]string{"app/ui", "fmt"}), true)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"| app/ui | 10 |", "| fmt | 6 |", "| data: types, texts, tables | 5 |", "| data: line tables of all functions | 13 |", "| **all rows** | 34 |"} {
		if !strings.Contains(got, want) {
			t.Errorf("the table lacks %q:\n%s", want, got)
		}
	}
	if strings.Index(got, "line tables") > strings.Index(got, "app/ui") {
		t.Errorf("the table does not start with the heaviest row:\n%s", got)
	}
}

func TestReadModuleRefuses(t *testing.T) {
	for _, tt := range []struct{ name, module string }{
		{"other bytes", "PK\x03\x04"},
		{"no names", header + section(sectionCode, "\x01"+text("x"))},
		{"names of nothing", header + section(sectionCustom, text("name")+"\x01"+text("\xff\xff\xff\xff\x0f"))},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := readModule([]byte(tt.module)); err == nil {
				t.Errorf("readModule(%q) = nil error, want one", tt.module)
			}
		})
	}
	for n := len(header) + 1; n < len(small); n++ {
		if m, err := readModule([]byte(small[:n])); err == nil {
			t.Errorf("readModule of the first %d bytes = %v, want an error", n, m)
		}
	}
}

func TestPackages(t *testing.T) {
	p := newPackages([]string{"slices", "internal/abi", "github.com/a/b", "github.com/a/b/c", "github.com/a/b-c/v2"})
	for _, tt := range []struct{ function, want string }{
		{"main.main", "main"},
		{"slices.SortFunc_go.shape._github.com_a_b.T_", "slices"},
		{"github.com_a_b.T.String", "github.com/a/b"},
		{"github.com_a_b_c.__T_.M.func1", "github.com/a/b/c"},
		{"github.com_a_b_c_v2.F", "github.com/a/b-c/v2"},
		{"type_.eq.github.com_a_b.T", "github.com/a/b"},
		{"internal_abi.__Type_.Size", "internal/abi"},
		{"wasm_export_run", other},
		{"", other},
	} {
		if got := p.of(tt.function); got != tt.want {
			t.Errorf("of(%q) = %q, want %q", tt.function, got, tt.want)
		}
	}
}

func TestGroup(t *testing.T) {
	for _, tt := range []struct{ path, want string }{
		{"github.com/spoolscope/spoolscope/app/ui", "app/ui"},
		{"main", "app"},
		{"runtime", "Go runtime"},
		{"internal/runtime/maps", "Go runtime"},
		{"crypto/sha256", "std: crypto/…"},
		{"golang.org/x/net/html/atom", "x/net"},
		{"github.com/klauspost/compress/zstd", "klauspost/compress"},
		{"example.org/new", "example.org/new"},
		{"sort", "std: the rest"},
	} {
		if got := group(tt.path); got != tt.want {
			t.Errorf("group(%q) = %q, want %q", tt.path, got, tt.want)
		}
	}
}
