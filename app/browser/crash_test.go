package browser

import (
	"os"
	"runtime/debug"
	"strings"
	"testing"
)

const trace = `
goroutine 1 [running]:
github.com/spoolscope/spoolscope/parser/internal/sendmail/qf.(*scanner).line(0x140000b2000, {0x14000120000, 0x4d, 0x80})
	github.com/spoolscope/spoolscope/parser/internal/sendmail/qf/scan.go:81 +0x9c
main.worker.func1(...)
	github.com/spoolscope/spoolscope/app/main_js.go:40
created by main.main in goroutine 7
	github.com/spoolscope/spoolscope/app/main_js.go:20 +0x3
`

func TestCleanCrash(t *testing.T) {
	for _, tt := range []struct {
		name, printed string
		want          []string
		never         []string
	}{
		{
			"runtime error", "read qfAB\npanic: runtime error: index out of range [5] with length 3\n" + trace,
			[]string{"panic: runtime error: index out of range [5] with length 3", "goroutine 1 [running]:",
				"qf.(*scanner).line", "scan.go:81", "main.worker.func1", "created by main.main"},
			[]string{"qfAB", "0x140000b2000"},
		},
		{
			"message with mail", "panic: Subject: the merger\nis on\n" + trace,
			[]string{"left out", "scan.go:81"},
			[]string{"merger", "is on"},
		},
		{
			"error with mail", "panic: main.parseError{line:\"Rbob@example.org\"} [recovered]\n" + trace,
			[]string{"left out"},
			[]string{"bob"},
		},
		{"type only", "panic: value of type *errors.errorString\n" + trace, []string{"panic: value of type *errors.errorString"}, nil},
		{"one word", "panic: secret\n" + trace, []string{"left out"}, []string{"secret"}},
		{
			"memory", "fatal error: runtime: cannot allocate memory\n" + trace,
			[]string{"fatal error: runtime: cannot allocate memory"}, nil,
		},
		{
			"the last one counts", "panic: runtime error: first\npanic: runtime error: second\n" + trace,
			[]string{"second"}, []string{"first"},
		},
		{
			"without lines", "panic: runtime error: x\n\ngoroutine 1 [running]:\nmain.read(0x1)\n\t?:0 +0x1c\n\tbob:0 +0x1c\n",
			[]string{"main.read\n", "\t?:0 +0x1c"}, []string{"0x1)", "bob"},
		},
		{"nothing", "", []string{"no details"}, nil},
		{"only mail", "From: bob@example.org\nhello (there)\n", []string{"no details"}, []string{"bob", "hello"}},
		{"very long", "panic: runtime error: x\n" + strings.Repeat(trace, 1000), []string{"panic: runtime error: x"}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := cleanCrash(tt.printed)
			for _, w := range tt.want {
				if !strings.Contains(got, w) {
					t.Errorf("cleanCrash(%q) = %q, want %q in it", tt.printed, got, w)
				}
			}
			for _, n := range tt.never {
				if strings.Contains(got, n) {
					t.Errorf("cleanCrash(%q) = %q, want no %q in it", tt.printed, got, n)
				}
			}
			if len(got) > maxCrash {
				t.Errorf("cleanCrash gives %d bytes, want at most %d", len(got), maxCrash)
			}
		})
	}
}

// A panic's own message may quote mail; one of the Go runtime does not.
func TestPanicText(t *testing.T) {
	for _, tt := range []struct {
		panics func()
		want   string
	}{
		{func() { panic("Subject: secret") }, "panic: value of type string"},
		{func() { _ = []int{}[len(os.Args)] }, "panic: runtime error: index out of range"},
	} {
		func() {
			defer func() {
				got := panicText(recover(), debug.Stack())
				if !strings.Contains(got, tt.want) || strings.Contains(got, "secret") || !strings.Contains(got, "crash_test.go:") {
					t.Errorf("panicText = %q, want %q, the place, and no mail", got, tt.want)
				}
			}()
			tt.panics()
		}()
	}
}
