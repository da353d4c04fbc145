package control

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// none returns an empty Control.
func none() queue.Control {
	return queue.Control{
		Version: queue.NoNumber, Created: queue.NoNumber, LastTry: queue.NoNumber,
		Attempts: queue.NoNumber, Priority: queue.NoNumber,
	}
}

// example is the file of formats/sendmail.md §2.9.
const example = "V8\nT1709631667\nK1709639102\nN3\nP242187\nI253/0/1180731\nB8BITMIME\n" +
	"MDeferred: Connection timed out with mx2.kiwi.example.\nFwb8\n" +
	"$_dsl-9.pear.example [198.51.100.9] (may be forged)\n$rESMTPSA\n$shome-pc\n${daemon_flags}a\n" +
	"S<ann@plum.example>\nA<>\n" +
	"MDeferred: 452 4.2.2 Mailbox full\nClists:200:200:team-list\nrRFC822; team-list@plum.example\n" +
	"RFDA:\"Bo B\"@kiwi.example\nQrfc822;old+2Bname@fig.example\nrRFC822; new@fig.example\n" +
	"RPNSFD:<new@fig.example>\n" +
	"H?P?Return-Path: <\x81g>\n" +
	"H??Received: from home-pc (dsl-9.pear.example [198.51.100.9] (may be forged))\n" +
	"\tby mail.plum.example (8.15.2/8.15.2) with ESMTPSA id 4259f7Kc031337;\n" +
	"\tTue, 5 Mar 2024 10:41:07 +0100\n" +
	"H??To: \"Team, the\" <team-list@plum.example>, new@fig.example,\n" +
	"        somebody.with.a.long.name@kiwi.example\n" +
	"H??Subject: lunch\n.\n"

func TestParseExample(t *testing.T) {
	want := queue.Control{
		Version: 8, Created: 1709631667, LastTry: 1709639102, Attempts: 3, Priority: 242187,
		BodyType: "8BITMIME", Flags: "wb8", Sender: "<ann@plum.example>", HasSender: true, Auth: "<>",
		Status: "Deferred: Connection timed out with mx2.kiwi.example.", HasStatus: true,
		Macros: []queue.Macro{
			{Name: "_", Value: "dsl-9.pear.example [198.51.100.9] (may be forged)"}, {Name: "r", Value: "ESMTPSA"},
			{Name: "s", Value: "home-pc"}, {Name: "{daemon_flags}", Value: "a"},
		},
		Recipients: []queue.Recipient{
			{Address: `"Bo B"@kiwi.example`, Flags: "FDA", Status: "Deferred: 452 4.2.2 Mailbox full",
				Final: "RFC822; team-list@plum.example", Controlling: "lists:200:200:team-list"},
			{Address: "<new@fig.example>", Flags: "PNSFD", Original: "rfc822;old+2Bname@fig.example",
				Final: "RFC822; new@fig.example", Controlling: "lists:200:200:team-list"},
		},
		Header: []queue.HeaderField{
			{Name: "Return-Path", Value: " <ann@plum.example>", Cond: "P", Line: 23, Off: 552},
			{Name: "Received", Value: " from home-pc (dsl-9.pear.example [198.51.100.9] (may be forged))\n" +
				"\tby mail.plum.example (8.15.2/8.15.2) with ESMTPSA id 4259f7Kc031337;\n" +
				"\tTue, 5 Mar 2024 10:41:07 +0100", Line: 24, Off: 575},
			{Name: "To", Value: " \"Team, the\" <team-list@plum.example>, new@fig.example,\n" +
				"        somebody.with.a.long.name@kiwi.example", Line: 27, Off: 755},
			{Name: "Subject", Value: " lunch", Line: 29, Off: 862},
		},
		Complete: true, Lines: 30,
	}
	for i := range want.Header { // the offsets are those of the names in the text
		want.Header[i].Off = int64(strings.LastIndex(example[:strings.Index(example, want.Header[i].Name+":")], "\n") + 1)
	}
	got, problems := Parse(example, "qfA")
	if !reflect.DeepEqual(got, want) {
		t.Errorf("Parse(example) =\n%+v, want\n%+v", got, want)
	}
	if len(problems) != 0 {
		t.Errorf("Parse(example): %v", problems)
	}
}

// Every row is a file and its differences from an empty Control.
func TestParseRecords(t *testing.T) {
	rcpt := func(r ...queue.Recipient) func(*queue.Control) {
		return func(c *queue.Control) { c.Recipients = r }
	}
	header := func(h ...queue.HeaderField) func(*queue.Control) {
		return func(c *queue.Control) { c.Header = h }
	}
	macro := func(m ...queue.Macro) func(*queue.Control) {
		return func(c *queue.Control) { c.Macros = m }
	}
	sender := func(s string) func(*queue.Control) {
		return func(c *queue.Control) { c.Sender, c.HasSender = s, true }
	}
	version := func(v int64) func(*queue.Control) { return func(c *queue.Control) { c.Version = v } }
	type set = []func(*queue.Control)
	tests := []struct {
		name, in string
		want     set
	}{
		{"empty", "", nil},
		{"version", "V8\n", set{version(8)}},
		{"version with CR", "V8\r\n", set{version(8)}},
		{"time", "T1709631667\n", set{func(c *queue.Control) { c.Created = 1709631667 }}},
		{"never tried", "K0\nN0\n", set{func(c *queue.Control) { c.LastTry, c.Attempts = 0, 0 }}},
		{"negative priority", "P-1800\n", set{func(c *queue.Control) { c.Priority = -1800 }}},
		{"blanks around a number", "P 30 \n", set{func(c *queue.Control) { c.Priority = 30 }}},
		{"body type", "B7BIT\n", set{func(c *queue.Control) { c.BodyType = "7BIT" }}},
		{"kept nowhere", "I8/1/2\nXiso-8859-1\nG1\nY300\nDdfA\nEowner\nL12\n", nil},
		{"data directory", "dqd3\n", set{func(c *queue.Control) { c.DataDir = "qd3" }}},
		{"flags", "Fwr8bdnse\n", set{func(c *queue.Control) { c.Flags = "wr8bdnse" }}},
		{"no letters", "F\n", nil},
		{"status", "MDeferred\n", set{func(c *queue.Control) { c.Status, c.HasStatus = "Deferred", true }}},
		{"empty status", "M\n", set{func(c *queue.Control) { c.HasStatus = true }}},
		{"the last status before S counts", "Mone\nMtwo\nSa\n", set{
			func(c *queue.Control) { c.Status, c.HasStatus = "two", true }, sender("a")}},
		{"a status after S is a recipient's", "V8\nMone\nSa\nMtwo\nRPFD:b\nRPFD:c\nMthree\nRPFD:d\n", set{
			version(8), sender("a"), func(c *queue.Control) { c.Status, c.HasStatus = "one", true },
			rcpt(queue.Recipient{Address: "b", Flags: "PFD", Status: "two"}, queue.Recipient{Address: "c", Flags: "PFD"},
				queue.Recipient{Address: "d", Flags: "PFD", Status: "three"})}},
		{"quarantine", "qby operator\n", set{func(c *queue.Control) { c.Quarantine = "by operator" }}},
		{"null sender", "S<>\n", set{sender("<>")}},
		{"sender is empty", "S\n", set{sender("")}},
		{"envelope id", "ZQQ314159\n", set{func(c *queue.Control) { c.EnvelopeID = "QQ314159" }}},
		{"auth", "Aann@plum.example\n", set{func(c *queue.Control) { c.Auth = "ann@plum.example" }}},
		{"macros", "$rESMTP\n$_localhost\n$r\n${daemon_flags}EE a\n${x}\n", set{macro(
			queue.Macro{Name: "r", Value: "ESMTP"}, queue.Macro{Name: "_", Value: "localhost"}, queue.Macro{Name: "r"},
			queue.Macro{Name: "{daemon_flags}", Value: "EE a"}, queue.Macro{Name: "{x}"})}},
		{"deliver by", "!\x11 3600\n", set{func(c *queue.Control) { c.DeliverBy = &queue.DeliverBy{Mode: 0x11, Seconds: 3600} }}},
		{"deliver by, late", "!\x02 -60\n", set{func(c *queue.Control) { c.DeliverBy = &queue.DeliverBy{Mode: 2, Seconds: -60} }}},
		{"deliver by, mode is a space", "!  60\n", set{func(c *queue.Control) { c.DeliverBy = &queue.DeliverBy{Mode: ' ', Seconds: 60} }}},

		{"version 0: no flags", "Rbo@fig.example\nRa:b\n", set{rcpt(
			queue.Recipient{Address: "bo@fig.example"}, queue.Recipient{Address: "a:b"})}},
		{"no flags", "V2\nR:bo\n", set{version(2), rcpt(queue.Recipient{Address: "bo"})}},
		{"the first colon splits", "V8\nRPFD:<@a,@b:u@c>\nRPFD::include:/list\nRPFD:u@[IPv6:2001:db8::1]\n", set{version(8), rcpt(
			queue.Recipient{Address: "<@a,@b:u@c>", Flags: "PFD"}, queue.Recipient{Address: ":include:/list", Flags: "PFD"},
			queue.Recipient{Address: "u@[IPv6:2001:db8::1]", Flags: "PFD"})}},
		{"programs and 8-bit", "V8\nRA:\"|/bin/x \\\"a b\\\"\"\nRA:\xe9\n", set{version(8), rcpt(
			queue.Recipient{Address: `"|/bin/x \"a b\""`, Flags: "A"}, queue.Recipient{Address: "\xe9", Flags: "A"})}},
		{"C is sticky, a bare C resets", "V8\nCu:1:2:list\nR:a\nR:b\nC\nR:c\nC:alias:x\nR:d\n", set{version(8), rcpt(
			queue.Recipient{Address: "a", Controlling: "u:1:2:list"}, queue.Recipient{Address: "b", Controlling: "u:1:2:list"},
			queue.Recipient{Address: "c"}, queue.Recipient{Address: "d", Controlling: ":alias:x"})}},
		{"Q and r belong to the next R only", "V8\nQrfc822;a\nrRFC822; b\nR:a\nR:b\n", set{version(8), rcpt(
			queue.Recipient{Address: "a", Original: "rfc822;a", Final: "RFC822; b"}, queue.Recipient{Address: "b"})}},

		{"8.8 header", "V2\nHSubject: x\n", set{version(2), header(queue.HeaderField{Name: "Subject", Value: " x", Line: 2, Off: 3})}},
		{"no conditions", "H??Subject:x\n", set{header(queue.HeaderField{Name: "Subject", Value: "x", Line: 1})}},
		{"condition", "H?M?Message-Id: <1@x>\n", set{header(queue.HeaderField{Name: "Message-Id", Value: " <1@x>", Cond: "M", Line: 1})}},
		{"macro condition", "H?${x}?A: 1\nH?$x?B: 2\n", set{header(
			queue.HeaderField{Name: "A", Value: " 1", Cond: "${x}", Line: 1}, queue.HeaderField{Name: "B", Value: " 2", Cond: "$x", Line: 2, Off: 12})}},
		{"blanks before the colon", "H??A \t: 1\n", set{header(queue.HeaderField{Name: "A", Value: " 1", Line: 1})}},
		{"folded by tab and space", "H??A: 1\n\t2\n 3\nP1\n", set{func(c *queue.Control) { c.Priority = 1 },
			header(queue.HeaderField{Name: "A", Value: " 1\n\t2\n 3", Line: 1})}},
		{"folded with CR", "H??A: 1\r\n\t2\r\nP1\r\n", set{func(c *queue.Control) { c.Priority = 1 },
			header(queue.HeaderField{Name: "A", Value: " 1\n\t2", Line: 1})}},
		{"a CR elsewhere stays", "H??A: 1\r2\n", set{header(queue.HeaderField{Name: "A", Value: " 1\r2", Line: 1})}},
		{"a fold hides a record", "H??A: 1\n RPFD:evil\n", set{header(queue.HeaderField{Name: "A", Value: " 1\n RPFD:evil", Line: 1})}},
		{"any record folds", "Sa\n b\n", set{sender("a\n b")}},
		{"stuffed bytes", "V8\nH??A: \xc3\xff\x89t\xc3\xa9 \xff\xff\xff\x81g\n", set{version(8), header(
			queue.HeaderField{Name: "A", Value: " \xc3\x89t\xc3\xa9 \xff\x81g", Line: 2, Off: 3})}},
		{"stuffing at the end", "V8\nH??A: \xff\n", set{version(8), header(queue.HeaderField{Name: "A", Value: " \xff", Line: 2, Off: 3})}},
		{"8.12 did not stuff", "V6\nH??A: \xffa\xff\x89\n", set{version(6), header(queue.HeaderField{Name: "A", Value: " \xffa\xff\x89", Line: 2, Off: 3})}},
		{"macros in headers", "S<a@b>\n$rSMTP\nH?P?A: <\x81g>\x81r\x81z\x81\n", set{sender("<a@b>"), macro(queue.Macro{Name: "r", Value: "SMTP"}),
			header(queue.HeaderField{Name: "A", Value: " <a@b>SMTP$z\x81", Cond: "P", Line: 3, Off: 14})}},
		{"a long macro's number", "V8\nH?P?A: \x81\xffx\n", set{version(8), header(
			queue.HeaderField{Name: "A", Value: " \x81\xffx", Cond: "P", Line: 2, Off: 3})}},
		{"sender without brackets", "Sann\nH?P?A: <\x81g>\n", set{sender("ann"), header(
			queue.HeaderField{Name: "A", Value: " <ann>", Cond: "P", Line: 2, Off: 5})}},

		{"end mark", ".\n", set{func(c *queue.Control) { c.Complete = true }}},
		{"end mark without newline", "V8\n.", set{version(8), func(c *queue.Control) { c.Complete = true }}},
		{"no end mark", "V8\nSa", set{version(8), sender("a")}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			want := none()
			for _, f := range tt.want {
				f(&want)
			}
			want.Lines = strings.Count(tt.in, "\n")
			if tt.in != "" && !strings.HasSuffix(tt.in, "\n") {
				want.Lines++
			}
			got, problems := Parse(tt.in, "qfA")
			if !reflect.DeepEqual(got, want) {
				t.Errorf("Parse(%q) =\n%+v, want\n%+v", tt.in, got, want)
			}
			if len(problems) != 0 {
				t.Errorf("Parse(%q): %v, want no problems", tt.in, problems)
			}
		})
	}
}

func TestParseVersions(t *testing.T) {
	for v := range 10 {
		in, want := fmt.Sprintf("V%d\nSann@plum.example\nRPFD:bo@fig.example\nHSubject: x\n.\n", v), "bo@fig.example"
		if v == 0 {
			want = "PFD:bo@fig.example"
		}
		c, problems := Parse(in, "qfA")
		if c.Version != int64(v) || len(c.Recipients) != 1 || c.Recipients[0].Address != want || !c.Complete {
			t.Errorf("Parse(%q) = %+v, want version %d and recipient %q", in, c, v, want)
		}
		if newer := v > 8; (len(problems) == 1) != newer {
			t.Errorf("Parse(%q): %v", in, problems)
		}
	}
}

func TestProblems(t *testing.T) {
	type at struct {
		line   int
		off    int64
		bytes  string
		reason string // its start
	}
	tests := []struct {
		name, in string
		want     []at
	}{
		{"not a number", "V8\nT17x\nKx\nN\nP9223372036854775808\n.\n", []at{
			{2, 3, "T17x", `T line: "17x" is not a Unix time`}, {3, 8, "Kx", `K line: "x" is not`},
			{4, 11, "N", `N line: "" is not a number of tries`}, {5, 13, "P9223372036854775808", "P line: "}}},
		{"the number that means none", "P-9223372036854775808\n", []at{{1, 0, "P-9223372036854775808", "P line: "}}},
		{"version too high", "V9\n", []at{{1, 0, "V9", "version 9 is newer"}}},
		{"unknown record", "V8\nSa\nzoo\n.\n", []at{{3, 6, "zoo", "no record that sendmail writes"}}},
		{"empty line", "V8\n\nSa\n", []at{{2, 3, "", "empty line"}}},
		{"empty line with CR", "V8\r\n\r\n", []at{{2, 4, "", "empty line"}}},
		{"after a fold", "H??A: 1\n\t2\n\t3\nzoo\n", []at{{4, 14, "zoo", "no record"}}},
		{"a fold at the start", " x\n", []at{{1, 0, " x", "no record"}}},
		{"appended mailbox", "V8\nFrom ann Tue\n", []at{{2, 3, "From ann Tue", "somebody appended a mailbox"}}},
		{"macro without name", "$\n${\n${}\n${x\n", []at{
			{1, 0, "$", "$ line"}, {2, 2, "${", "$ line"}, {4, 9, "${x", "$ line"}}},
		{"deliver by", "!\n!\x11\n!\x113600\n!\x11 1h\n", []at{
			{1, 0, "!", `! line: "" is no`}, {2, 2, "!\x11", `! line: "\x11"`}, {3, 5, "!\x113600", "! line"}, {4, 12, "!\x11 1h", "! line"}}},
		{"recipient without colon", "V8\nRbo@fig.example\n", []at{{2, 3, "Rbo@fig.example", "R line without a colon"}}},
		{"flags that are none", "V8\nR<a@b>:c\n", []at{{2, 3, "R<a@b>:c", `R line: "<a@b>" are not flags`}}},
		{"header without colon", "H??Subject\nH\nH??:x\n", []at{
			{1, 0, "H??Subject", `H line: "Subject" has no field name`}, {2, 11, "H", "H line"}, {3, 13, "H??:x", "H line"}}},
		{"open condition", "H?M\n", []at{{1, 0, "H?M", "H line: no second question mark"}}},
		{"NUL ends a record", "V8\nSann\x00rest\n", []at{{2, 3, "Sann\x00rest", "a NUL byte ends the record early"}}},
		{"only NUL", "\x00\x00\x00\n", []at{{1, 0, "\x00\x00\x00", "a NUL byte"}}},
		{"after the end mark", "V8\n.\nRPFD:evil\n", []at{{3, 5, "RPFD:evil\n", "data after the end mark"}}},
		{"a line end after the end mark", ".\n\n", []at{{2, 2, "\n", "data after the end mark"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, problems := Parse(tt.in, "mqueue/qfA")
			if len(problems) != len(tt.want) {
				t.Fatalf("Parse(%q): %v, want %d problems", tt.in, problems, len(tt.want))
			}
			for i, w := range tt.want {
				p := problems[i]
				if p.File != "mqueue/qfA" || p.Line != w.line || p.Offset != w.off || p.Bytes != w.bytes ||
					!strings.HasPrefix(p.Reason, w.reason) || p.Kind != queue.KindLine {
					t.Errorf("Parse(%q): problem %d is %+v, want %+v", tt.in, i, p, w)
				}
			}
		})
	}
}

func TestBadLinesCostThemselvesOnly(t *testing.T) {
	in := "V8\nTx\nzoo\nSann\x00!\nR<a>:b\nRc\nRPFD:d\nH??A\nH??B: 1\n.\n"
	c, problems := Parse(in, "qfA")
	var got []string
	for _, r := range c.Recipients {
		got = append(got, r.Address)
	}
	if want := []string{"b", "c", "d"}; !reflect.DeepEqual(got, want) {
		t.Errorf("Parse(%q): recipients %q, want %q", in, got, want)
	}
	if c.Sender != "ann" || c.Created != queue.NoNumber || !c.Complete || len(c.Header) != 1 || len(problems) != 6 {
		t.Errorf("Parse(%q) = %+v, %v", in, c, problems)
	}
	if len(c.Unknown) != 1 || c.Unknown[0] != (queue.Line{Text: "zoo", Line: 3, Off: 6}) {
		t.Errorf("Parse(%q).Unknown = %+v", in, c.Unknown)
	}
}

func TestManyProblems(t *testing.T) {
	_, problems := Parse(strings.Repeat("zoo\n", 47), "qfA")
	if len(problems) != MaxProblems {
		t.Fatalf("%d problems, want %d", len(problems), MaxProblems)
	}
	if last := problems[MaxProblems-1]; !strings.HasSuffix(last.Reason, "(and 37 more lines)") || last.Line != 10 {
		t.Errorf("the last problem is %v", last)
	}
	_, problems = Parse("z"+strings.Repeat("o", 500), "qfA")
	if n := len(problems[0].Bytes); n != 120 {
		t.Errorf("%d offending bytes are kept, want 120", n)
	}
}

func TestManyRecords(t *testing.T) {
	in := "V8\n" + strings.Repeat("R:a\n", MaxRecords-1) + "R:late\n.\n"
	c, problems := Parse(in, "qfA")
	if len(c.Recipients) != MaxRecords-1 || c.Complete {
		t.Errorf("%d recipients, complete %v; want %d of an incomplete file", len(c.Recipients), c.Complete, MaxRecords-1)
	}
	if len(problems) != 1 || problems[0].Kind != queue.KindLimit || !errors.Is(problems[0], queue.ErrLimit) ||
		problems[0].Line != MaxRecords+1 || problems[0].Offset != int64(strings.Index(in, "R:late")) {
		t.Errorf("problems %v", problems)
	}
	_, problems = Parse(strings.Repeat("\n", MaxRecords+1), "qfA")
	if n := len(problems); n != MaxProblems+1 || !strings.Contains(problems[MaxProblems-1].Reason, "more lines") {
		t.Errorf("%d problems, the tenth %q", n, problems[MaxProblems-1].Reason)
	}
}

// Control files had no end mark until some release of 8.7.
func TestOldFilesEnd(t *testing.T) {
	for text, want := range map[string]bool{
		"P1\nT764000000\nDdfAA01234\nScarol\nRbob\nHSubject: x\n":  true,
		"V1\nP1\nT764000000\nScarol\nRPF:bob\nHSubject: x\n":       true,
		"P1\nT764000000\nScarol\nRbob\nHSubject: x\n":              false, // perhaps its beginning is lost
		"P1\nT764000000\nDdfAA01234\nScarol\nRbob\nHSubj":          false,
		"P1\nT764000000\nDdfAA01234\nScarol\nRbob\n":               false,
		"V2\nP1\nT764000000\nScarol\nRPF:bob\nHSubject: x\n":       false,
		"V8\nT764000000\nDdfAA01234\nScarol\nRPF:b\nHSubject: x\n": false,
	} {
		if c, _ := Parse(text, "qfAA01234"); c.Complete != want {
			t.Errorf("%q is complete: %t, want %t", text, c.Complete, want)
		}
	}
}
