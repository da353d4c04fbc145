package main

import "strings"

// postfixReason returns why a recipient could not be reached in Postfix's words,
// for a status in sendmail's words (formats/postfix.md §8).
func postfixReason(d *dice, status string, to recipient) string {
	_, domain, _ := strings.Cut(strings.Trim(to.address, "<>"), "@")
	text := strings.TrimPrefix(status, "Deferred: ")
	name := to.server
	server := name + "[" + addressOf(name) + "]"
	connect := func(why string) string {
		text := "connect to " + server + ":25: " + why
		if d.chance(700) { // the server was found dead by another message
			text = "delivery temporarily suspended: " + text
		}
		return text
	}
	switch {
	case strings.HasPrefix(text, "Connection timed out"):
		return connect("Connection timed out")
	case strings.HasPrefix(text, "Connection refused"):
		return connect("Connection refused")
	case strings.HasSuffix(text, "No route to host"):
		return connect("No route to host")
	case strings.HasPrefix(text, "Connection reset"):
		return "lost connection with " + server + " while receiving the initial server greeting"
	case strings.HasPrefix(text, "reply: read error"):
		return "conversation with " + server + " timed out while sending MAIL FROM"
	case strings.Contains(text, "lookup"):
		if text[0] < '0' || text[0] > '9' {
			return "Host or domain name not found. Name service error for name=" + domain + " type=MX: Host not found, try again"
		}
	case strings.HasPrefix(text, "403 "), strings.HasPrefix(text, "454 "):
		return "Cannot start TLS: handshake failure"
	case text == noSpace:
		local, _, _ := strings.Cut(strings.Trim(to.address, "<>"), "@")
		return "cannot update mailbox /var/mail/" + local + " for user " + local + ". error writing message: " + noSpace
	case text == "", text == "Deferred", text[0] < '0' || text[0] > '9':
		return "mail transport unavailable"
	}
	if strings.HasPrefix(text, "421") && to.status == "" {
		return "host " + server + " refused to talk to me: " + whole(text)
	}
	command := "end of DATA"
	if to.status != "" {
		command = "RCPT TO"
	}
	return "host " + server + " said: " + whole(text) + " (in reply to " + command + " command)"
}

// noSpace is the system's error text for a full disk.
const noSpace = "No space left on device"

// whole completes a multi-line reply of which only the first line is known.
func whole(reply string) string {
	const code = 3
	if len(reply) <= code || reply[code] != '-' {
		return reply
	}
	first, rest, _ := strings.Cut(reply, " ")
	end := strings.Replace(first, "-", " ", 1)
	if next := strings.Index(rest, " "+first+" "); next >= 0 || strings.Contains(rest, " "+end+" ") {
		return reply // more lines follow
	}
	return reply + " " + end + " postmaster for help"
}

// addressOf makes up the address of a server.
func addressOf(name string) string {
	n := uint32(2166136261)
	for i := range len(name) {
		n = (n ^ uint32(name[i])) * 16777619
	}
	return "203.0." + number(int(n>>8&1)+113) + "." + number(int(n&0xff))
}

// diagnosis returns the enhanced code in a reason, 4.4.1 if it has none, and the reply in it.
func diagnosis(reason string) (code, reply string) {
	for _, start := range []string{" said: ", " to me: "} {
		if _, text, ok := strings.Cut(reason, start); ok {
			reply, _, _ = strings.Cut(text, " (in reply to ")
		}
	}
	code = "4.4.1"
	switch {
	case strings.HasPrefix(reason, "Host or domain"):
		code = "4.4.3"
	case strings.HasPrefix(reason, "Cannot start TLS"):
		code = "4.7.5"
	case strings.HasPrefix(reason, "mail transport"):
		code = "4.3.0"
	case strings.Contains(reason, " with "):
		code = "4.4.2"
	case reply != "":
		code = "4.0.0"
		if f := strings.FieldsFunc(reply, func(r rune) bool { return r == ' ' || r == '-' }); len(f) > 1 && strings.HasPrefix(f[1], "4.") && strings.Count(f[1], ".") == 2 {
			code = f[1]
		}
	}
	return code, reply
}
