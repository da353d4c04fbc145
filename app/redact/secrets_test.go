package redact_test

import (
	"archive/tar"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"flag"
	"fmt"
	"html"
	"math/rand"
	"mime"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"github.com/spoolscope/spoolscope/app/engine"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/parser"
	"github.com/spoolscope/spoolscope/parser/corpustest"
	"github.com/spoolscope/spoolscope/parser/hook"
)

var long = flag.Bool("long", false, "plant secrets in 42 queues, not in 3")

// formats are all kinds of files that can be given away.
var formats = []string{"csv", "jsonl", "text", "mbox", "eml", "archive", "report", "viewer"}

// planters make queues of each mail system.
var planters = [...]func(*rand.Rand, []form) *planted{plant, plantPostfix, plantExim}

// Queues in which each secret is a distinct word are exported in every format. If
// everything is redacted, no word is left in any form; if bodies are kept, none
// of the names is left that the queue reveals.
func TestSecrets(t *testing.T) {
	seeds, some := int64(len(planters)), 4
	if *long {
		seeds, some = 42, 4 // 1,008 exports
	}
	all := slices.Concat(forms, moreForms)
	files, searched, planted := 0, 0, 0
	seen := map[[sha256.Size]byte]bool{} // the viewer contains the archive again
	for seed := range seeds {
		from := int(seed) * some % len(all)
		p := planters[seed%int64(len(planters))](rand.New(rand.NewSource(seed)), slices.Concat(all, all)[from:from+some])
		e := openPlanted(t, p.archive)
		planted += p.places
		for _, level := range []struct {
			hide   string
			tokens []string
		}{
			{"all", slices.Concat(p.names, p.texts, p.ids)},
			{"addresses,hosts,subjects,bodies", slices.Concat(p.names, p.texts)},
			{"addresses,hosts,subjects,ids", slices.Concat(p.names, p.ids)},
		} {
			if testing.Short() && level.hide != "all" {
				continue // what else is redacted does not depend on the platform
			}
			for _, format := range formats {
				out := e.export(t, format, level.hide, p.messages)
				for name, text := range out {
					files++
					key := sha256.Sum256(append([]byte(level.hide), text...))
					if seen[key] {
						continue
					}
					seen[key] = true
					searched += len(text)
					searchSecrets(t, fmt.Sprintf("seed %d, %s, %s, %s", seed, level.hide, format, name), text, level.tokens)
				}
			}
			if t.Failed() {
				return
			}
		}
	}
	t.Logf("%d secrets planted in %d queues, in %d forms; %d files, %d bytes searched: 0 leaks", planted, seeds, len(all), files, searched)
}

// Hosts and people may have names that are words of the exports: each format can
// still be saved, and reveals none of them as a name.
func TestNamesLikeWords(t *testing.T) {
	var archive bytes.Buffer
	w := tar.NewWriter(&archive)
	names := []string{"report", "figures", "operator", "waiting", "gateway", "delivery", "capture", "causes", "archive", "messages", "ubuntu", "strong", "white-space", "isolate", "newest", "redacted"}
	for n, name := range names {
		text := fmt.Sprintf("V8\nT%d\nK1709650000\nN3\nP30000\nMDeferred: Connection timed out with %s.\n$_%s.our.example [203.0.113.%d]\n$s%s\nS<%s@our.example>\nRPFD:<%s@there.test>\nH??Received: from %s (%s.our.example [203.0.113.%d]) by mail.our.example with ESMTP id 425A%02dbQ000001; Tue, 5 Mar 2024 10:00:00 GMT\nH??Subject: hello\nH??Content-Type: multipart/report\n.\n",
			1709640000+n, name, name, n+1, name, name, name, name, name, n+1, n)
		w.WriteHeader(&tar.Header{Name: fmt.Sprintf("mqueue/qf425A%02dbQ000001", n), Size: int64(len(text)), Mode: 0o600})
		w.Write([]byte(text))
	}
	w.Close()
	e := openPlanted(t, archive.Bytes())
	for _, format := range formats {
		for what, text := range e.export(t, format, "all", len(names)) {
			for _, name := range names {
				for _, left := range []string{name + "@", name + ".our", "our.example"} {
					if bytes.Contains(bytes.ToLower(text), []byte(left)) {
						t.Errorf("%s, %s has %q", format, what, left)
					}
				}
			}
		}
	}
}

// planted is an engine with a queue open.
type plantedEngine struct {
	*engine.Engine
	out *bytes.Buffer
}

type bufferSink struct{ *bytes.Buffer }

// End implements engine.Sink.
func (bufferSink) End() (int, error) { return 0, nil }

// memory keeps a decoded archive.
type memory struct{ b []byte }

// Write implements hook.Keeper.
func (m *memory) Write(p []byte) (int, error) {
	m.b = append(m.b, p...)
	return len(p), nil
}

// ReadAt implements hook.Keeper.
func (m *memory) ReadAt(p []byte, off int64) (int, error) {
	return bytes.NewReader(m.b).ReadAt(p, off)
}

func openPlanted(t *testing.T, archive []byte) *plantedEngine {
	t.Helper()
	p := &plantedEngine{out: &bytes.Buffer{}}
	p.Engine = engine.New(engine.Options{
		Source: func(protocol.SourceRef) parser.Source {
			return parser.Source{Name: "spool.tar", Size: int64(len(archive)), At: bytes.NewReader(archive)}
		},
		Keep: func(string) hook.Keeper { return &memory{} },
		Make: func() engine.Sink { return bufferSink{p.out} },
	})
	a := p.Ask(context.Background(), protocol.Request{Open: &protocol.OpenRequest{Sources: []protocol.SourceRef{{Name: "spool.tar"}}}}, nil)
	if a.Loaded == nil || a.Loaded.Fatal != nil {
		t.Fatalf("the planted queue does not open: %+v", a)
	}
	return p
}

// export writes a file and returns the texts that a reader finds in it, several
// for an archive or a viewer. The file must pass the check for leaks.
func (p *plantedEngine) export(t *testing.T, format, hide string, messages int) map[string][]byte {
	t.Helper()
	ask := func(only int) []byte {
		p.out.Reset()
		a := p.Ask(context.Background(), protocol.Request{Share: &protocol.ShareRequest{Format: format, Hide: hide, Only: only}}, nil)
		if a.Shared == nil {
			t.Fatalf("%s: %+v", format, a.Error)
		}
		for _, l := range a.Shared.Leaks {
			t.Errorf("%s without %s cannot be saved: %+v", format, hide, l)
		}
		return bytes.Clone(p.out.Bytes())
	}
	switch format {
	case "eml":
		var all []byte
		for n := range messages {
			all = append(all, ask(n+1)...)
		}
		return map[string][]byte{"messages": all}
	case "archive":
		return unpacked(t, ask(0))
	case "viewer":
		out := map[string][]byte{}
		var packed []byte
		for _, m := range dataElement.FindAllSubmatch(ask(0), -1) {
			data, err := base64.StdEncoding.DecodeString(string(m[2]))
			if err != nil {
				t.Fatal(err)
			}
			if string(m[1]) == "queue.tar.gz" {
				packed = append(packed, data...)
			} else {
				out[string(m[1])] = data
			}
		}
		for name, data := range unpacked(t, packed) {
			out[name] = data
		}
		return out
	}
	return map[string][]byte{"file": ask(0)}
}

var dataElement = regexp.MustCompile(`data-file="([a-z.]+)">([^<]*)<`)

// unpacked returns the names of an archive's members as one text, and their
// contents as another.
func unpacked(t *testing.T, packed []byte) map[string][]byte {
	t.Helper()
	var names, contents []byte
	for _, m := range corpustest.Unpack(t, packed) {
		names = append(names, m.Name+"\n"+m.Linkname+"\n"+m.Uname+"\n"...)
		contents = append(append(contents, m.Name+":\n"...), m.Data...)
	}
	return map[string][]byte{"names": names, "contents": contents}
}

// searchSecrets searches a file for secrets.
func searchSecrets(t *testing.T, where string, file []byte, tokens []string) {
	t.Helper()
	eachSecret(file, tokens, func(s, as, excerpt string) {
		t.Errorf("%s: %q is left, %s: %q", where, s, as, excerpt)
	})
}

// secretsIn returns the secrets in a text, and how the first is written.
func secretsIn(text []byte, tokens []string) string {
	found := ""
	eachSecret(text, tokens, func(s, as, _ string) { found += " " + s + ", " + as + ";" })
	return found
}

// eachSecret searches a file for secrets with decoders of its own.
func eachSecret(file []byte, tokens []string, report func(s, as, excerpt string)) {
	words, others, reported := map[string]bool{}, []string{}, map[string]bool{}
	for _, s := range tokens {
		if words[s] = strings.HasPrefix(s, mark); !words[s] {
			others = append(others, s)
		}
	}
	look := func(as, text string) {
		low := strings.ToLower(text)
		found := func(s string, i int) {
			if !reported[s] && len(reported) < 20 {
				reported[s] = true
				report(s, as, low[max(0, i-60):min(len(low), i+60)])
			}
		}
		for _, s := range others {
			if i := strings.Index(low, s); i >= 0 {
				found(s, i)
			}
		}
		for i := 0; ; {
			k := strings.Index(low[i:], mark)
			if k < 0 {
				break
			}
			i += k
			if s := low[i:min(len(low), i+wordLen)]; words[s] {
				found(s, i)
			}
			i += len(mark)
		}
	}
	text := string(file)
	look("as it is", text)
	for round := range 4 {
		next, found := text, ""
		for _, d := range decoders {
			one := d.decode(text)
			if one == text {
				continue
			}
			look(fmt.Sprintf("%s, round %d", d.name, round), one)
			if d.all {
				next = d.decode(next)
			}
		}
		for _, r := range runs {
			found += r(text)
		}
		look(fmt.Sprintf("base64 or hex, round %d", round), found)
		if next == text && found == "" {
			break
		}
		text = next
		if round == 0 || len(found) < len(text) {
			text += found
		}
	}
}

// runs returns what the runs of base64 and of hexadecimal digits in a text decode
// to, starting at any digit.
var runs = []func(text string) string{
	func(text string) string {
		var out strings.Builder
		joined := wrapped64.ReplaceAllString(text, "$1")
		for _, t := range []string{text, joined} {
			for _, s := range run64.FindAllString(t, -1) {
				s = strings.NewReplacer("-", "+", "_", "/").Replace(s)
				for shift := range min(4, len(s)) {
					b, _ := base64.RawStdEncoding.DecodeString(s[shift:])
					if len(b) == 0 {
						b, _ = base64.RawStdEncoding.DecodeString(s[shift : shift+(len(s)-shift)/4*4])
					}
					printed(&out, b)
				}
			}
			if joined == text {
				break
			}
		}
		return out.String()
	},
	func(text string) string {
		var out strings.Builder
		for _, s := range runHex.FindAllString(text, -1) {
			for shift := range 2 {
				b, _ := hex.DecodeString(s[shift : shift+(len(s)-shift)/2*2])
				printed(&out, b)
			}
		}
		return out.String()
	},
}

var (
	run64     = regexp.MustCompile(`[A-Za-z0-9+/_-]{8,}`)
	wrapped64 = regexp.MustCompile(`([A-Za-z0-9+/]{40,})\r?\n`)
	runHex    = regexp.MustCompile(`[0-9a-fA-F]{10,}`)
)

// printed adds decoded bytes if most of them are text, including UTF-16.
func printed(out *strings.Builder, b []byte) {
	b = bytes.ReplaceAll(b, []byte{0}, nil)
	odd := 0
	for _, c := range b {
		if c < ' ' && c != '\n' && c != '\r' && c != '\t' || c >= 0x7f {
			odd++
		}
	}
	if len(b) >= 5 && odd <= 2+len(b)/8 {
		out.WriteString(" ")
		out.Write(b)
	}
}

func replaced(expr string, f func(s string) string) func(string) string {
	r := regexp.MustCompile(expr)
	return func(s string) string { return r.ReplaceAllStringFunc(s, f) }
}

func fromHex(s string) string {
	b, err := hex.DecodeString(s)
	if err != nil {
		return s
	}
	return string(b)
}

// decoders undo the forms in which secrets are planted, and others, without the
// product's code. Each is also applied to the results of the others.
var decoders = []struct {
	name   string
	all    bool
	decode func(string) string
}{
	{"line breaks", false, replaced(`=?[ \t]*\r?\n[ \t>|]*`, func(string) string { return "" })},
	{"percent", true, replaced(`(?i)%[0-9a-f]{2}`, func(s string) string { return fromHex(s[1:]) })},
	{"quoted-printable", true, func(s string) string {
		s = regexp.MustCompile(`=[ \t]*\r?\n`).ReplaceAllString(s, "")
		return replaced(`(?i)=[0-9a-f]{2}`, func(s string) string { return fromHex(s[1:]) })(s)
	}},
	{"xtext", false, replaced(`(?i)\+[0-9a-f]{2}`, func(s string) string { return fromHex(s[1:]) })},
	{"entities", true, html.UnescapeString},
	{"backslash", true, replaced(`\\(u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|[0-3][0-7]{2})`, func(s string) string {
		switch s[1] {
		case 'u':
			var r rune
			fmt.Sscanf(s[2:], "%x", &r)
			return string(r)
		case 'x':
			return fromHex(s[2:])
		}
		var c int
		fmt.Sscanf(s[1:], "%o", &c)
		return string([]byte{byte(c)})
	})},
	{"encoded words", true, func(s string) string {
		out, err := new(mime.WordDecoder).DecodeHeader(s)
		if err != nil {
			return s
		}
		return out
	}},
	{"width", true, func(s string) string {
		return norm.NFKC.String(strings.Map(func(r rune) rune {
			if r == 0xad || r >= 0x200b && r <= 0x200f || r >= 0x2060 && r <= 0x2069 || r == 0xfeff {
				return -1
			}
			return r
		}, strings.ToValidUTF8(s, "?")))
	}},
	{"percent u", true, replaced(`(?i)%u[0-9a-f]{4}|\\u\{[0-9a-f]+\}`, func(s string) string {
		var r rune
		fmt.Sscanf(strings.Trim(s[2:], "{}"), "%x", &r)
		return string(r)
	})},
	{"CSS", true, replaced(`(?i)\\[0-9a-f]{2} `, func(s string) string { return fromHex(s[1:3]) })},
	{"tags", true, replaced(`(?s)<!--.*?-->|</?[a-zA-Z][a-z0-9]*( [^<>]*)?>`, func(string) string { return "" })},
	{"parameters", true, replaced(`;\s*[a-z]+\*[1-9][0-9]*\*?=`, func(string) string { return "" })},
	{"hex in pairs", true, replaced(`(?i)\b([0-9a-f]{2}[: ,-]){5,}[0-9a-f]{2}\b`, func(s string) string {
		return fromHex(strings.NewReplacer(":", "", " ", "", ",", "", "-", "").Replace(s))
	})},
	{"UTF-16", false, func(s string) string { return strings.ReplaceAll(s, "\x00", "") }},
	{"letters alone", false, func(s string) string {
		return strings.NewReplacer("'", "", `"`, "", "\\", "", "_", "", "-", "").Replace(s)
	}},
}

type form struct {
	name   string
	encode func(s string) string
}

// forms are the ways in which secrets are written in texts.
var forms = []form{
	{"plain", func(s string) string { return s }},
	{"upper case", strings.ToUpper},
	{"percent", func(s string) string { return "http://x.test/?u=" + url.QueryEscape(s) }},
	{"each byte in percent", func(s string) string { return each(s, "%%%02x") }},
	{"percent twice", func(s string) string { return url.QueryEscape(each(s, "%%%02X")) }},
	{"quoted-printable", func(s string) string { return each(s, "=%02X") }},
	{"soft line break", func(s string) string { return strings.Replace(s, s[:len(s)/2], s[:len(s)/2]+"=\n", 1) }},
	{"xtext", func(s string) string { return strings.NewReplacer("@", "+40", ".", "+2E").Replace(s) }},
	{"entities", func(s string) string { return each(s, "&#%d;") }},
	{"hexadecimal entities", func(s string) string { return each(s, "&#x%x;") }},
	{"entities in percent", func(s string) string { return url.QueryEscape(each(s, "&#%d;")) }},
	{"JSON", func(s string) string { return each(s, `\u%04x`) }},
	{"octal", func(s string) string { return each(s, `\%03o`) }},
	{"base64", func(s string) string { return base64.StdEncoding.EncodeToString([]byte("mailto:" + s + " ")) }},
	{"base64 alone", func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }},
	{"base64 for URLs", func(s string) string { return base64.RawURLEncoding.EncodeToString([]byte("u?>=" + s)) }},
	{"base64 twice", func(s string) string {
		return base64.StdEncoding.EncodeToString([]byte(base64.StdEncoding.EncodeToString([]byte(s + "\n"))))
	}},
	{"percent in base64", func(s string) string { return base64.StdEncoding.EncodeToString([]byte("x=" + each(s, "%%%02X"))) }},
	{"hex", func(s string) string { return hex.EncodeToString([]byte(s)) }},
	{"hex in upper case", func(s string) string { return strings.ToUpper(hex.EncodeToString([]byte(s))) }},
	{"encoded word", func(s string) string { return mime.BEncoding.Encode("utf-8", s+" –") }},
	{"encoded word, Q", func(s string) string { return mime.QEncoding.Encode("utf-8", s+" –") }},
	{"full width", func(s string) string {
		return strings.Map(func(r rune) rune {
			if r > ' ' && r < 0x7f {
				return r - '!' + 0xff01
			}
			return r
		}, s)
	}},
	{"zero width", func(s string) string { return strings.Join(strings.Split(s, ""), "\u200b") }},
	{"soft hyphens", func(s string) string { return s[:3] + "\u00ad" + s[3:] }},
	{"brackets", func(s string) string { return "<" + s + ">" }},
	{"quotes", func(s string) string { return `"` + s + `"` }},
	{"URL", func(s string) string { return "https://" + strings.ReplaceAll(s, " ", "%20") + "/path?x=1" }},
	{"equals", func(s string) string { return "x=" + s + ";" }},
}

func each(s, format string) string {
	var b strings.Builder
	for i := range len(s) {
		fmt.Fprintf(&b, format, s[i])
	}
	return b.String()
}
