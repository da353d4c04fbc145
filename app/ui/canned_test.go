package ui

import (
	"fmt"

	"github.com/spoolscope/spoolscope/app/protocol"
)

// cannedTaken is Thu 12 Mar 2026 08:14 UTC.
const cannedTaken = protocol.Moment(1773303240)

func cannedReason(text string) []protocol.Piece {
	return []protocol.Piece{{Text: "<"}, {Text: "address", Var: true}, {Text: ">: " + text}}
}

// cannedRow is message n of a list.
func cannedRow(n int) protocol.Row {
	states := []string{"deferred", "deferred", "unavailable", "quarantined", "processing", "deferred", "lost", "held"}
	r := protocol.Row{
		Ref: 1000 + n, ID: fmt.Sprintf("62A%05d031%03d", n, n%1000), Queue: "mqueue/qd2",
		State: states[n%len(states)], Age: int64(400000 - n*1700), Created: cannedTaken - 400000, Tries: 26 - n%20,
		Size: int64(4100 * (n%50 + 1)), From: "newsletter@example.com", To: fmt.Sprintf("desk%d@example.net", n),
		Code: "451", Enhanced: "4.7.1",
		Reason: []protocol.Piece{{Text: "Greylisting in action, please come back later"}},
	}
	switch n % 7 {
	case 3:
		r.From, r.FromNote = "", "bounce"
	case 5:
		r.More, r.Code, r.Enhanced = 2, "554", "5.7.1"
		r.Reason = []protocol.Piece{{Text: "Client host ["}, {Text: "‹ip›", Var: true}, {Text: "] blocked by policy"}}
	case 6:
		r.From, r.FromNote, r.To, r.Tries, r.Size = "", "unknown", "", -1, -1
		r.Code, r.Enhanced, r.Reason = "", "", []protocol.Piece{{Text: "Set aside by sendmail: file name starts with Qf"}}
	}
	return r
}

// cannedPage answers a request for rows of a list with total rows.
func cannedPage(req protocol.MessagesRequest, matched int) *protocol.Page {
	p := &protocol.Page{
		Query: req.Query, Sort: req.Sort, Desc: req.Desc, From: req.From, Rows: []protocol.Row{},
		Matched: matched, Total: 3412, Recipients: matched + 13, Bytes: 20552090,
	}
	for n := req.From; n < min(req.From+req.Count, matched); n++ {
		p.Rows = append(p.Rows, cannedRow(n))
	}
	return p
}

func cannedFacets() *protocol.Facets {
	value := func(key, name string, count int, on bool) protocol.FacetValue {
		return protocol.FacetValue{Name: name, Count: count, Token: key + ":" + name, On: on}
	}
	state := func(name string, count int) protocol.FacetValue {
		v := value("state", name, count, false)
		v.State = name
		return v
	}
	return &protocol.Facets{Facets: []protocol.Facet{
		{Key: "state", Title: "State", Values: []protocol.FacetValue{
			state("deferred", 143), state("unavailable", 9), state("quarantined", 3), state("processing", 2), state("lost", 1)}},
		{Key: "server", Title: "Server", More: 37, Values: []protocol.FacetValue{
			value("server", "mx1.example.net", 158, true), value("server", "mail.parked.example", 303, false),
			value("server", "mx2.example.org", 265, false), value("server", "mx.quickpost.example", 97, false)}},
		{Key: "code", Title: "Reply code", Values: []protocol.FacetValue{
			value("code", "451/4.7.1", 139, false), value("code", "554/5.7.1", 9, false), value("code", "none", 0, false)}},
		{Key: "queue", Title: "Queue directory", Values: []protocol.FacetValue{
			value("queue", "mqueue/qd1", 41, false), value("queue", "mqueue/qd2", 38, false)}},
	}}
}

func cannedDetail(index, matched int) *protocol.Detail {
	row := cannedRow(index)
	prev, next := row.Ref-1, row.Ref+1
	if index == 0 {
		prev = -1
	}
	if index == matched-1 {
		next = -1
	}
	rcpt := func(address string) protocol.DetailRecipient {
		return protocol.DetailRecipient{
			Address: address, State: "deferred", Code: "451", Enhanced: "4.7.1",
			Reason: cannedReason("Greylisting in action, please come back later"), Server: "mx1.example.net",
			Flags: "named by the client; failure and delay are reported", LastTry: 1773294257,
		}
	}
	return &protocol.Detail{
		Row: row, Prev: prev, Next: next, Index: index, Matched: matched,
		Subject: "Invoice 2026-0311 and signed delivery note",
		Why: protocol.Why{State: row.State, Text: []string{
			"The server for example.net has asked us to try again later (`451 4.7.1`, greylisting). sendmail has tried **14 times** since Tuesday; it gives up after 5 days, on **Sunday 15 Mar**, and returns the message to Anna Berg.",
			"Greylisting usually ends by the third try. After 14 it is more likely a block: ask the postmaster of example.net about 192.0.2.10.",
		}},
		Header: []protocol.HeaderField{
			{Name: "Return-Path", Value: "<anna.berg@example.com>", Raw: "Return-Path: <\x81g>", Hidden: true},
			{Name: "Received", Value: "from pc-17.example.com (pc-17.example.com [198.51.100.24]) (authenticated bits=0) by mail.example.com (8.18.1/8.18.1) with ESMTPSA id 62A2AKq7031847", Added: true},
			{Name: "Subject", Value: "Rechnung für März", Raw: "Subject: =?utf-8?q?Rechnung_f=C3=BCr_M=C3=A4rz?="},
		},
		Recipients: []protocol.DetailRecipient{rcpt("support@example.net"), rcpt("billing@example.net")},
		Timeline: []protocol.Mark{
			{T: 0, Title: "Created, first try", Note: "Tue 10 Mar 02:10", Kind: "created"},
			{T: .063, Kind: "try"}, {T: .0963, Kind: "try"}, {T: .163, Kind: "try"}, {T: .2963, Kind: "try"},
			{T: .063, Title: "Sender warned", Note: "flag w, after 4 h or more", Kind: "warned"},
			{T: .4297, Title: "Last try, no. 14", Note: "Thu 12 Mar 05:44", Kind: "last"},
			{T: .4505, Title: "Archive made", Note: "Thu 12 Mar 08:14", Kind: "now"},
			{T: .463, Title: "Next try, estimated", Note: "Thu 12 Mar 09:44", Kind: "next"},
			{T: 1, Title: "Gives up, returns it", Note: "Sun 15 Mar 02:10", Kind: "end"},
		},
		TimelineNow: .4505,
		Transcript: &protocol.Talk{Source: "xf62A2AKq7031847", More: 3, Lines: []protocol.TalkLine{
			{Dir: "...", Text: "while talking to mx1.example.net.:"},
			{Dir: ">>>", Text: "RCPT To:<support@example.net>"},
			{Dir: "<<<", Text: "451 4.7.1 <support@example.net>: Greylisting in action, please come back later", Class: "temporary"},
			{Dir: ">>>", Text: "DATA"},
			{Dir: "<<<", Text: "503 5.5.1 Error: need RCPT command", Class: "permanent"},
			{Text: "<support@example.net>... Deferred: 451 4.7.1 Greylisting in action"},
		}},
		Bounce: &protocol.BounceDetail{
			Kind: "failure", Title: "A bounce: returned mail",
			Facts: []protocol.Fact{{Name: "Original sender", Value: "newsletter@example.com"}, {Name: "Subject", Value: "March offers"}},
			Recipients: []protocol.DetailRecipient{{Address: "kz1881@example.net", State: "unavailable", Code: "550", Enhanced: "5.1.1",
				Reason: cannedReason("User unknown"), Server: "mx1.example.net"}},
			Talk: protocol.Talk{Lines: []protocol.TalkLine{{Dir: "<<<", Text: "550 5.1.1 User unknown", Class: "permanent"}}},
		},
		Envelope: []protocol.Fact{
			{Name: "Sender", Value: "anna.berg@example.com"},
			{Name: "Client", Value: "pc-17.example.com", Note: "[198.51.100.24], name matches"},
			{Name: "Flags", Tags: []protocol.Fact{{Name: "w", Value: "sender warned"}, {Name: "8", Value: "8-bit text"}}},
			{Name: "Message-ID", Value: "<c41f09@pc-17.example.com>", Mono: true},
		},
		Files:   []protocol.FileFact{{Kind: "qf", Path: "mqueue/qd2/qf62A2AKq7031847", Size: 1638}, {Kind: "df", Path: "mqueue/qd2/df62A2AKq7031847", Size: 194560}},
		Listing: []protocol.Fact{{Name: "Status", Value: "(Deferred: 451 4.7.1)"}},
		Differs: []string{"mailq lists `3` recipients, the control file has `2`."},
		Same:    &protocol.TopRow{Name: "mx1.example.net", Count: 258, Query: "server:mx1.example.net code:451/4.7.1"},
		Control: &protocol.ControlText{File: "qf62A2AKq7031847", Size: 1638, Lines: []protocol.ControlLine{
			{Number: 1, Code: "V", Text: "8", Means: "Format of this file: version 8"},
			{Number: 2, Code: "F", Text: "w8", Means: "Flags. **w**: the sender was warned of the delay. **8**: the text has 8-bit characters"},
			{Number: 3, Code: "H", Text: "??Received: from pc-17.example.com", Means: "Header"},
			{Number: 4, Text: "\tby mail.example.com", Means: ""},
			{Number: 5, Code: "T", Text: "17x", Means: "Not a Unix time", Bad: true},
			{Number: 6, Code: ".", Text: "", Means: "End of the file. Without this line the file is incomplete"},
		}},
		Problems: []protocol.ProblemItem{{Where: "mqueue/qd2/qf62A2AKq7031847:5", Reason: "not a Unix time", Bytes: `"17x"`}},
	}
}

func cannedContent(ref int) *protocol.Content {
	return &protocol.Content{
		Ref: ref, From: "Anna Berg <anna.berg@example.com>", To: "support@example.net, billing@example.net",
		Cc: "M. Lind <m.lind@example.org>", Date: "Tue 10 Mar 2026 02:10:18 UTC",
		Text: "Hello,\n\nplease find our invoice 2026-0311 and the signed delivery note for order 88213 attached. The pallets left on Monday.\n\n" +
			"Item          Count     Price\nPallet           12    340.00\nWrap              3     12.50\n\n> Could you confirm?\n> Thanks\n\nKind regards\nAnna Berg\n",
		TextFrom:    "text/plain, iso-8859-1",
		Parts:       []protocol.Part{{Path: "1", Type: "multipart/mixed", Size: 190000}, {Path: "1.1", Depth: 1, Type: "text/plain", Charset: "iso-8859-1", Size: 800}, {Path: "1.2", Depth: 1, Type: "application/pdf", Name: "invoice-2026-0311.pdf", Size: 106496}},
		Attachments: []protocol.Part{{Path: "1.2", Type: "application/pdf", Name: "invoice-2026-0311.pdf", Size: 106496}},
		Notes:       []string{"Only the first 32 KiB of the text are kept."},
		Cut:         52000,
	}
}

func cannedSource(req protocol.SourceRequest, total int) *protocol.Source {
	s := &protocol.Source{Ref: req.Ref, From: req.From, Lines: []string{}, Total: total, Bytes: 52341}
	for n := req.From; n < min(req.From+req.Count, total); n++ {
		s.Lines = append(s.Lines, fmt.Sprintf("line %d of <the> message", n+1))
	}
	return s
}

func cannedReplies() *protocol.ReplyTable {
	rows := []protocol.ReplyRow{
		{Code: "550", Enhanced: "5.1.1", Meaning: "No such address", Standard: "Bad destination mailbox address",
			Advice: "Trying again does not help. Correct the address or take it off the list.", Reason: cannedReason("User unknown"),
			Sample: "550 5.1.1 <kz1881@example.net>... User unknown", SeenIn: "bounces",
			Servers:  []protocol.TopRow{{Name: "mx1.example.net", Count: 1800, Query: "server:mx1.example.net"}, {Name: "mx2.example.org", Count: 212, Query: "server:mx2.example.org"}},
			Messages: 2012, Lines: 2310, Query: "code:550/5.1.1"},
		{Code: "451", Enhanced: "4.7.1", Temporary: true, Meaning: "Greylisting: come back later", Standard: "Delivery not authorized, message refused",
			Advice: "Wait: sendmail tries again by itself.", Reason: cannedReason("Greylisting in action, please come back later"),
			Sample: "451 4.7.1 <support@example.net>: Greylisting in action, please come back later", SeenIn: "status",
			Servers: []protocol.TopRow{{Name: "mx1.example.net", Count: 258, Query: "server:mx1.example.net"}}, Messages: 258, Query: "code:451/4.7.1"},
		{Code: "403", Enhanced: "4.7.0", Temporary: true, Meaning: "Encryption could not start", Reason: []protocol.Piece{{Text: "TLS handshake failed"}},
			Sample: "403 4.7.0 TLS handshake failed", SeenIn: "status", Servers: []protocol.TopRow{}, Messages: 1, Query: "code:403/4.7.0"},
	}
	t := &protocol.ReplyTable{Codes: 3, Shown: 2, Lines: 2310, Rows: []protocol.ReplyRow{}}
	for n, r := range rows {
		r.Text = [][]protocol.Piece{{{Text: r.Sample}}}
		if n == 2 {
			for line := range 5 {
				r.Text = append(r.Text, []protocol.Piece{{Text: fmt.Sprintf("403-4.7.0 line %d", line+2)}})
			}
		}
		t.Groups = append(t.Groups, protocol.ReplyGroup{Key: []string{"nothing", "wait", "ask"}[n], Title: "Group " + r.Code, Messages: r.Messages, Query: "reply:" + r.Code + "*", Rows: []protocol.ReplyRow{r}})
	}
	return t
}
