package share

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"io"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"github.com/spoolscope/spoolscope/app/redact"
	"github.com/spoolscope/spoolscope/app/redact/redacttest"
	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/app/triage/reason"
	"github.com/spoolscope/spoolscope/parser/goldentest"
	"github.com/spoolscope/spoolscope/parser/queue"
)

func selection(t testing.TB, q *queue.Queue, r redact.Redaction) Selection {
	t.Helper()
	return Selection{Index: triage.NewIndex(q), Rows: q.Order, Redactor: redacttest.New(t, q, r)}
}

// The small queue as each export writes it, with nothing and all hidden.
func TestGolden(t *testing.T) {
	q := redacttest.Sample()
	for format, ending := range map[string]string{"csv": ".csv", "jsonl": ".jsonl", "text": ".txt"} {
		for name, r := range map[string]redact.Redaction{"plain": {}, "hidden": redact.All} {
			got := export(t, format, selection(t, q, r))
			goldentest.Check(t, filepath.Join("testdata", name+ending), got)
		}
	}
}

// hostile are texts that somebody may have sent to do harm.
var hostile = []string{
	"=cmd|'/c calc'!A1", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", " =1", "\"=1", "'=1", "a;=1", "a,+1", "a\n=1", "a|@x", "\uff1d1",
	"quote \" and, comma", "line\r\nbreak", "nul\x00byte", "latin-1 \xfc", "half \xe2\x82", "\u202eevil", strings.Repeat("x", 70000), "<script>alert(1)</script>", "",
}

// readCSV reads an export back and checks that no cell begins a formula.
func readCSV(t *testing.T, file []byte, rows int) [][]string {
	t.Helper()
	if !utf8.Valid(file) {
		t.Errorf("the file is not UTF-8: %q", file)
	}
	if n := bytes.Count(file, []byte("\n")); n != bytes.Count(file, []byte("\r\n")) || n != rows+1 {
		t.Errorf("%d line ends, want %d of CRLF", n, rows+1)
	}
	r := csv.NewReader(bytes.NewReader(file))
	all, err := r.ReadAll()
	if err != nil {
		t.Fatalf("%v in %q", err, file)
	}
	if len(all) != rows+1 || !slices.Equal(all[0], Columns) {
		t.Fatalf("%d lines below %q", len(all)-1, all[0])
	}
	for _, line := range all[1:] {
		for k, cell := range line {
			if k >= 12 && k <= 18 { // numbers and times
				continue
			}
			for _, part := range strings.FieldsFunc(cell, func(r rune) bool { return strings.ContainsRune(",;|\t\r\n", r) }) {
				if part = strings.TrimLeft(part, " \""); part != "" && strings.ContainsAny(part[:1], "=+-@") {
					t.Errorf("column %s holds a formula: %q", Columns[k], cell)
				}
			}
		}
	}
	return all[1:]
}

func hostileQueue() *queue.Queue {
	var messages []redacttest.Message
	for _, h := range hostile {
		messages = append(messages, redacttest.Message{Sender: h, Client: h, Auth: h, Subject: h, Status: h, Reply: h, To: []string{h, "<" + h + "@there.example>"}})
	}
	return redacttest.Queue(messages...)
}

func TestHostile(t *testing.T) {
	q := hostileQueue()
	for _, r := range redacttest.Redactions {
		readCSV(t, export(t, "csv", selection(t, q, r)), len(q.Order))
		lines := strings.Split(strings.TrimSuffix(string(export(t, "jsonl", selection(t, q, r))), "\n"), "\n")
		if len(lines) != len(q.Order) {
			t.Errorf("%d lines of JSON, want %d", len(lines), len(q.Order))
		}
		for _, line := range lines {
			var m Message
			if err := json.Unmarshal([]byte(line), &m); err != nil || m.Schema != MessageSchema {
				t.Errorf("line %.100q: schema %q, %v", line, m.Schema, err)
			}
		}
		text := export(t, "text", selection(t, q, r))
		if bytes.ContainsAny(text, "\x00\r\t") || !utf8.Valid(text) {
			t.Errorf("control characters in %q", text)
		}
	}
	if m := selection(t, q, redact.Redaction{}); m.FileName(0) != "425A00bQ000000.eml" {
		t.Errorf("FileName = %q", m.FileName(0))
	}
}

func TestFileNames(t *testing.T) {
	for id, want := range map[string]string{
		"425A00bQ002972": "425A00bQ002972.eml", "../../etc/passwd": "_.._etc_passwd.eml", "a b'c$": "a_b_c_.eml", "-rf": "rf.eml", "": "_.eml", "nul": "_nul.eml", "é": "__.eml",
	} {
		q := redacttest.Queue(redacttest.Message{ID: id, To: []string{"<a@b.example>"}})
		if id == "" {
			q.ID[0] = 0
		}
		if got := (Selection{Index: triage.NewIndex(q), Rows: q.Order}).FileName(0); got != want {
			t.Errorf("FileName of %q = %q, want %q", id, got, want)
		}
	}
}

// one gives the same header and text for every row.
func one(header, body string) Opener {
	return func(int32) ([]byte, io.Reader, error) { return []byte(header), strings.NewReader(body), nil }
}

func TestMbox(t *testing.T) {
	q := redacttest.Queue(redacttest.Message{Sender: "<a@x.example>", To: []string{"<b@there.example>"}}, redacttest.Message{Sender: "<>", To: []string{"<b@there.example>"}})
	var b bytes.Buffer
	err := Mbox(&b, Selection{Index: triage.NewIndex(q), Rows: q.Order}, one("Subject: x\n", "From here\n>From there\n>>From\nFrom: x\n>>> From\nFrom"))
	if err != nil {
		t.Fatal(err)
	}
	const text = "Subject: x\n\n>From here\n>>From there\n>>From\nFrom: x\n>>> From\nFrom\n\n"
	const want = "From a@x.example Tue Mar  5 12:00:00 2024\n" + text + "From MAILER-DAEMON Tue Mar  5 12:00:00 2024\n" + text
	if b.String() != want {
		t.Errorf("Mbox wrote\n%q, want\n%q", b.String(), want)
	}
	if err := EML(&b, Selection{Index: triage.NewIndex(q), Rows: q.Order}, one("", "")); err == nil {
		t.Error("EML of two messages did not fail")
	}
}

// A message is redacted in its header, in its parts, and in what they encode.
func TestMessage(t *testing.T) {
	q := redacttest.Sample()
	const header = "Received: from laptop (pc17.our.example [192.0.2.25])\n\tby mail.our.example (8.17.1.9/8.17.1.9) with ESMTP id 425A00bQ002972;\n\tTue, 5 Mar 2024 10:00:00 GMT\n" +
		"From: =?utf-8?Q?Anna_Berg?= <anna.berg@our.example>\nTo: \"Bob Builder\" <bob@there.example>,\n\tCarla (the other) <carla@there.example>\n" +
		"Subject: Invoice 2026-0311 and signed contract\nContent-Type: multipart/mixed; boundary=\"xyz\"\n"
	const body = "--xyz\nContent-Type: text/plain\nContent-Transfer-Encoding: quoted-printable\n\nanna.be=\nrg=40our.example wrote\n" +
		"--xyz\nContent-Transfer-Encoding: base64\n\nPGFubmEuYmVyZ0BvdXIuZXhhbXBsZT4K\n" +
		"--xyz\nContent-Transfer-Encoding: base64\n\nAAECAwQFBgcICQ==\n--xyz\nContent-Type: message/rfc822\n\nFrom: Anna <anna.berg@our.example>\nSubject: inner\n\nSubject: Invoice\nanna.berg@our.example\n--xyz--\n"
	for _, c := range []struct {
		name string
		r    redact.Redaction
		want []string
		not  []string
	}{
		{"addresses", redact.Redaction{Addresses: true}, []string{"From: <{anna.berg}@our.example>\n", "To: <{bob}@there.example>,\n\t<", "Subject: Invoice 2026", "\n{anna.berg}@our.example wrote\n", "(10 bytes left out)\n", "from laptop"},
			[]string{"Anna", "Bob", "Carla", "carla", "other"}},
		{"hosts", redact.Redaction{Hosts: true}, []string{"(host-", "by {mail.our.example} (8.17.1.9/8.17.1.9)", "[{192.0.2.25}]", "anna.berg@our.example"}, []string{"laptop", "pc17"}},
		{"subjects", redact.Redaction{Subjects: true}, []string{"anna.berg@our.example", "Subject: (left out)\n"}, []string{"Invoice", "inner"}},
		{"bodies", redact.Redaction{Bodies: true}, []string{"Anna_Berg", "\n\n(left out)\n"}, []string{"xyz--", "wrote"}},
		{"ids", redact.Redaction{IDs: true}, []string{"id {425A00bQ002972};"}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := selection(t, q, c.r)
			s.Rows = s.Rows[:1]
			var b bytes.Buffer
			if err := EML(&b, s, one(header, body)); err != nil {
				t.Fatal(err)
			}
			for _, w := range c.want {
				if w = redacttest.Expand(s.Redactor.ForMail(), w); !strings.Contains(dotless(b.String()), w) {
					t.Errorf("%q is not in\n%s", w, b.String())
				}
			}
			for _, w := range c.not {
				if strings.Contains(b.String(), w) {
					t.Errorf("%q is in\n%s", w, b.String())
				}
			}
			if leaks := s.Redactor.Leaks(b.Bytes()); len(leaks) > 0 {
				t.Errorf("leaks %+v", leaks)
			}
		})
	}
}

func dotless(s string) string { return strings.ReplaceAll(s, ".invalid", "") }

var script = regexp.MustCompile(`script-[a-z0-9]+\.php`)

// Records of a control file, each redacted by its type.
func TestControl(t *testing.T) {
	m := redacttest.New(t, redacttest.Sample(), redact.All)
	for _, c := range []struct{ in, want string }{
		{"T1709640000", "T1709640000"},
		{"S<anna.berg@our.example>", "S<{anna.berg}@{our.example}>"},
		{"SMAILER-DAEMON", "SMAILER-DAEMON"},
		{"RPFD:<bob@there.example>", "RPFD:<{bob}@there.example>"},
		{"RPFD:\"|/usr/bin/vacation\"", "RPFD:{|/usr/bin/vacation}"},
		{"Qrfc822;anna.berg+40our.example", "Qrfc822;{anna.berg}@{our.example}"},
		{"rRFC822; bob@there.example", "rRFC822; {bob}@there.example"},
		{"Cbob:200:200:localuser7", "C{bob}:200:200:{localuser7}"},
		{"C:localuser7", "C:{localuser7}"},
		{"A<>", "A<>"},
		{"$_pc17.our.example [192.0.2.25]", "$_{pc17.our.example} [{192.0.2.25}]"},
		{"${auth_authen}anna.berg", "${auth_authen}{anna.berg}"},
		{"$rESMTP", "$rESMTP"},
		{"${daemon_flags}", "${daemon_flags}"},
		{"Ddf425A00bQ002972", "Ddf{425A00bQ002972}"},
		{"H?P?Return-Path: <\x81g>", "H?P?Return-Path: <\x81g>"},
		{"H??From: M\xc3\xbc <m\xc3\xff\xbcller@there.example>", "H??From: <{müller}@there.example>"},
		{"H??X-Note: caf\xc3\xff\x89 anna.berg", ""},
		{"${cn_subject}anna.berg", "${cn_subject}"},
		{"Banna.berg", ""},
		{"Zanna.berg", ""},
		{"Cbob:anna.berg:200:localuser7", "C{bob}:{anna.berg}:200:{localuser7}"},
		{"H??X-PHP-Originating-Script: 33:anna.berg.php(12) : eval()'d code", "H??X-PHP-Originating-Script: 33:{script}.php"},
		{"H??Subject: hello", ""},
		{"dqd3", ""},
		{".", "."},
	} {
		in := "V8\n" + c.in + "\n"
		want := "V8\n"
		if c.want != "" {
			want += redacttest.Expand(m, c.want) + "\n"
		}
		got := script.ReplaceAllString(string(redactControl(m, []byte(in))), "{script}.php")
		if got != want {
			t.Errorf("control(%q) = %q, want %q", in, got, want)
		}
	}
	some := redacttest.New(t, redacttest.Sample(), redact.Redaction{Addresses: true})
	const stuffed = "V8\nH??X-Note: caf\xc3\xff\x89 "
	if got, want := string(redactControl(some, []byte(stuffed+"anna.berg\n"))), redacttest.Expand(some, stuffed+"{anna.berg}\n"); got != want {
		t.Errorf("control = %q, want %q", got, want)
	}
}

// An archive holds only plain files with relative names, whatever a queue's ids
// and directories are.
func TestArchiveNames(t *testing.T) {
	q := redacttest.Queue(redacttest.Message{ID: "../../etc/passwd", To: []string{"<a@b.example>"}}, redacttest.Message{To: []string{"<a@b.example>"}})
	q.Dirs[0].Path = "/../../var/sp ool/mqueue/$(id)"
	for i := range q.Control {
		q.Control[i] = queue.FileRef{Size: 10, Blob: -1, Prefix: [2]byte{'q', 'f'}, ID: q.ID[i]}
	}
	back := load(t, "a.tar.gz", export(t, "archive", selection(t, q, redact.Redaction{})))
	var names []string
	for _, i := range back.Order {
		names = append(names, back.FileName(back.Control[i]))
	}
	want := []string{"mail.our.example/var/sp_ool/mqueue/__id_/qf425A00bQ000001"}
	for _, w := range want {
		if !slices.Contains(names, w) {
			t.Errorf("the archive holds %q, want %q", names, w)
		}
	}
	for _, n := range names {
		if strings.Contains(n, "..") && !strings.Contains(n, "_..") || strings.HasPrefix(n, "/") {
			t.Errorf("the archive holds %q", n)
		}
	}
}

// Paths of any length stay whole, and an archive has one owner and no times of
// its making.
func TestArchiveLongNames(t *testing.T) {
	q := redacttest.Queue(redacttest.Message{To: []string{"<a@b.example>"}})
	q.Dirs[0].Path = "/var/spool" + strings.Repeat("/a-rather-long-directory", 20)
	q.Control[0] = queue.FileRef{Size: 10, Blob: -1, Prefix: [2]byte{'q', 'f'}, ID: q.ID[0], Time: 1709650000}
	z, err := gzip.NewReader(bytes.NewReader(export(t, "archive", selection(t, q, redact.Redaction{}))))
	if err != nil {
		t.Fatal(err)
	}
	h, err := tar.NewReader(z).Next()
	if err != nil {
		t.Fatal(err)
	}
	if want := "mail.our.example" + q.Dirs[0].Path + "/qf425A00bQ000000"; h.Name != want {
		t.Errorf("the archive holds %q, want %q", h.Name, want)
	}
	if h.Mode != 0o600 || h.Uid != 0 || h.Uname != "root" || h.ModTime.Unix() != q.Taken {
		t.Errorf("the file has mode %o, owner %d %q, time %d", h.Mode, h.Uid, h.Uname, h.ModTime.Unix())
	}
}

// The words that exports write themselves are not originals, or every file
// would seem to leak somebody with such a name.
func TestOwnWordsAreCommon(t *testing.T) {
	words := slices.Clone(Columns)
	for st := range queue.NumStates {
		words = append(words, queue.State(st).String())
	}
	var mu sync.Mutex
	t.Run("corpus", func(t *testing.T) { // it is done when all queues are
		corpus(t, func(t *testing.T, q *queue.Queue) {
			x := triage.NewIndex(q)
			mu.Lock()
			defer mu.Unlock()
			for _, topic := range x.Topics {
				words = append(words, topic.ID)
			}
			for d := range q.Dirs {
				words = append(words, strings.Split(q.Dirs[d].Path, "/")...)
			}
			for _, k := range q.Columns.Bounce {
				words = append(words, q.Text(k))
			}
		})
	})
	slices.Sort(words)
	words = slices.Compact(words)
	if len(words) < len(Columns)+50 {
		t.Errorf("only %d words to look at: %q", len(words), words)
	}
	for _, v := range []any{Message{}, Recipient{}, Reply{}, Event{}} {
		for f := range reflect.TypeOf(v).NumField() {
			name, _, _ := strings.Cut(reflect.TypeOf(v).Field(f).Tag.Get("json"), ",")
			words = append(words, name)
		}
	}
	for k := range queue.EventKind(queue.NumEventKinds) {
		words = append(words, k.String())
	}
	words = append(words, clockNames[:]...)
	for _, o := range reason.Obstacles() {
		words = append(append(words, strings.Split(o.ID, "/")...), string(o.Side))
	}
	words = append(words, "not", "recorded", "in", "a", "listing", "itself")
	var people []redacttest.Message
	for _, w := range words {
		people = append(people, redacttest.Message{Sender: "<" + w + "@x.example>"})
	}
	m := redacttest.New(t, redacttest.Queue(people...), redact.All)
	for _, w := range words {
		if got := m.Text(w); got != w {
			t.Errorf("%q is treated as a name, and becomes %q", w, got)
		}
	}
}

// Whatever the texts of a queue are, exports are well-formed and hide what they
// should.
func FuzzExports(f *testing.F) {
	for k, s := range append(slices.Clone(redacttest.Seeds), hostile[:21]...) {
		f.Add(s, "a@x.example", uint8(k))
		f.Add("anna.berg@our.example", s, uint8(k))
	}
	f.Add("0.0.0.4.5 191.2c.bxabxe ::ffff:192.0.2.2C", "\x8a\x8aa@x.ebay 00", uint8(8))
	f.Fuzz(func(t *testing.T, a, b string, pick uint8) {
		if len(a)+len(b) > 2000 {
			return
		}
		q := redacttest.Queue(redacttest.Message{Sender: a, Client: b, Subject: a + " " + b, Status: "Deferred: " + a, To: []string{b, "<x@there.example>"}}, redacttest.Message{Sender: b, Client: a, Status: b, Reply: "550 " + a, To: []string{a}})
		r := redacttest.Redactions[int(pick)%len(redacttest.Redactions)]
		s := selection(t, q, r)
		for _, format := range []string{"csv", "jsonl", "text"} {
			file := export(t, format, s)
			if leaks := s.Redactor.Leaks(file); len(leaks) > 0 {
				t.Errorf("%s of %q and %q without %s leaks %+v in\n%q", format, a, b, r, leaks[0], file)
			}
			if format == "csv" {
				readCSV(t, file, 2)
			}
		}
	})
}

// Whatever a message is, its redacted form hides what it should.
func FuzzMessage(f *testing.F) {
	const header = "From: Anna <anna.berg@our.example>\n"
	for k, body := range []string{
		"--xyz\nContent-Transfer-Encoding: quoted-printable\n\nanna.be=\nrg=40our.example\n--xyz--\n",
		"--xyz\nContent-Transfer-Encoding: base64\n\nPGFubmEuYmVyZ0BvdXIuZXhhbXBsZT4K\n--xyz--\n",
		"--x\nContent-Type: message/rfc822\n\nSubject: a\n b\nTo: x\n\nanna.berg@our.example", "Subject: Invoice 2026-0311 and signed contract\n",
		"begin 644 x\nM;&%N;F$N8F5R9T!O=7(N97AA;7!L90``\nend\n", "   ----- Original message follows -----\nanna.berg@our.example\n",
	} {
		f.Add(header, body, uint8(k), true)
		f.Add(header+"Content-Transfer-Encoding: base64\n", body, uint8(8-k), false)
	}
	q := redacttest.Sample()
	f.Fuzz(func(t *testing.T, header, body string, pick uint8, made bool) {
		r := redacttest.Redactions[int(pick)%len(redacttest.Redactions)]
		m := redacttest.New(t, q, r).ForMail()
		var b bytes.Buffer
		if err := writeMessage(&b, m, []byte(header), strings.NewReader(body), made); err != nil {
			t.Fatal(err)
		}
		if leaks := m.Leaks(b.Bytes()); len(leaks) > 0 && !acrossLines(b.Bytes(), leaks[0]) {
			t.Errorf("message %q, %q without %s became %q, which leaks %+v", header, body, r, b.String(), leaks[0])
		}
	})
}

// acrossLines reports whether a leak exists only if lines are joined that were
// redacted one by one: soft line breaks in a part that does not declare them.
func acrossLines(file []byte, l redact.Leak) bool {
	return l.Encoding != "" && bytes.ContainsAny(file[l.Offset:min(int(l.Offset)+len(l.Found)+2, len(file))], "\n")
}
