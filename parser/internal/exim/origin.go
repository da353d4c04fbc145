package exim

import (
	"net/netip"
	"strings"

	"github.com/spoolscope/spoolscope/parser/internal/mailsystem"
)

// submitterIn returns the submitter of a message, in the form of submitter, from the Received line
// that this server put before it (formats/exim.md §2.5): "from NAME ([IP] helo=…) by …", "from
// [IP] (helo=…) by …", of a user of this server "from LOGIN by … with local".
func submitterIn(received string) string {
	from, rest, ok := strings.Cut(strings.Join(strings.Fields(received), " "), " by ")
	if !ok {
		return ""
	}
	name, about, _ := strings.Cut(strings.TrimPrefix(from, "from "), " ")
	if addr := addressOf(name); addr != "" {
		return addr
	}
	if addr := addressOf(strings.TrimPrefix(about, "(")); addr != "" && mailsystem.IsHost(name) {
		return name + " " + addr
	}
	_, with, _ := strings.Cut(rest, " with ")
	if strings.HasPrefix(with, "local") && about == "" && strings.HasPrefix(received, "from ") && name != "" {
		return name + "@localhost"
	}
	return ""
}

// addressOf returns the address in brackets that a text begins with, "" if there is none.
func addressOf(s string) string {
	inner, ok := strings.CutPrefix(s, "[")
	addr, _, closed := strings.Cut(inner, "]")
	if _, err := netip.ParseAddr(addr); !ok || !closed || err != nil {
		return ""
	}
	return "[" + addr + "]"
}
