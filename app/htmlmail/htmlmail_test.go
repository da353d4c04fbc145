package htmlmail

import (
	"encoding/base64"
	"reflect"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/app/protocol"
)

func TestLink(t *testing.T) {
	for _, tt := range []struct {
		text, href string
		parts      [3]string
		note, warn string
	}{
		{"www.shop.example", "https://www.shop.example/account", [3]string{"https://www.", "shop.example", "/account"}, "", ""},
		{"your order", "https://click.mailer.example.net/r?u=88213&id=f3a", [3]string{"https://click.mailer.", "example.net", "/r?u=88213&id=f3a"}, "goes through a host that seems to count clicks", ""},
		{"www.example-bank.example/login", "https://www.examp1e-bank.example.net/login", [3]string{"https://www.examp1e-bank.", "example.net", "/login"}, "",
			"The text names www.example-bank.example; the link goes to www.examp1e-bank.example.net."},
		{"Unsubscribe", "mailto:leave@mailer.example.net?subject=x", [3]string{"mailto:", "leave@mailer.example.net", "?subject=x"}, "", ""},
		{"https://shop.co.uk", "https://www.shop.co.uk/", [3]string{"https://www.", "shop.co.uk", "/"}, "", ""},
		{"shop.co.uk", "https://evil.co.uk/", [3]string{"https://", "evil.co.uk", "/"}, "", "The text names shop.co.uk; the link goes to evil.co.uk."},
		{"see report.pdf, e.g. v1.2", "https://example.org/report.pdf", [3]string{"https://", "example.org", "/report.pdf"}, "", ""},
		{"Write to anna@example.org", "mailto:anna@example.org", [3]string{"mailto:", "anna@example.org", ""}, "", ""},
		{"x", "https://bank.example@evil.example/", [3]string{"https://bank.example@", "evil.example", "/"}, "", "The part before the @"},
		{"x", " ht\ntps:/\tevil.example/a ", [3]string{"https:/", "evil.example", "/a"}, "", ""},
		{"x", "mai\nlto:a@b.example", [3]string{"mailto:", "a@b.example", ""}, "", ""},
		{"x", "https:evil.example", [3]string{"https:", "evil.example", ""}, "", ""},
		{"mailto", "mailto", [3]string{"", "", "mailto"}, "", ""},
		{"x", "java\tscript:alert(1)", [3]string{"", "", "javascript:alert(1)"}, "", "It would run a script."},
		{"x", "http://192.0.2.1:8080/a", [3]string{"http://", "192.0.2.1", ":8080/a"}, "", "IP address"},
		{"x", "http://[2001:db8::1]/a", [3]string{"http://", "[2001:db8::1]", "/a"}, "", "IP address"},
		{"x", "https://xn--e1awd7f.example/", [3]string{"https://", "xn--e1awd7f.example", "/"}, "reads еріс.example", "looks like epic"},
		{"apple.com", "https://xn--80ak6aa92e.com/", [3]string{"https://", "xn--80ak6aa92e.com", ""}, "", "looks like"},
		{"paypal.com", "https://pаypal.com/", [3]string{"https://", "pаypal.com", "/"}, "", "mixes Latin and Cyrillic letters"},
		{"straße", "https://straße.example/", [3]string{"https://", "straße.example", "/"}, "", ""},
		{"東京", "https://東京タワー.example/", [3]string{"https://", "東京タワー.example", "/"}, "", ""},
		{"x", "https://r.example.org/?to=https%3A%2F%2Felsewhere.example%2Fa", [3]string{"https://r.", "example.org", "/?to=https%3A%2F%2Felsewhere.example%2Fa"}, "passes on to elsewhere.example", ""},
		{"x", "data:text/html,<b>", [3]string{"", "", "data:text/html,<b>"}, "", "comes with the message"},
		{"x", "#top", [3]string{"", "", "#top"}, "leads to a place in the message", ""},
		{"\u202egro.elpmaxe", "https://example.net/\u200b", [3]string{"https://", "example.net", `/\u200b`}, "", "changes the direction of writing"},
		{"x", "https:/\\/example.net\\@evil.example", [3]string{"https:/\\/", "example.net", "\\@evil.example"}, "", ""},
		{"x", "steam://run/1", [3]string{"steam://", "run", "/1"}, "opens another program", ""},
	} {
		got, _ := link(Anchor{tt.text, tt.href})
		parts := [3]string{got.Before, got.Who, got.After}
		if tt.note == "" && tt.warn == "" && (got.Note != "" || got.Warn != nil) ||
			!strings.Contains(got.Note, tt.note) || !strings.Contains(strings.Join(got.Warn, " "), tt.warn) {
			t.Errorf("link(%q, %q) has the note %q and warns %q, want %q and %q", tt.text, tt.href, got.Note, got.Warn, tt.note, tt.warn)
		}
		if parts != tt.parts && !strings.Contains(tt.href, "xn--80ak") {
			t.Errorf("link(%q, %q) is shown as %q, want %q", tt.text, tt.href, parts, tt.parts)
		}
		if strings.ContainsAny(got.Text+got.Before+got.Who+got.After, "\u202e\u200b") {
			t.Errorf("link(%q, %q) is shown with invisible characters: %+v", tt.text, tt.href, got)
		}
	}
}

func TestExamine(t *testing.T) {
	v := Examine(Facts{
		Links: []Anchor{{"a", "https://a.example/"}, {"b", "https://A.example/x"}, {"www.bank.example", "https://b.example/"}},
		Loads: []Load{
			{"https://t.example/o.gif?u=1", "image", true}, {"https://cdn.example/header.png", "image", false}, {"https://cdn.example/x.css", "style", false},
			{"https://cdn.example/", "image", false}, {"https://cdn.example/header.png?2", "image", false}, {"https://xn--80ak6aa92e.com/x.png", "image", false},
		},
		Scripts: 1, Forms: 2,
	})
	if v.LinkHosts != 2 || v.Warned() != 1 || v.Loads != 6 || v.Images != 5 {
		t.Errorf("Examine: %d hosts of links, %d warnings, %d loads, %d pictures", v.LinkHosts, v.Warned(), v.Loads, v.Images)
	}
	want := []Host{
		{Name: "cdn.example", Files: []string{"header.png", "a style sheet", "a picture"}, Count: 4, Images: 3},
		{Name: "t.example", Files: []string{"o.gif (too small or hidden to be seen)"}, Count: 1, Images: 1, Pixels: 1},
		{Name: "аррӏе.com", Files: []string{"x.png"}, Count: 1, Images: 1, Odd: "looks like apple.com but is written in other letters"},
	}
	if !reflect.DeepEqual(v.Hosts, want) {
		t.Errorf("Examine: hosts %+v, want %+v", v.Hosts, want)
	}
	if want := []string{"1 script", "2 forms"}; !reflect.DeepEqual(v.Removed, want) {
		t.Errorf("Examine: removed %q, want %q", v.Removed, want)
	}
}

func TestPictures(t *testing.T) {
	gif, _ := base64.StdEncoding.DecodeString("R0lGODlhAQABAIAAAAAAAP///yH5BAAAAAAALAAAAAABAAEAAAIBRAA7")
	huge := append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR"), 0, 0, 0xff, 0xff, 0, 0, 0xff, 0xff)
	shown := "data:image/gif;base64," + base64.StdEncoding.EncodeToString(gif)
	got, notes := Pictures(
		[]string{"cid:a@b", "cid:a%40b", "CID:none", "https://example.org/x.gif", shown, "data:image/svg+xml;base64,PHN2Zz4=", "data:image/gif,GIF89a", "cid:huge", "cid:svg", "cid:large"},
		[]protocol.InlineImage{{ID: "a@b", Data: gif}, {ID: "huge", Data: huge}, {ID: "svg", Data: []byte("<svg onload=x>")}, {ID: "large", Why: "too large"}})
	if want := []string{shown, shown, "", "", shown, "", "", "", "", ""}; !reflect.DeepEqual(got, want) {
		t.Errorf("Pictures = %q, want %q", got, want)
	}
	if want := []string{
		"1 picture of the message is not drawn: missing in the message.",
		"3 pictures of the message are not drawn: not a picture of a safe kind.",
		"1 picture of the message is not drawn: too many pixels.",
		"1 picture of the message is not drawn: too large.",
	}; !reflect.DeepEqual(notes, want) {
		t.Errorf("Pictures: notes %q, want %q", notes, want)
	}
}

func FuzzExamine(f *testing.F) {
	f.Add("www.example.org", "https://xn--80ak6aa92e.com/\u202e")
	f.Add("a@b", "mailto:?x@y")
	f.Fuzz(func(t *testing.T, text, href string) {
		v := Examine(Facts{Links: []Anchor{{text, href}}, Loads: []Load{{URL: href, Kind: "image"}}})
		for _, s := range []string{v.Links[0].Text, v.Links[0].Before, v.Links[0].Who, v.Links[0].After, v.Links[0].Note, strings.Join(v.Links[0].Warn, ""), v.Hosts[0].Name} {
			if strings.ContainsAny(s, "\u202e\u200b\x00\x1b\n") {
				t.Errorf("link(%q, %q) shows %q", text, href, s)
			}
		}
	})
}
