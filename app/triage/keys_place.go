package triage

import (
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// ExactDir returns the value of a queue term that selects one directory.
func ExactDir(path string) string {
	if strings.HasPrefix(path, "/") {
		return path
	}
	return "=" + path
}

// queueTest compares with a whole path, or the last parts of one.
func queueTest(x *Index, v value) (test, error) {
	p, exact := v.exact()
	whole := exact || p.wild() || strings.HasPrefix(string(p[0]), "/")
	is := x.byDir(func(d *queue.Dir) bool {
		dir := strings.ToLower(d.Path)
		return p.is([]byte(dir)) || !whole && strings.HasSuffix(dir, "/"+string(p[0]))
	})
	return cheap(is), nil
}

func hostTest(x *Index, v value) (test, error) {
	none := v.Is("none")
	return cheap(x.byDir(func(d *queue.Dir) bool {
		if d.Host == "" {
			return none
		}
		return v.host([]byte(strings.ToLower(d.Host)))
	})), nil
}

// systemTest compares the mail system that has the message.
func systemTest(x *Index, v value) (test, error) {
	var on [len(queue.Systems)]bool
	names := make([]string, len(on))
	for n, s := range queue.Systems {
		names[n] = s.String()
		on[n] = v.pattern.is([]byte(names[n]))
	}
	if !slices.Contains(on[:], true) {
		return test{}, notKnown("system", v, names)
	}
	return cheap(x.byDir(func(d *queue.Dir) bool { return on[d.System] })), nil
}

// idTest compares the beginning; with wildcards it is the whole.
func idTest(x *Index, v value) (test, error) {
	p, exact := v.pattern.exact()
	if exact && !p.wild() { // and its case: IDs may differ in nothing else
		id := v.Value()[1:]
		return lookup(func(i int32) bool { return x.Queue.Text(x.Queue.ID[i]) == id }), nil
	}
	if !p.wild() {
		p = pattern{p[0], nil}
	}
	m := x.lower(p.is)
	return lookup(func(i int32) bool { return m(x.Queue.ID[i]) }), nil
}

// byDir asks once for each queue directory.
func (x *Index) byDir(f func(*queue.Dir) bool) func(i int32) bool {
	ok := make([]bool, len(x.Queue.Dirs))
	for d := range ok {
		ok[d] = f(&x.Queue.Dirs[d])
	}
	return func(i int32) bool { return ok[x.Queue.Dir[i]] }
}
