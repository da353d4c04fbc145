package parser

import (
	"bytes"
	"io"
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/parser/corpustest"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// compareInjected compares a message with what was submitted to Exim: the sender, the recipients, and what
// a note says of it. Messages that Exim made itself have no such facts.
func (s *eximSpool) compareInjected(m queue.Message, c *queue.Control, f corpustest.Fact) {
	as := f.At("injected_as")
	s.same(m.ID(), "made here", m.Has(queue.MadeHere), !as.Exists())
	if !as.Exists() {
		return
	}
	text := as.At("note").Text()
	if sender := as.At("sender"); sender.Exists() && !strings.HasPrefix(text, "rewritten sender") {
		s.same(m.ID(), "sender as given", strings.Trim(m.Sender(), "<>"), sender.Text())
	}
	known := addresses(slices.Concat(c.Recipients, c.Done))
	for _, address := range as.At("recipients").Texts() {
		if strings.HasPrefix(address, "-") || !m.Has(queue.Damaged) && !slices.Contains(known, address) && !strings.HasPrefix(text, "sendmail -") {
			s.same(m.ID(), "note on a command line", strings.HasPrefix(text, "sendmail -"), true)
			continue
		}
		if !m.Has(queue.Damaged) && !strings.HasPrefix(text, "sendmail -") {
			s.same(m.ID(), "has "+address, slices.Contains(known, address), true)
		}
	}
	check, ok := eximNotes[text]
	if !ok {
		s.Errorf("%s: nothing is compared with the note %q", m.ID(), text)
		return
	}
	if check != nil {
		s.same(m.ID(), "as the note says, "+text, check(eximNoted{s, m, c}), true)
	}
}

// eximNoted is a message with a note.
type eximNoted struct {
	*eximSpool
	m queue.Message
	c *queue.Control
}

// option returns the value of an option of the envelope.
func (n eximNoted) option(name string) (string, bool) {
	for _, o := range n.c.Attributes {
		if o.Name == name {
			return o.Value, true
		}
	}
	return "", false
}

func (n eximNoted) has(name string) bool { _, ok := n.option(name); return ok }

// says reports whether a recipient's reason has a text.
func (n eximNoted) says(text string) bool {
	return slices.ContainsFunc(n.m.Recipients(), func(r queue.Recipient) bool { return strings.Contains(r.Status, text) })
}

func (n eximNoted) body() []byte {
	r, err := n.m.OpenBody()
	if err != nil {
		n.Fatal(err)
	}
	b, err := io.ReadAll(r)
	if err != nil {
		n.Fatal(err)
	}
	return b
}

// field returns the value of a header field that is sent, or "" of one that is not.
func (n eximNoted) field(name string) string {
	for _, h := range n.c.Header {
		if h.Cond == "" && strings.EqualFold(h.Name, name) {
			return strings.TrimSpace(h.Value)
		}
	}
	return ""
}

// held returns what the message's log says about freezing it.
func (n eximNoted) held() string {
	for _, e := range n.q.History.Of(n.m.Row()) {
		if e.Kind == queue.EventHeld {
			return n.q.Text(e.Text)
		}
	}
	return ""
}

func (n eximNoted) old() bool { return len(n.m.ID()) == len("1qlgf8-0005Go-0b") }

// secure reports whether a message came by TLS. A build without TLS drops these options when it
// rewrites an envelope.
func (n eximNoted) secure() bool {
	return n.has("tls_cipher") || strings.HasSuffix(n.c.Macro("r"), "sa")
}

// untried reports whether a message was never tried.
func (n eximNoted) untried() bool { return n.has("deliver_firsttime") && n.m.Attempts() == 0 }

// eximNotes are checks of the notes in facts.json, which say how a message was made; nil for notes
// that leave no trace.
var eximNotes = map[string]func(n eximNoted) bool{
	"":                                     nil,
	"TLS and a login":                      func(n eximNoted) bool { return n.secure() && n.m.Login() != "" },
	"TLS, received by 4.96, not tried yet": func(n eximNoted) bool { return n.secure() && n.untried() && n.old() },
	"TLS and a login, received by 4.96, not tried yet": func(n eximNoted) bool {
		return n.secure() && n.m.Login() != "" && n.untried() && n.old()
	},
	"not tried yet":    func(n eximNoted) bool { return n.untried() && n.m.State() == queue.Held },
	"named queue slow": func(n eximNoted) bool { return n.m.Dir().Queue == "slow" },
	"logged in":        func(n eximNoted) bool { return n.m.Login() != "" },
	"logged in, AUTH=": func(n eximNoted) bool { return n.m.Login() != "" && n.c.Auth != "" && n.c.Auth != n.m.Login() },
	"null sender":      func(n eximNoted) bool { return n.m.Has(queue.NullFrom) },
	"300 KB":           func(n eximNoted) bool { return n.m.Size() > 200_000 },
	"SERVFAIL":         func(n eximNoted) bool { return n.says("host lookup did not complete") },
	"421 greeting":     func(n eximNoted) bool { return n.says(": 421 ") },
	"a router defers":  func(n eximNoted) bool { return n.says("R=") && n.says("defer (") && !n.says("T=") },
	"local mailbox cannot be written": func(n eximNoted) bool {
		return n.says("T=") && n.says("defer (") && !n.says("H=")
	},
	"bounced, deferred, delivered": func(n eximNoted) bool { return len(n.c.Done) == 2 && len(n.c.Recipients) == 1 },
	"an alias, partly delivered (+D in -bpa)": func(n eximNoted) bool {
		return len(n.c.Recipients) == 1 && len(n.c.Done) > 0 && !slices.ContainsFunc(n.c.Done, func(r queue.Recipient) bool { return !r.Member })
	},
	"one_time alias with errors_to": func(n eximNoted) bool {
		return slices.ContainsFunc(n.c.Recipients, func(r queue.Recipient) bool {
			return r.ErrorsTo == "owner-once@ok.example.org" && r.Controlling == ":once@alias.test"
		})
	},
	"DSN per recipient": func(n eximNoted) bool { return n.c.EnvelopeID == "env-42" && n.notify("SFD", "") },
	"DSN, old id":       func(n eximNoted) bool { return n.old() && n.c.EnvelopeID != "" },
	"SMTPUTF8":          func(n eximNoted) bool { return strings.HasPrefix(n.c.Macro("r"), "utf8") && n.has("smtputf8") },
	"addresses": func(n eximNoted) bool {
		return slices.ContainsFunc(n.m.Recipients(), func(r queue.Recipient) bool { return strings.Contains(r.Address, `"odd one"@`) })
	},
	"rewritten sender and headers: type * lines": func(n eximNoted) bool {
		return n.field("From") == "rewritten@ok2.example.org" && n.removed("From") && n.removed("X-rewrote-sender")
	},
	"headers added and removed by an ACL": func(n eximNoted) bool {
		return n.field("X-Added-By-ACL") == "yes" && n.removed("X-Secret") && n.field("X-Secret") == ""
	},
	"8-bit and NUL": func(n eximNoted) bool { return bytes.IndexByte(n.body(), 0) >= 0 },
	"folded headers": func(n eximNoted) bool {
		return strings.Contains(n.field("Subject"), "\n") || strings.Contains(n.field("To"), "\n")
	},
	"BDAT: body kept in wire format": func(n eximNoted) bool {
		b := n.body()
		return bytes.Count(b, []byte("\r\n")) == bytes.Count(b, []byte("\n")) && len(b) > 0
	},
	"no header":                       func(n eximNoted) bool { return n.field("Subject") == "" && n.field("Message-ID") == "" },
	"sendmail -t by root":             func(n eximNoted) bool { return n.m.Client() == "root@localhost" && len(n.m.Recipients()) == 2 },
	"sendmail -f by an ordinary user": func(n eximNoted) bool { return n.has("sender_set_untrusted") && n.m.Client() == "walt@localhost" },
	"sendmail by an ordinary user":    func(n eximNoted) bool { return n.m.Client() == "mary@localhost" && n.has("local") },
	"frozen by an ACL":                func(n eximNoted) bool { return strings.HasPrefix(n.held(), "frozen by ACL") },
	"frozen by an ACL, old id":        func(n eximNoted) bool { return strings.HasPrefix(n.held(), "frozen by ACL") && n.old() },
	"frozen by hand":                  func(n eximNoted) bool { return n.m.State() == queue.Quarantined && n.held() == "" },
	"frozen and thawed by hand":       func(n eximNoted) bool { return n.m.State() == queue.Deferred && n.has("manual_thaw") },
	"k1 marked delivered, k3 added by hand": func(n eximNoted) bool {
		return slices.Equal(addresses(n.c.Done), []string{"k1@grey.example.org"}) && slices.Contains(addresses(n.c.Recipients), "k3@full.example.org")
	},
	"delivery killed after j1: -J left behind": func(n eximNoted) bool { return n.m.State() == queue.Deferred && len(n.m.Finished()) == 1 },
	"being delivered while mailq ran":          func(n eximNoted) bool { return n.m.State() == queue.Processing && len(n.m.Finished()) == 1 },
	"its -H was cut in the header part by hand": func(n eximNoted) bool {
		return len(n.c.Recipients) == 1 && n.m.State() == queue.Incomplete
	},
	"its -H was cut in the envelope by hand": func(n eximNoted) bool {
		return len(n.c.Recipients) == 0 && n.m.State() == queue.Incomplete
	},
	"its -H was removed by hand: a -D alone": func(n eximNoted) bool { return n.m.State() == queue.Orphan },
}

// removed reports whether the envelope keeps a header field that is not sent.
func (n eximNoted) removed(name string) bool {
	return slices.ContainsFunc(n.c.Header, func(h queue.HeaderField) bool { return h.Cond == "*" && strings.EqualFold(h.Name, name) })
}

// notify reports whether each recipient requests these notifications (RFC 3461).
func (n eximNoted) notify(letters ...string) bool {
	var got []string
	for _, r := range n.c.Recipients {
		got = append(got, strings.TrimPrefix(r.Flags, "N"))
	}
	return slices.Equal(got, letters)
}
