package parser

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/spoolscope/spoolscope/parser/corpustest"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// sameQueue checks that two loads gave the same queue, down to the numbers of
// texts.
func sameQueue(t *testing.T, got, want *queue.Queue) {
	t.Helper()
	texts := func(q *queue.Queue) []string {
		var all []string
		for n := range q.Strings.Len() {
			all = append(all, q.Strings.Get(queue.Str(n)))
		}
		return all
	}
	if a, b := texts(got), texts(want); !slices.Equal(a, b) {
		t.Errorf("%d texts, want %d, or others", len(a), len(b))
	}
	if len(got.Blobs) != len(want.Blobs) {
		t.Errorf("%d blobs, want %d", len(got.Blobs), len(want.Blobs))
	}
	a, b := *got, *want
	for _, q := range []*queue.Queue{&a, &b} {
		q.Strings, q.Blobs, q.Unwrap = nil, nil, nil
	}
	x, y := reflect.ValueOf(a), reflect.ValueOf(b)
	for i := range x.NumField() {
		if name := x.Type().Field(i).Name; name == "Columns" {
			for k := range x.Field(i).NumField() {
				sameValue(t, x.Field(i).Type().Field(k).Name, x.Field(i).Field(k), y.Field(i).Field(k))
			}
		} else {
			sameValue(t, name, x.Field(i), y.Field(i))
		}
	}
}

func sameValue(t *testing.T, name string, got, want reflect.Value) {
	t.Helper()
	if !got.CanInterface() {
		if a, b := fmt.Sprint(got), fmt.Sprint(want); a != b {
			t.Errorf("%s is %.300s, want %.300s", name, a, b)
		}
	} else if !reflect.DeepEqual(got.Interface(), want.Interface()) {
		t.Errorf("%s is %.300s, want %.300s", name, fmt.Sprintf("%+v", got), fmt.Sprintf("%+v", want))
	}
}

// loadBeside loads with several numbers of parsers, and checks that the queue and the final
// progress are the same as with one.
func loadBeside(t *testing.T, opt Options, sources func() []Source) *queue.Queue {
	t.Helper()
	var want *queue.Queue
	var told []Progress
	numbers := []int{1, 2, 4, 8}
	if testing.Short() { // for the race detector, which costs ten times as much
		numbers = []int{1, 4}
	}
	for _, n := range numbers {
		opt := opt
		opt.Parsers, opt.InMemory = n, true
		var progress []Progress
		opt.Progress = func(p Progress) { progress = append(progress, p) }
		q, err := Load(context.Background(), sources(), opt)
		if err != nil {
			t.Fatal(err)
		}
		if want == nil {
			want, told = q, progress
			continue
		}
		sameQueue(t, q, want)
		if got, want := progress[len(progress)-1], told[len(told)-1]; got != want {
			t.Errorf("the progress ends with %+v, want %+v", got, want)
		}
		if t.Failed() {
			t.Fatalf("with %d parsers", n)
		}
	}
	opt.InMemory = true
	var last Progress
	opt.Progress = func(p Progress) { last = p }
	q, err := Load(context.Background(), apart(sources(), opt), opt)
	if err != nil {
		t.Fatal(err)
	}
	sameQueue(t, flat(q), flat(want))
	if want := told[len(told)-1]; last != want {
		t.Errorf("the progress ends with %+v, want %+v", last, want)
	}
	if t.Failed() {
		t.Fatal("read apart")
	}
	return want
}

// flat returns a queue whose problems have only the texts of their errors and whether
// these are limits or early ends: error types do not cross to another thread.
func flat(q *queue.Queue) *queue.Queue {
	f := *q
	f.Problems = slices.Clone(q.Problems)
	for i, p := range f.Problems {
		if p.Err != nil {
			f.Problems[i].Err = fmt.Errorf("%v %v %v", p.Err, errors.Is(p.Err, queue.ErrLimit), errors.Is(p.Err, io.ErrUnexpectedEOF))
		}
	}
	return &f
}

// The queue does not depend on how many goroutines parse, whatever the archive.
func TestParsersCorpus(t *testing.T) {
	var all []corpustest.Case
	for _, list := range [][]corpustest.Case{corpustest.Sendmail(t), corpustest.Postfix(t), corpustest.Exim(t)} {
		all = append(all, list...)
	}
	for _, c := range all {
		names := []string{"spool.tar.gz", "spool.tar.bz2"}
		if slices.Contains(corpustest.Sendmail(t), c) {
			names = c.Archives(t)
			if testing.Short() {
				names = names[:1] // the others have the same files, packed in other ways
			}
		}
		for _, a := range names {
			if !c.Has(a) {
				continue
			}
			data := c.Read(t, a)
			for kind, made := range map[string][]byte{"whole": data, "cut": data[:len(data)*3/5], "damaged": damaged(data)} {
				for _, sums := range []bool{false, true} {
					t.Run(fmt.Sprintf("%s %s %s %v", c.Name, a, kind, sums), func(t *testing.T) {
						t.Parallel()
						loadBeside(t, Options{Digests: sums}, func() []Source { return []Source{source(a, made)} })
					})
				}
			}
		}
	}
}

// damaged is data with a hole in it.
func damaged(data []byte) []byte {
	data = slices.Clone(data)
	at := len(data) / 2
	clear(data[at : at+min(600, len(data)-at)])
	return data
}

func TestParsers(t *testing.T) {
	other := func(id string) []file {
		return []file{{name: "a/mqueue/qf" + id, data: controlFile("Fr")}, {name: "a/mqueue/df" + id, data: bounceText}}
	}
	ids := func(k int) string { return fmt.Sprintf("425%c%c%cKc0%05d", 'A'+k%26, 'A'+k/26%26, 'a'+k/676, k) }
	var many, late []file
	for k := range 700 {
		many = append(many, message("mqueue/", ids(k), "MDeferred: Connection timed out with "+ids(k)+".example.")...)
		b := bounce("mqueue/", ids(k))
		many, late = append(many, b[1]), append(late, b[0])
	}
	long := strings.Repeat("a line of a long text\n<<< 550 5.1.1 no\n", 10_000)
	cases := map[string][]file{
		"bounces before their control files": append(slices.Clone(many), late...),
		"files twice":                        append(slices.Clone(many), many[:300]...),
		"several hosts": files(
			[]file{{name: "hosts/one/var/spool/mqueue/"}}, inFolder("hosts/one/var/spool/", message("mqueue/", idA)), inFolder("hosts/two/var/spool/", bounce("mqueue/", idB)), other(idC)),
		"hard links": {
			{name: "mqueue/qf" + idA, data: controlFile("Mx")}, {name: "mqueue/df" + idA, data: long},
			{name: "mqueue/qf" + idB, data: controlFile("Mx")}, {name: "mqueue/df" + idB, hard: "mqueue/df" + idA}, {name: "mqueue/df" + idC, hard: "mqueue/none"},
		},
		"long and short": {
			{name: "mqueue/qf" + idA, data: controlFile("Mx")}, {name: "mqueue/df" + idA, data: long},
			{name: "mqueue/qf" + idB, data: controlFile("Mx") + strings.Repeat("RPFD:<x@example.org>\n", 20_000)}, {name: "mqueue/df" + idB}, {name: "mqueue/qf" + idC}, {name: "mqueue/qfodd", data: "V8\nx"}, {name: "mqueue/qfolder", data: "x"},
			{name: "mqueue/", data: ""}, {name: "etc/mail/sendmail.cf", data: "O Timeout.queuereturn=3d\n"}, {name: "mailq.txt", data: "/var/spool/mqueue is empty\n"},
		},
	}
	for name, in := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			data := tarOf(t, in...)
			one := loadBeside(t, Options{}, func() []Source { return []Source{source("a.tar", data)} })
			loadBeside(t, Options{}, func() []Source { return []Source{{Name: "a.tar", Size: -1, R: bytes.NewReader(data)}} })
			loadBeside(t, Options{Digests: true}, func() []Source {
				return []Source{source("a.tgz", gz(t, data)), source("b.tar", data[:len(data)*2/3]), {Name: "c", R: iotest.ErrReader(errors.New("no disk"))}, source("d.zip", zipOf(t, in...))}
			})
			if len(one.Order) == 0 {
				t.Error("no messages")
			}
		})
	}
}

// inFolder moves files.
func inFolder(folder string, fs []file) []file {
	for i := range fs {
		fs[i].name = folder + fs[i].name
	}
	return fs
}

// If a limit ends the load, several parsers keep and report no more than one.
func TestParsersLimits(t *testing.T) {
	const statusLength = 30_000
	r := rand.New(rand.NewPCG(1, 2))
	var in []file
	for k := range 3 * FreeMemory / statusLength / 2 {
		var status strings.Builder
		for status.Len() < statusLength {
			fmt.Fprintf(&status, "%04x%s", r.Uint32()&0xffff, strings.Repeat("a", 700))
		}
		in = append(in, file{name: fmt.Sprintf("mqueue/qf425AAAKc%06d", k), data: "V8\nM" + status.String() + "\n"})
	}
	data := tarOf(t, in...)
	data[len(data)-10*statusLength] ^= 1 // damage behind the limit
	packed := gz(t, data)
	q := loadBeside(t, Options{}, func() []Source { return []Source{source("a.tgz", packed)} })
	if !slices.ContainsFunc(q.Problems, func(p queue.Problem) bool { return p.Kind == queue.KindLimit }) {
		t.Errorf("no limit was reached with %d messages from %d bytes", len(q.Order), len(packed))
	}
}
