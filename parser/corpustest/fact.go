package corpustest

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

// Fact is a value of a facts.json that notes which of its fields a test looks at, so that
// [Fact.Unread] can name those that nothing is compared with.
type Fact struct {
	t     testing.TB
	value any
	path  string          // "messages[].sender"
	read  map[string]bool // the paths that were looked at, of the whole file
}

// Fact returns the facts of a case, nothing of them looked at.
func (c Case) Fact(t testing.TB) Fact {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(c.Read(t, "facts.json")))
	d.UseNumber()
	f := Fact{t: t, read: map[string]bool{}}
	if err := d.Decode(&f.value); err != nil {
		t.Fatalf("%s: %v", c.Name, err)
	}
	return f
}

// At returns a field, which is absent if there is none or if it is null.
func (f Fact) At(key string) Fact {
	f.path = strings.TrimPrefix(f.path+"."+key, ".")
	f.read[f.path] = true
	fields, _ := f.value.(map[string]any)
	f.value = fields[key]
	return f
}

// Exists reports whether a field is there and not null.
func (f Fact) Exists() bool { return f.value != nil }

// Text returns a text, "" for none. It has a character for each byte of what it describes.
func (f Fact) Text() string {
	if f.value == nil {
		return ""
	}
	s, ok := f.value.(string)
	if !ok {
		f.t.Fatalf("%s is %v, no text", f.path, f.value)
	}
	return s
}

// Number returns a number, 0 for none.
func (f Fact) Number() int64 {
	if f.value == nil {
		return 0
	}
	number, _ := f.value.(json.Number)
	n, err := number.Int64()
	if err != nil {
		f.t.Fatalf("%s is %v, no number", f.path, f.value)
	}
	return n
}

// Is reports whether a field is true.
func (f Fact) Is() bool { return f.value == true }

// Each returns the elements of a list, nil for none.
func (f Fact) Each() []Fact {
	list, _ := f.value.([]any)
	var all []Fact
	for _, v := range list {
		all = append(all, Fact{f.t, v, f.path + "[]", f.read})
	}
	return all
}

// Texts returns the texts of a list, nil for none.
func (f Fact) Texts() []string {
	var all []string
	for _, e := range f.Each() {
		f.read[e.path] = true
		all = append(all, e.Text())
	}
	return all
}

// Unread returns the paths of the fields that nobody has looked at.
func (f Fact) Unread() []string {
	found := map[string]bool{}
	var walk func(path string, v any)
	walk = func(path string, v any) {
		switch v := v.(type) {
		case map[string]any:
			for key, inner := range v {
				walk(strings.TrimPrefix(path+"."+key, "."), inner)
			}
		case []any:
			for _, inner := range v {
				walk(path+"[]", inner)
			}
		default:
			found[path] = !f.read[path]
		}
	}
	walk("", f.value)
	var unread []string
	for path, is := range found {
		if is {
			unread = append(unread, path)
		}
	}
	slices.Sort(unread)
	return unread
}
