package corpustest

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// Later is the queue of a case an hour after it was archived. The corpus has
// no second capture of a queue, so this one is derived from the first: what
// happens to each message depends on its place among the sorted names.
type Later struct {
	Archive []byte // .tar.gz
	Taken   int64  // an hour after the facts' Now

	Came, Went, Stayed int
	// Of messages that went.
	Returned, Handled int
	// Of those that stayed. Status counts those that certainly changed: some had
	// NewStatus before.
	Status, Tried, Untried, Quarantined, Released, Fewer int

	Same string // the id of a message that was left as it was
}

// NewStatus is the status of the messages whose status changed.
const NewStatus = "Deferred: 450 4.7.1 Policy restrictions; try later"

// queueFile is a file of the archive from which a Later is made.
type queueFile struct {
	header tar.Header
	text   string
}

// Later makes a second capture of a case with one host from its .tar.gz archive.
func (c Case) Later(t testing.TB, archive string) *Later {
	t.Helper()
	files, others := c.queueFiles(t, archive)
	l := &Later{Taken: c.Facts(t)[0].Now + 3600}
	var names []string
	for name := range files {
		names = append(names, name)
	}
	slices.Sort(names)
	out := &packer{taken: l.Taken}
	out.Writer = tar.NewWriter(&out.packed)
	held, tried := 0, 0
	for _, name := range names {
		f := files[name]
		put := func(as, text string) { out.put(as, text, l.Taken) }
		dir, base := path.Split(name)
		data, hasData := others[dataFile(name)]
		switch {
		case base[:2] == "hf":
			held++
			switch held {
			case 1:
				l.Went++
				l.Handled++
				continue
			case 2:
				l.Released++
				l.Status++
				l.Untried++ // it has its number of tries from before
				put(dir+"qf"+base[2:], quarantineLine.ReplaceAllString(f.text, ""))
			default:
				out.put(name, f.text, f.header.ModTime.Unix())
			}
			l.Stayed++
		case base[:2] == "qf":
			l.queued(out, name, f, tried)
			tried++
			if tried%5 == 1 {
				continue
			}
			l.Stayed++
		default:
			out.put(name, f.text, f.header.ModTime.Unix())
			l.Stayed++
		}
		if hasData {
			out.put(dataFile(name), data.text, data.header.ModTime.Unix())
		}
	}
	for k, name := range slices.DeleteFunc(names, func(n string) bool { return path.Base(n)[:2] != "qf" })[:3] {
		l.Came++
		id := fmt.Sprintf("%s%06d", path.Base(name)[2:10], 990001+k)
		text := timeLine.ReplaceAllString(files[name].text, fmt.Sprintf("\nT%d", l.Taken-3000))
		out.put(path.Dir(name)+"/qf"+id, text, l.Taken)
		out.put(path.Dir(dataFile(name))+"/df"+id, "New.\n", l.Taken)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	var packed bytes.Buffer
	gz := gzip.NewWriter(&packed)
	gz.Write(out.packed.Bytes())
	gz.Close()
	l.Archive = packed.Bytes()
	return l
}

var (
	quarantineLine = regexp.MustCompile(`(?m)^q.*\n`)
	timeLine       = regexp.MustCompile(`\nT\d+`)
	tryLine        = regexp.MustCompile(`\nK\d+`)
	triesLine      = regexp.MustCompile(`\nN\d+`)
	statusLine     = regexp.MustCompile(`\nM[^\n]*`)
	recipientLine  = regexp.MustCompile(`(?:\nr[^\n]*)?\nR[^\n]*(?:\nM[^\n]*)?`)
)

// queued decides what happened to the n-th message that was not quarantined.
func (l *Later) queued(out *packer, name string, f queueFile, n int) {
	dir, base := path.Split(name)
	tries := 0
	fmt.Sscanf(triesLine.FindString(f.text), "\nN%d", &tries)
	again := triesLine.ReplaceAllString(tryLine.ReplaceAllString(f.text, fmt.Sprintf("\nK%d", l.Taken-60)), fmt.Sprintf("\nN%d", tries+1))
	status := statusLine.FindString(f.text)
	switch n % 5 {
	case 0:
		l.Went++
		if n == 0 {
			l.Returned++
			l.Came++
			out.bounce(dir, base[2:])
		}
	case 1:
		l.Tried++
		if status == "" || strings.Index(f.text, status) > strings.Index(f.text, "\nS") {
			again = strings.Replace(again, "\nS", "\nM"+NewStatus+"\nS", 1)
		} else {
			again = strings.Replace(again, status, "\nM"+NewStatus, 1)
		}
		out.put(name, again, l.Taken)
	case 2:
		l.Tried++
		out.put(name, again, l.Taken)
	case 3:
		if n == 3 {
			l.Quarantined++
			l.Status++
			out.put(dir+"hf"+base[2:], strings.Replace(f.text, "\nS", "\nqput aside by hand\nS", 1), l.Taken)
			return
		}
		l.Untried++
		l.Same = base[2:]
		out.put(name, f.text, f.header.ModTime.Unix())
	case 4:
		l.Tried++
		if all := recipientLine.FindAllStringIndex(again, -1); len(all) > 1 {
			l.Fewer++
			last := all[len(all)-1]
			again = again[:last[0]] + again[last[1]:]
		}
		out.put(name, again, l.Taken)
	}
}

// packer writes an archive.
type packer struct {
	*tar.Writer
	packed bytes.Buffer
	taken  int64
}

func (p *packer) put(name, text string, modified int64) {
	// Close returns an error of the buffer again.
	_ = p.WriteHeader(&tar.Header{Name: name, Size: int64(len(text)), Mode: 0o600, ModTime: time.Unix(modified, 0)})
	_, _ = io.WriteString(p, text)
}

// bounce writes a bounce of a message, as sendmail makes it.
func (p *packer) bounce(dir, about string) {
	id := about[:8] + "980001"
	p.put(dir+"qf"+id, fmt.Sprintf("V8\nT%d\nK0\nN0\nP30000\nFrs\n$_localhost\nSMAILER-DAEMON\nRPF:<a@far.example>\n"+
		"H??Subject: Returned mail: see transcript for details\nH??Auto-Submitted: auto-generated (failure)\n.\n", p.taken-1800), p.taken)
	p.put(strings.Replace(dir, "/qf/", "/df/", 1)+"df"+id, "This is a MIME-encapsulated message\n\n--B\n\n"+
		"The original message was received at Thu, 9 Nov 2023 11:00:15 +0100\nfrom web.example [192.0.2.80]\n\n"+
		"   ----- Transcript of session follows -----\n... while talking to mx.far.example.:\n>>> DATA\n<<< 550 5.7.1 no\n554 5.0.0 Service unavailable\n\n"+
		"--B\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx1.example.org\n\nFinal-Recipient: RFC822; b@far.example\nAction: failed\nStatus: 5.7.1\n\n"+
		"--B\nContent-Type: text/rfc822-headers\n\nReturn-Path: <a@far.example>\nReceived: from web.example (web.example [192.0.2.80])\n"+
		"\tby mx1.example.org (8.17.1.9/8.17.1.9/Debian) with ESMTP id "+about+"\n\tfor <b@far.example>; Thu, 9 Nov 2023 11:00:15 +0100\nSubject: offer\n\n--B--\n", p.taken)
}

// dataFile returns the name of a control file's data file.
func dataFile(control string) string {
	dir, base := path.Split(control)
	if strings.HasSuffix(dir, "/qf/") {
		dir = strings.TrimSuffix(dir, "qf/") + "df/"
	}
	return dir + "df" + base[2:]
}

// queueFiles reads the control files of an archive, and its other files of
// messages, by name.
func (c Case) queueFiles(t testing.TB, archive string) (controls, others map[string]queueFile) {
	t.Helper()
	controls, others = map[string]queueFile{}, map[string]queueFile{}
	for _, m := range Unpack(t, c.Read(t, archive)) {
		base := path.Base(m.Name)
		switch {
		case m.Typeflag == tar.TypeLink: // the data file of an envelope that was split
			others[m.Name] = queueFile{m.Header, others[m.Linkname].text}
		case m.Typeflag != tar.TypeReg || len(base) < 10:
		case strings.HasPrefix(base, "qf"), strings.HasPrefix(base, "hf"), strings.HasPrefix(base, "Qf"):
			controls[m.Name] = queueFile{m.Header, string(m.Data)}
		default:
			others[m.Name] = queueFile{m.Header, string(m.Data)}
		}
	}
	return controls, others
}
