// Package hostile makes a queue of messages that attack whoever opens them: HTML
// that runs scripts, loads resources, navigates, breaks out of its frame or
// clobbers names of the page, and headers, file names and MIME structures that
// attempt the same without HTML.
//
// Every payload reports success in three ways: by a message to the top window, by
// calling hit in the page, and by a request to a host of its own.
package hostile

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"fmt"
	"strings"
	"time"
)

// Payload is one message.
type Payload struct {
	Kind   string
	ID     string // queue ID
	Header string // lines, each with its line end
	Body   string
	HTML   bool // it has HTML, which the page shows without being asked
}

// All returns all payloads. The same call always returns the same.
func All() []Payload {
	var all []Payload
	add := func(kind string, make func(n int) Payload) {
		n := len(all) + 1
		p := make(n)
		p.Kind = kind
		p.ID = fmt.Sprintf("34MB7%03d007%03d", n%1000, n%1000)
		p.Header, p.Body = fill(p.Header, n), fill(p.Body, n)
		all = append(all, p)
	}
	for _, k := range markup {
		for _, html := range k.payloads {
			add(k.kind, func(int) Payload {
				return Payload{Header: "Subject: " + k.kind + "\nContent-Type: text/html; charset=utf-8\n", HTML: true,
					Body: "<p>before</p>\n" + html + "\n<p>after</p>\n"}
			})
		}
	}
	for _, k := range structures {
		for _, m := range k.payloads {
			add(k.kind, func(int) Payload {
				header, body, _ := strings.Cut(m, "\n\n")
				return Payload{Header: header + "\n", Body: body, HTML: strings.Contains(m, "text/html")}
			})
		}
	}
	return all
}

// Some returns the first few of each kind.
func Some(each int) []Payload {
	seen := map[string]int{}
	var some []Payload
	for _, p := range All() {
		if seen[p.Kind]++; seen[p.Kind] <= each {
			some = append(some, p)
		}
	}
	return some
}

// fill inserts the script and the host of payload n: {S} is JavaScript, {Q}
// JavaScript without quotes and brackets, {U} an address.
func fill(s string, n int) string {
	script := fmt.Sprintf("try{top.postMessage('ran %d','*')}catch(e){};try{hit(%d)}catch(e){};new Image().src='http://p%d.payload.example/script'", n, n, n)
	return strings.NewReplacer("{S}", script, "{Q}", fmt.Sprintf("hit(%d)", n), "{U}", fmt.Sprintf("http://p%d.payload.example", n)).Replace(s)
}

// Archive returns a queue of these messages.
func Archive(payloads []Payload) ([]byte, error) {
	var b bytes.Buffer
	gz := gzip.NewWriter(&b)
	w := tar.NewWriter(gz)
	at := time.Unix(1684750000, 0)
	put := func(name, data string) error {
		if err := w.WriteHeader(&tar.Header{Name: "mqueue/" + name, Mode: 0o600, Size: int64(len(data)), ModTime: at, Format: tar.FormatUSTAR}); err != nil {
			return err
		}
		_, err := w.Write([]byte(data))
		return err
	}
	for _, p := range payloads {
		var h strings.Builder
		for line := range strings.Lines(p.Header) {
			if !strings.HasPrefix(line, " ") && !strings.HasPrefix(line, "\t") {
				h.WriteString("H??")
			}
			h.WriteString(line)
		}
		control := "V8\nT1684740000\nK1684743600\nN2\nP120030\nMDeferred: Connection refused by mx.wait.example.com.\nFbs\n$_desk.example.org [192.0.2.7]\n$rESMTP\n" +
			"S<spam@payload.example>\nrRFC822; reader@wait.example.com\nRPFD:<reader@wait.example.com>\n" + h.String() + ".\n"
		if err := put("qf"+p.ID, control); err != nil {
			return nil, err
		}
		if err := put("df"+p.ID, p.Body); err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	if err := gz.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
