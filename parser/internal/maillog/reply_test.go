package maillog

import "testing"

func TestReply(t *testing.T) {
	for text, want := range map[string]struct {
		code   uint16
		status string
	}{
		"250 2.0.0 Ok: queued as X": {250, "2.0.0"}, "550-5.1.1 no": {550, "5.1.1"}, "421 mx too busy": {421, ""}, "450": {450, ""}, "554 5.7.1": {554, "5.7.1"},
		"550 5.7.1.2 no": {550, ""}, "550 5.7.1234 no": {550, ""}, "2500 x": {0, ""}, "650 x": {0, ""}, "": {0, ""}, "25": {0, ""}, "550 192.0.2.1": {550, ""}, "450 4.x": {450, ""},
	} {
		if code, status := Reply(text); code != want.code || status != want.status {
			t.Errorf("Reply(%q) = %d, %q, want %d, %q", text, code, status, want.code, want.status)
		}
	}
}

func TestNextID(t *testing.T) {
	for reply, want := range map[string]string{
		"250 2.0.0 Ok: queued as CBFB9E5E":                                            "CBFB9E5E",
		"250 2.0.0 Ok: 1234 bytes queued as 4YMs3X1Y05z4V":                            "4YMs3X1Y05z4V",
		"250 OK id=1uaW5T-0001u2-0i":                                                  "1uaW5T-0001u2-0i",
		"250 OK id=1uafSI-000000001vE-0U6S":                                           "1uafSI-000000001vE-0U6S",
		"250 2.0.0 2ATB0000012345 Message accepted for delivery":                      "2ATB0000012345",
		"2ATB0000012345 Message accepted for delivery":                                "2ATB0000012345",
		"250 2.0.0 from MTA(smtp:[127.0.0.1]:1): 250 2.0.0 Ok: queued as C3D12AE, ok": "C3D12AE",
		"250 ok queued as":                                                            "",
		"250 queued as no-id":                                                         "",
		"250 Message accepted for delivery":                                           "",
		"":                                                                            "",
	} {
		if id := NextID(reply); id != want {
			t.Errorf("NextID(%q) = %q, want %q", reply, id, want)
		}
	}
}
