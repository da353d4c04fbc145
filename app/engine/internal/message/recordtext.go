package message

import (
	"strconv"
	"strings"

	"github.com/spoolscope/spoolscope/app/words"
)

// recordMeans are the meanings of Postfix's records by their letters, where the value does
// not matter (formats/postfix.md §2.2).
var recordMeans = map[byte]string{
	'C': "Sizes: of the text, where it begins, how many recipients came",
	'F': "Full name of the local user",
	'S': "Envelope sender",
	'L': "Content filter to pass through",
	'>': "All recipients are replaced by this address",
	'O': "The next recipient, as the client gave it",
	'R': "A recipient still to be reached",
	'D': "A recipient who is done: delivered, or returned to the sender",
	'/': "A recipient that a mail filter removed",
	'V': "Delimiters of the sender's address for each recipient (VERP)",
	'K': "No longer in force",
	'M': "The message begins",
	'N': "Header of the message",
	'X': "The message has ended",
	'E': "End of the file",
	'I': "Content inspector (old versions)",
	'r': "Return-Receipt-To (old versions)",
	'e': "Errors-To (old versions)",
	'P': "Priority (old versions)",
	'w': "Padding",
}

// attributeMeans are the meanings of named attributes (formats/postfix.md §3.2).
var attributeMeans = map[string]string{
	"log_ident":           "Queue id where the message came in first",
	"sasl_method":         "How the client logged in",
	"sasl_username":       "Login name",
	"sasl_sender":         "AUTH= parameter of the sender",
	"log_client_name":     "Name of the client, as logged",
	"log_client_address":  "Address of the client, as logged",
	"log_message_origin":  "Where the message came from, as logged",
	"log_helo_name":       "Name the client gave (HELO)",
	"log_protocol_name":   "Protocol it came by",
	"client_name":         "Name of the last client",
	"reverse_client_name": "Name of the last client, not verified",
	"client_address":      "Address of the last client",
	"server_address":      "Address of this server it came in on",
	"encoding":            "Encoding of the text",
	"envelope_id":         "Envelope ID, given by the sender",
	"ret_flags":           "How much a bounce returns: 1 all, 2 the header",
	"notify_flags":        "Notices asked for: 1 none, 2 success, 4 failure, 8 delay",
	"dsn_orig_rcpt":       "Original recipient of the next one, for bounces",
}

// meansRecord explains a record of Postfix; inText is set for records of the
// message's text.
func meansRecord(line string, inText bool) string {
	v := line[1:]
	switch line[0] {
	case 'T':
		seconds, _, _ := strings.Cut(v, " ")
		return "Arrived " + epoch(seconds)
	case 'W':
		if v = strings.TrimSpace(v); v == "-1" {
			return "The sender was warned of the delay"
		}
		return "The sender is warned of the delay " + epoch(v)
	case 'A':
		name, value, _ := strings.Cut(v, "=")
		if name == "create_time" {
			return "This file was made " + epoch(value)
		}
		if m := attributeMeans[name]; m != "" {
			return m
		}
		return "Attribute " + words.Visible(name)
	case 'L':
		if inText {
			return recordMeans['N']
		}
	}
	if m := recordMeans[line[0]]; m != "" {
		return m
	}
	return "Not a record that Postfix writes"
}

func epoch(v string) string {
	n, err := strconv.ParseInt(v, 10, 64)
	if err != nil || n < 0 || n > 1<<40 {
		return "at a time that is not a number"
	}
	return words.DateExact(n)
}
