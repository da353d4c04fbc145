package browser

import (
	"os"
	"strings"
	"syscall/js"
	"testing"
)

const trace = `
goroutine 1 gp=0xc000002380 m=0 mp=0x1f7e6a0 [running]:
github.com/spoolscope/spoolscope/parser/internal/sendmail/qf.(*scanner).line(0x140000b2000, {0x14000120000, 0x4d, 0x80})
	github.com/spoolscope/spoolscope/parser/internal/sendmail/qf/scan.go:81 +0x9c
slices.SortFunc[...](...)
	slices/sort.go:28
main.worker.func1(...)
	github.com/spoolscope/spoolscope/app/spoolscope/main_js.go:40
created by main.main in goroutine 7
	github.com/spoolscope/spoolscope/app/spoolscope/main_js.go:20 +0x3

goroutine 9 [select (no cases), 2 minutes]:
created by time.goFunc
`

// TestCrashDetails runs web/assets/crash.js, which page and worker wrap around
// the Go program: what it keeps must contain nothing of a message.
func TestCrashDetails(t *testing.T) {
	script, err := os.ReadFile("../../web/assets/crash.js")
	if err != nil {
		t.Fatal(err)
	}
	crashDetails := js.Global().Get("Function").New(string(script) + "\nreturn crashDetails;").Invoke()
	// thrown makes an exception as a browser does.
	thrown := func(class js.Value, message, stack string) js.Value {
		err := class.New(message)
		err.Set("stack", stack)
		return err
	}
	trap := js.Global().Get("WebAssembly").Get("RuntimeError")
	for _, tt := range []struct {
		name, printed string
		thrown        js.Value
		want          []string
		never         []string
	}{
		{
			name: "runtime error", printed: "read qfAB\npanic: runtime error: index out of range [5] with length 3\n" + trace,
			want: []string{"panic: runtime error: index out of range [5] with length 3", "[running]:", "qf.(*scanner).line\n", "qf/scan.go:81 +0x9c\n",
				"slices.SortFunc[...]\n", "slices/sort.go:28\n", "main.worker.func1", "main_js.go:40", "created by main.main in goroutine 7\n",
				"goroutine 9 [select (no cases), 2 minutes]:\ncreated by time.goFunc\n"},
			never: []string{"qfAB", "0x140000b2000"},
		},
		{
			name: "message with mail", printed: "panic: Subject: the merger\nis on\n" + trace,
			want: []string{"left out", "scan.go:81"}, never: []string{"merger", "is on"},
		},
		{
			name: "error with mail", printed: "panic: main.parseError{line:\"Rbob@example.org\"} [recovered]\n" + trace,
			want: []string{"left out"}, never: []string{"bob"},
		},
		{name: "one word", printed: "panic: secret\n" + trace, want: []string{"left out"}, never: []string{"secret"}},
		{
			name: "message like a stack", printed: "panic: x\ngoroutine 1 secret:\nbob.smith(today)\n\tplan b.go:1\n" + trace,
			want: []string{"left out", "scan.go:81"}, never: []string{"secret", "bob", "plan"},
		},
		{name: "text within the stack", printed: trace + "bob.smith\nbob.smith(him)\n\tbob:0 +0x1c\n", want: []string{"scan.go:81"}, never: []string{"bob"}},
		{
			name: "memory", printed: "fatal error: runtime: cannot allocate memory\n" + trace,
			want: []string{"fatal error: runtime: cannot allocate memory"},
		},
		{
			name: "the last one counts", printed: "panic: runtime error: first\npanic: runtime error: second\n" + trace,
			want: []string{"second"}, never: []string{"first"},
		},
		{name: "nothing", want: []string{"no details"}},
		{name: "only mail", printed: "From: bob@example.org\nhello (there)\n", want: []string{"no details"}, never: []string{"bob", "hello"}},
		{name: "very long", printed: "panic: runtime error: x\n" + strings.Repeat(trace, 1000), want: []string{"panic: runtime error: x"}},
		{
			name: "trap in Chromium", printed: "hello\n",
			thrown: thrown(trap, "unreachable", "RuntimeError: unreachable\n    at wasm://wasm/019:wasm-function[12]:0x8a\n    at file:///home/bob/spoolscope.html:1:2\n"),
			want:   []string{"RuntimeError: unreachable\n", "\twasm-function[12]:0x8a\n"}, never: []string{"bob", "hello"},
		},
		{
			name:   "trap in Firefox",
			thrown: thrown(trap, "unreachable executed", "@file:///home/bob/spoolscope.html line 5 > WebAssembly.compile:wasm-function[7]:0x12\n"),
			want:   []string{"RuntimeError: unreachable executed\n", "\twasm-function[7]:0x12\n"}, never: []string{"bob"},
		},
		{
			name: "another exception", printed: "panic: runtime error: x\n", thrown: thrown(js.Global().Get("TypeError"), "bob is no function", "bob@1"),
			want: []string{"panic: runtime error: x\nTypeError\n"}, never: []string{"bob"},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := crashDetails.Invoke(tt.printed, tt.thrown).String()
			for _, w := range tt.want {
				if !strings.Contains(got, w) {
					t.Errorf("the details of %q are %q, want %q in them", tt.printed, got, w)
				}
			}
			for _, n := range tt.never {
				if strings.Contains(got, n) {
					t.Errorf("the details of %q are %q, want no %q in them", tt.printed, got, n)
				}
			}
			if len(got) > 8<<10 {
				t.Errorf("the details have %d bytes, want at most 8 KiB", len(got))
			}
		})
	}
}
