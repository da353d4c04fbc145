package parser

import (
	"bytes"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/parser/corpustest"
	"github.com/spoolscope/spoolscope/parser/hook"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// without makes a load store no decoded bytes.
func without(string) hook.Keeper { return nil }

// The same two messages, one a bounce, however links spread their files.
func TestLinkedDirectories(t *testing.T) {
	all := files(message("mqueue/", idA), bounce("mqueue/", idB))
	want := summary(loadTar(t, all...))
	// spread moves the files of a kind to another folder.
	spread := func(kind, folder string) []file {
		var out []file
		for _, f := range all {
			if base := f.name[len("mqueue/"):]; base[:2] == kind {
				f.name = folder + base
			}
			out = append(out, f)
		}
		return out
	}
	moved := func(folder string) []file {
		return files([]file{{name: folder + all[0].name[7:], data: all[0].data}, {name: folder + all[1].name[7:], data: all[1].data}},
			[]file{{name: folder + all[2].name[7:], data: all[2].data}, {name: folder + all[3].name[7:], data: all[3].data}})
	}
	tests := []struct {
		name string
		in   []file
	}{
		{"df is a link", append([]file{{name: "mqueue/df", sym: "../big/store"}}, spread("df", "big/store/")...)},
		{"df is a link, met last", append(spread("df", "big/store/"), file{name: "mqueue/df", sym: "../big/store"})},
		{"df is a link to a df folder", append(spread("df", "big/df/"), file{name: "mqueue/df", sym: "../big/df"})},
		{"qf is a link", append(spread("qf", "fast/"), file{name: "mqueue/qf", sym: "../fast"})},
		{"the queue is a link", append(moved("disk2/q/"), file{name: "mqueue", sym: "disk2/q"})},
		{"the queue is an absolute link", append(moved("disk2/q/"), file{name: "mqueue", sym: "/disk2/q"})},
		{"sub-folders without links", files(spread("df", "mqueue/df/"))},
	}
	for _, tt := range tests {
		for _, opt := range []Options{{}, {Hooks: hook.Hooks{Keep: without}}} {
			t.Run(tt.name, func(t *testing.T) {
				data := tarOf(t, tt.in...)
				src := source("spool.tar", data)
				if opt.Hooks.Keep != nil { // compressed and not kept: nothing can be read again
					src = source("spool.tar.gz", gz(t, data))
				}
				q := loadBytes(t, opt, src)
				sameLines(t, "messages", summary(q), want)
				sameLines(t, "problems", kinds(q), nil)
			})
		}
	}
}

func TestLinkedQueueDirectory(t *testing.T) {
	q := loadTar(t, append(files(message("mqueue/qd1/", idA), bounce("disk2/", idB)), file{name: "mqueue/qd2", sym: "../disk2"})...)
	sameLines(t, "messages", placed(q), []string{
		"mail.plum.example:/var/spool/mqueue/qd1/" + idA + " deferred", "mail.plum.example:/var/spool/mqueue/qd2/" + idB + " deferred"})
	if i := rowOf(t, q, idB); q.ReplyN[i] != 1 || q.Text(q.Origin[i]) != "<ann@plum.example>" {
		t.Errorf("the moved bounce has %d replies, origin %q", q.ReplyN[i], q.Text(q.Origin[i]))
	}
}

// A message in a linked queue directory has everything that one in an ordinary
// directory has, in whatever order link and files come.
func TestLinkedMessageIsWhole(t *testing.T) {
	m := message("disk2/", idA, "MDeferred: Connection refused by fig.example.", "qvirus", "dqd3", "${auth_authen}ann", "$spc.plum.example")
	m[0].data = strings.Replace(m[0].data, "H??Subject", "H??X-PHP-Script: 33:send.php\nH??Subject", 1)
	m = append(m, file{name: "disk2/lf" + idA, data: "x"})
	want := columnsOf(t, loadTar(t, renamed(m, "disk2/", "mqueue/qd1/")...))
	for _, in := range [][]file{
		append(slices.Clone(m), file{name: "mqueue/qd1", sym: "../disk2"}),
		append([]file{{name: "mqueue/qd1", sym: "../disk2"}}, m...),
	} {
		sameLines(t, "columns", columnsOf(t, loadTar(t, in...)), want)
	}
	for _, column := range []string{"Helo pc.plum.example", "Script 33:send.php", "Auth ann"} {
		if !slices.Contains(want, column) {
			t.Errorf("no %q in %q", column, want)
		}
	}
}

// The data file named by a d record is also found from a linked directory.
func TestLinkedMessageWithDataDirectory(t *testing.T) {
	q := loadTar(t, file{name: "disk2/qf" + idA, data: controlFile("dqd3")}, file{name: "mqueue/qd1", sym: "../disk2"},
		file{name: "mqueue/qd3/df" + idA, data: "Hello\n"})
	if i := rowOf(t, q, idA); q.Size[i] != 6 {
		t.Errorf("size %d, want 6", q.Size[i])
	}
}

// A newer control file of the same message replaces the older one completely.
func TestControlFileReplaced(t *testing.T) {
	m := message("mqueue/", idA)
	old := file{name: "mqueue/hf" + idA, data: strings.Replace(m[0].data, "$_localhost", "qvirus\n$spc\n$_localhost", 1)}
	m[0].data = strings.Replace(m[0].data, "H??Subject: lunch\n", "", 1)
	q := loadTar(t, append([]file{old}, m...)...)
	i := rowOf(t, q, idA)
	if q.Subject[i] != 0 || q.Helo[i] != 0 || q.Columns.Reason[i] != 0 {
		t.Errorf("subject %q, helo %q, reason %q are left of the hf file", q.Text(q.Subject[i]), q.Text(q.Helo[i]), q.Text(q.Columns.Reason[i]))
	}
}

// renamed moves files from one folder to another.
func renamed(fs []file, from, to string) []file {
	out := slices.Clone(fs)
	for i := range out {
		out[i].name = to + strings.TrimPrefix(out[i].name, from)
	}
	return out
}

// columnsOf returns the columns of the only message, each as "name value", and
// its other properties.
func columnsOf(t *testing.T, q *queue.Queue) []string {
	t.Helper()
	if len(q.Order) != 1 {
		t.Fatalf("%d messages, want 1", len(q.Order))
	}
	i := q.Order[0]
	var out []string
	v := reflect.ValueOf(q.Columns)
	for k := range v.NumField() {
		name, col := v.Type().Field(k).Name, v.Field(k)
		switch s := col.Interface().(type) {
		case []queue.Str:
			switch name {
			case "RcptAddr", "RcptStat", "ReplyText", "ReplyHost", "GrepLine":
			default:
				out = append(out, name+" "+q.Text(s[i]))
			}
		case []queue.FileRef:
			out = append(out, fmt.Sprint(name, " ", s[i].Size, " ", s[i].Time))
		case []bool: // ReplyEcho, a pool
		case []uint32, []uint16: // its position in the pools, and its directory
		default:
			out = append(out, fmt.Sprint(name, " ", col.Index(int(i))))
		}
	}
	for from, to := q.Recipients(i); from < to; from++ {
		out = append(out, q.Text(q.RcptAddr[from])+" "+q.Text(q.RcptStat[from]))
	}
	return append(out, fmt.Sprint(q.Dirs[q.Dir[i]].Path, q.Prefixes[i]))
}

func TestDigestsFollowLinks(t *testing.T) {
	m := message("mqueue/", idA)
	want := loadBytes(t, Options{Digests: true}, source("a.tar", tarOf(t, m...)))
	m[1].name = "big/df" + idA
	q := loadBytes(t, Options{Digests: true}, source("a.tar", tarOf(t, append(m, file{name: "mqueue/df", sym: "../big"})...)))
	if got, want := *q.Digests[rowOf(t, q, idA)], *want.Digests[rowOf(t, want, idA)]; got != want {
		t.Errorf("digests %+v, want %+v", got, want)
	}
}

func TestDanglingLinks(t *testing.T) {
	q := loadTar(t, append(message("mqueue/", idA), file{name: "mqueue/df", sym: "/data/df"}, file{name: "mqueue/qd9", sym: "x"},
		file{name: "mqueue/note", sym: "nowhere"}, file{name: "mqueue/df" + idB, hard: "mqueue/df" + idC}, file{name: "mqueue/x", hard: "y"})...)
	sameLines(t, "problems", kinds(q), []string{"link", "link", "link", "link"})
}

// A d record says in which queue directory the data file is.
func TestDataDirectory(t *testing.T) {
	refused := "MDeferred: Connection refused by fig.example."
	q := loadTar(t,
		file{name: "mqueue/qd1/qf" + idA, data: controlFile("dqd3", refused)}, file{name: "mqueue/qd3/df/df" + idA, data: "Hello\n"},
		file{name: "mqueue/qd1/qf" + idB, data: controlFile("dqd3", "Fr")}, file{name: "mqueue/qd3/df/df" + idB, data: bounceText},
		file{name: "mqueue/qd1/qf" + idC, data: controlFile("dqd4", refused)}, file{name: "mqueue/qd1/df" + idC, data: "Hello\n"})
	sameLines(t, "messages", placed(q), []string{
		"mail.plum.example:/var/spool/mqueue/qd1/" + idA + " deferred", "mail.plum.example:/var/spool/mqueue/qd1/" + idB + " deferred",
		"mail.plum.example:/var/spool/mqueue/qd1/" + idC + " deferred"})
	if i := rowOf(t, q, idA); q.Size[i] != 6 || q.FileName(q.Data[i]) != "mqueue/qd3/df/df"+idA {
		t.Errorf("data file %q of %d bytes", q.FileName(q.Data[i]), q.Size[i])
	}
	if i := rowOf(t, q, idB); q.ReplyN[i] != 1 {
		t.Errorf("the bounce has %d replies, want 1", q.ReplyN[i])
	}
	sameLines(t, "problems", kinds(q), nil)
}

// Split envelopes share a data file: tar packs the second as a hard link.
func TestHardLinks(t *testing.T) {
	in := files(message("mqueue/", idA), message("mqueue/", idB))
	text := "quoted:\n<<< 550 5.1.1 no\n"
	in[1].data, in[3].data = text, text
	want := summary(loadTar(t, in...))
	sameLines(t, "zip, without links", summary(loadBytes(t, Options{}, source("spool.zip", zipOf(t, in...)))), want)
	in[3].data, in[3].hard = "", in[1].name
	sameLines(t, "a hard link", summary(loadTar(t, in...)), want)
	q := loadBytes(t, Options{Hooks: hook.Hooks{Keep: without}, Digests: true}, source("spool.tar.gz", gz(t, tarOf(t, in...))))
	sameLines(t, "a hard link, nothing kept", summary(q), want)
	a, b := rowOf(t, q, idA), rowOf(t, q, idB)
	if from, to := q.Grep(b); to-from != 1 || q.Digests[a].Data != q.Digests[b].Data || !q.Digests[b].HasData || len(q.Problems) != 0 {
		t.Errorf("lines %d to %d, digests %x and %x, %v", from, to, q.Digests[a].Data, q.Digests[b].Data, q.Problems)
	}
	// a control file that was first stored under another name
	in = message("mqueue/", idA)
	q = loadTar(t, file{name: "mqueue/saved", data: in[0].data}, file{name: in[0].name, hard: "mqueue/saved"}, in[1])
	sameLines(t, "a control file", placed(q), []string{"mail.plum.example:/var/spool/mqueue/" + idA + " deferred"})
	// names of another archive are not targets
	q = loadBytes(t, Options{}, source("a.tar", tarOf(t, file{name: "mqueue/saved", data: "Hello\n"})),
		source("b.tar", tarOf(t, file{name: "mqueue/df" + idA, hard: "mqueue/saved"})))
	sameLines(t, "a target in another archive", kinds(q), []string{"nothing", "nothing", "link"}) // each archive alone
}

// The corpus has split envelopes in tar files.
func TestCorpusWithoutKeeping(t *testing.T) {
	c := corpustest.Open(t, "groups")
	for _, a := range c.Archives(t) {
		data := c.Read(t, a)
		q := loadBytes(t, Options{Hooks: hook.Hooks{Keep: without}, Digests: true}, Source{Name: a, Size: int64(len(data)), R: bytes.NewReader(data)})
		checkFacts(t, c, a, q)
		for _, i := range q.Order {
			if q.State[i] == queue.Incomplete {
				t.Errorf("%s: %s is incomplete", a, q.Text(q.ID[i]))
			}
		}
	}
}
