package triage

import (
	"strings"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// Bare removes one pair of angle brackets, and a display name before it, from
// an address, for showing and comparing. "<>" becomes "".
func Bare(addr string) string {
	if i := strings.LastIndexByte(addr, '<'); i >= 0 && strings.HasSuffix(addr, ">") && !strings.HasPrefix(addr, "\"|") {
		return addr[i+1 : len(addr)-1]
	}
	return addr
}

// Domain returns the part after the last @ outside quotes, in lower case
// without a final dot; "" for a local name, a file or a program
// (formats/sendmail.md §9, item 4).
func Domain(addr string) string {
	_, domain := queue.SplitAddress(Bare(addr))
	return strings.ToLower(strings.TrimSuffix(domain, "."))
}
