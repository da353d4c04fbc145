package browser

import (
	"errors"
	"strings"
	"testing"

	"github.com/hack-pad/safejs"
)

// function makes a JavaScript function from source text; Node has no policy
// against that.
func function(t *testing.T, args ...any) safejs.Value {
	t.Helper()
	f, err := get(safejs.Global(), "Function").New(args...)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func newBridge() (bridge, *[]string) {
	var faults []string
	return bridge{fault: func(text string) { faults = append(faults, text) }}, &faults
}

func TestCallbackRecovers(t *testing.T) {
	b, faults := newBridge()
	f, err := b.callback(func([]safejs.Value) { panic("Subject: secret") })
	if err != nil {
		t.Fatal(err)
	}
	defer f.Release()
	if _, err := f.Value().Invoke(); err != nil {
		t.Errorf("a callback that panics = %v, want nil", err)
	}
	if len(*faults) != 1 || !strings.Contains((*faults)[0], "bridge_js_test.go") || strings.Contains((*faults)[0], "secret") {
		t.Errorf("faults %q, want one with the place and without mail", *faults)
	}
}

func TestRunRecovers(t *testing.T) {
	told := make(chan string, 1)
	b := bridge{fault: func(text string) { told <- text }}
	b.run(func() { panic(errors.New("secret")) })
	if got := <-told; !strings.HasPrefix(got, "panic: value of type *errors.errorString\n") {
		t.Errorf("fault %q, want the type of the panic's value", got)
	}
}

func TestAwait(t *testing.T) {
	b, _ := newBridge()
	for _, tt := range []struct {
		name, js string
		want     string
		err      string
	}{
		{"value", "return Promise.resolve('yes')", "yes", ""},
		{"later", "return new Promise((ok) => setTimeout(() => ok('late'), 5))", "late", ""},
		{"nothing", "return Promise.resolve()", "", ""},
		{"error", "return Promise.reject(new TypeError('no such file'))", "", "TypeError: no such file"},
		{"text", "return Promise.reject('plain')", "", "plain"},
		{"no reason", "return Promise.reject()", "", "unknown JavaScript error"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			promise, err := function(t, tt.js).Invoke()
			if err != nil {
				t.Fatal(err)
			}
			v, err := b.await(func(ok, fail safejs.Func) error {
				_, err := promise.Call("then", ok, fail)
				return err
			})
			if got := stringOf(v); got != tt.want {
				t.Errorf("await(%s) = %q, want %q", tt.js, got, tt.want)
			}
			if got := errText(err); got != tt.err {
				t.Errorf("await(%s): error %q, want %q", tt.js, got, tt.err)
			}
		})
	}
	want := errors.New("does not start")
	if _, err := b.await(func(_, _ safejs.Func) error { return want }); !errors.Is(err, want) {
		t.Errorf("await = %v, want %v", err, want)
	}
}

func errText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func TestGetIsSafe(t *testing.T) {
	g := safejs.Global()
	if v := get(g, "nothing", "at", "all"); v.Type() != safejs.TypeUndefined {
		t.Errorf("get of what is not there = %v, want undefined", v.Type())
	}
	if got := numberOf(get(g, "Math", "PI")); got != 3 {
		t.Errorf("numberOf(Math.PI) = %d, want 3", got)
	}
	big, err := function(t, "return 2**40 + 5").Invoke()
	if err != nil {
		t.Fatal(err)
	}
	if got := numberOf(big); got != 1<<40+5 {
		t.Errorf("numberOf(2**40 + 5) = %d, want %d", got, int64(1<<40+5))
	}
	if got := stringOf(get(g, "Math")); got != "" {
		t.Errorf("stringOf(Math) = %q, want nothing", got)
	}
}

func TestBytesThereAndBack(t *testing.T) {
	for _, n := range []int{0, 1, 100_000} {
		want := noise(n)
		array, err := toJS(want)
		if err != nil {
			t.Fatal(err)
		}
		got, err := toGo(get(array, "buffer"))
		if err != nil || string(got) != string(want) {
			t.Errorf("%d bytes come back as %d, error %v", n, len(got), err)
		}
	}
}

func TestDecode(t *testing.T) {
	for _, tt := range []struct {
		charset, in, want string
		ok                bool
	}{
		{"utf-8", "gr\xc3\xbc\xc3\x9fe", "grüße", true},
		{"iso-8859-1", "gr\xfc\xdfe", "grüße", true},
		{"koi8-r", "\xf0\xd2\xc9\xd7\xc5\xd4", "Привет", true},
		{"shift_jis", "\x93\xfa\x96\x7b", "日本", true},
		{"utf-8", "a\xffb", "a\ufffdb", true},
		{"x-made-up", "abc", "", false},
		{"", "abc", "", false},
		{"utf-8", "", "", true},
	} {
		if got, ok := Decode(tt.charset, []byte(tt.in)); got != tt.want || ok != tt.ok {
			t.Errorf("Decode(%q, %q) = %q, %v; want %q, %v", tt.charset, tt.in, got, ok, tt.want, tt.ok)
		}
	}
}
