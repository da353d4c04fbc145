package queue

import (
	"strings"
	"testing"
)

// Each form lists the words that it accepts; words that no form accepts are in
// no list.
func TestIDForms(t *testing.T) {
	words := strings.Fields("4259f7Kc031337 RAA04242 AA04242 eA951Kp04242 eA951Kp04242.bak 4259f7Kc031337~ 4259f7Kc0313379999999999 " +
		"A4242 04242 report data2024 x~031337 C4551D4 C4551 4bBl5H0xrJz9g 4bBl5H0xrJ C_4551 C-4551 1qlgf8-0005H9-0n 1uafSI-000000001vE-0U6S 1qlgf8_0005H9_0n 1qlgf8-0005H9-0é")
	for name, form := range map[string]struct {
		is   func(string) bool
		want string
	}{
		"IsSendmailFileID":   {IsSendmailFileID, "4259f7Kc031337 RAA04242 AA04242 eA951Kp04242 eA951Kp04242.bak 4259f7Kc031337~ 4259f7Kc0313379999999999"},
		"IsSendmailLogID":    {IsSendmailLogID, "4259f7Kc031337 RAA04242 AA04242 eA951Kp04242"},
		"IsSendmailID":       {IsSendmailID, "4259f7Kc031337 RAA04242 AA04242 eA951Kp04242"},
		"IsSendmailScriptID": {IsSendmailScriptID, "4259f7Kc031337 RAA04242 eA951Kp04242 data2024"},
		"IsPostfixListedID":  {IsPostfixListedID[string], "4259f7Kc031337 RAA04242 AA04242 eA951Kp04242 4259f7Kc0313379999999999 A4242 04242 report data2024 C4551D4 C4551 4bBl5H0xrJz9g 4bBl5H0xrJ C_4551 1qlgf8_0005H9_0n"},
		"IsPostfixLogID":     {IsPostfixLogID, "4259f7Kc031337 AA04242 4259f7Kc0313379999999999 C4551D4 4bBl5H0xrJz9g"},
		"IsPostfixID":        {IsPostfixID, "AA04242 C4551D4 4bBl5H0xrJz9g"},
		"IsEximLogID":        {IsEximLogID, "1qlgf8-0005H9-0n 1uafSI-000000001vE-0U6S"},
		"IsEximID":           {IsEximID, "1qlgf8-0005H9-0n 1uafSI-000000001vE-0U6S"},
	} {
		var got []string
		for _, w := range words {
			if form.is(w) {
				got = append(got, w)
			}
		}
		if s := strings.Join(got, " "); s != form.want {
			t.Errorf("%s accepts\n     %s\nwant %s", name, s, form.want)
		}
		if form.is("") {
			t.Errorf("%s accepts an empty word", name)
		}
	}
}

// Every decodable id of letters and digits may be a file name and may occur in a log.
func FuzzIDForms(f *testing.F) {
	for _, id := range []string{"4259f7Kc031337", "RAA04242", "AA04242", "eA951Kp04242", "X~A31337", "4259f7Kc031337~", "C4551D4", "4bBl5H0xrJz9g", "1qlgf8-0005H9-0n"} {
		f.Add(id)
	}
	f.Fuzz(func(t *testing.T, id string) {
		if isAllAlphanumeric(id) && IsSendmailID(id) && !IsSendmailFileID(id) {
			t.Errorf("%q is an id of sendmail, but names no file", id)
		}
		if IsEximID(id) && !IsEximLogID(id) {
			t.Errorf("%q is an id of Exim, but cannot occur in a log", id)
		}
		if IsSendmailLogID(id) && !IsSendmailFileID(id) {
			t.Errorf("%q may occur in logs of sendmail, but names no file", id)
		}
		if n := EximLogIDLen(id); n > 0 && !IsEximLogID(id[:n]) {
			t.Errorf("%q begins with no id of %d bytes", id, n)
		}
		if n := PostfixLogIDLen(id + ":"); n > 0 && !IsPostfixLogID(id[:n]) {
			t.Errorf("%q begins with no id of %d bytes", id, n)
		}
	})
}
