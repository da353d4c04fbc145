package postqueue

import (
	"reflect"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/spoolscope/spoolscope/parser/corpustest"
)

// brokenAt80 breaks every line as a terminal of 80 columns does.
func brokenAt80(s string) string {
	var out []string
	for _, l := range strings.Split(s, "\n") {
		for r := []rune(l); ; {
			n := min(len(r), 80)
			out = append(out, string(r[:n]))
			if r = r[n:]; len(r) == 0 {
				break
			}
		}
	}
	return strings.Join(out, "\n")
}

// beforeSender breaks the first line of each entry as a mail program does.
func beforeSender(s string) string {
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		if at := strings.LastIndexByte(l, ' '); at > 0 && strings.Count(l, ":") == 2 && l[0] != ' ' && l[0] != '(' {
			lines[i] = l[:at] + "\n" + l[at+1:]
		}
	}
	return strings.Join(lines, "\n")
}

func wide(s string) string {
	b := []byte{0xff, 0xfe}
	for _, u := range utf16.Encode([]rune(s)) {
		b = append(b, byte(u), byte(u>>8))
	}
	return string(b)
}

func before(prefix, s string) string {
	return prefix + strings.ReplaceAll(strings.TrimSuffix(s, "\n"), "\n", "\n"+prefix) + "\n"
}

// Real listings that were copied through terminals, logs and mail programs keep their
// contents.
func TestBroken(t *testing.T) {
	for _, name := range []string{"postfix", "postfix-2"} {
		c := corpustest.Open(t, name)
		text, objects := string(c.Read(t, "mailq.txt")), string(c.Read(t, "postqueue-j.json"))
		want, _, _ := read(strings.NewReader(text))
		for how, broken := range map[string]string{
			"at 80 columns": brokenAt80(text), "before the sender": beforeSender(text), "with long dashes": strings.ReplaceAll(text, "--", "–"),
		} {
			if got, _, _ := read(strings.NewReader(broken)); !reflect.DeepEqual(got, want) {
				t.Errorf("%s, broken %s: %s", name, how, difference(got, want))
			}
		}
		wantObjects, _, _ := read(strings.NewReader(objects))
		lines := strings.Split(strings.TrimSpace(objects), "\n")
		for how, changed := range map[string]string{
			"quoted": before("> ", objects), "logged": before("Jun  4 10:00:01 gate root: ", objects), "of a host": before("mail1: ", objects),
			"fenced": "```json\n" + objects + "```\n", "broken at 80 columns": brokenAt80(objects),
			"in an object": `{"host": "mail1", "queue": [` + strings.Join(lines, ", ") + "]}\n",
		} {
			if got, _, ls := read(strings.NewReader(changed)); !reflect.DeepEqual(got, wantObjects) || !ls[0].Exact {
				t.Errorf("%s, objects %s: %s", name, how, difference(got, wantObjects))
			}
		}
	}
	want, _, _ := read(strings.NewReader(pretty))
	if got, _, _ := read(strings.NewReader(wide(pretty))); !reflect.DeepEqual(got, want) {
		t.Errorf("UTF-16: %s", difference(got, want))
	}
}

func difference(got, want []string) string {
	for i := range want {
		if i >= len(got) || got[i] != want[i] {
			return strings.Join(append(got[min(i, len(got)):min(i+1, len(got))], "want "+want[i]), ", ")
		}
	}
	return "too many"
}

func TestTimes(t *testing.T) {
	for text, want := range map[string]string{
		`1711960808`: "1711960808", `"1711960808"`: "1711960808", `"2024-04-01T08:40:08Z"`: "1711960808", `1711960808.5`: "1711960808",
		`"2024-04-01T10:40:08+02:00"`: "1711960808", `"yesterday"`: "{0 0 0 0 0 0}", `null`: "{0 0 0 0 0 0}",
	} {
		entries, _, _ := read(strings.NewReader(`{"queue_name": "hold", "queue_id": "C4551D4", "arrival_time": ` + text + `, "sender": "a@x.test"}`))
		if len(entries) != 1 || !strings.Contains(entries[0], " "+want+" ") || !strings.Contains(entries[0], "a@x.test") {
			t.Errorf("%s: %q, want %s", text, entries, want)
		}
	}
}

// A date in another language costs the time alone.
func TestOtherLanguage(t *testing.T) {
	want, _, _ := read(strings.NewReader(long))
	got, problems, _ := read(strings.NewReader(strings.NewReplacer("Tue Jun", "Di Jun", "Mon Apr", "lun. avr.", "Wed Jun", "Mi Juni").Replace(long)))
	if len(got) != len(want) || len(problems) > 0 {
		t.Errorf("%d entries, want %d; problems %q", len(got), len(want), problems)
	}
}
