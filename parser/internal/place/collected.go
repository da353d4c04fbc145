package place

import (
	"bytes"
	"strings"

	"github.com/spoolscope/spoolscope/parser/lazyregexp"
)

// collectors are the names that programs which collect support data give to
// their top folder: sosreport, SUSE's supportconfig, Solaris' explorer.
var collectors = [...]lazyregexp.Regexp{
	lazyregexp.New(`^sosreport-(.+?)(?:-\d{5,10})?-\d{4}-\d\d-\d\d-[a-z]{4,12}$`),
	lazyregexp.New(`^sosreport-(.+?)(?:[-.]\d{5,10})?-\d{12,14}(?:-[0-9a-f]{4,32})?$`),
	lazyregexp.New(`^sosreport-(.+?)(?:[-.]\d{5,10})?-[0-9a-f]{4,8}$`),
	lazyregexp.New(`^(?:scc|nts)_(.+?)_\d{6}_\d{4,6}$`),
	lazyregexp.New(`^explorer\.[0-9a-f]{8}\.(.+?)-\d{4}\.\d\d\.\d\d\.\d\d\.\d\d$`),
}

// isCollector lists the prefixes of the names.
var isCollector = map[string]bool{"sosreport": true, "scc": true, "nts": true, "explorer": true}

// collectedHost returns the host in the name of such a folder.
func collectedHost(name string) string {
	if i := strings.IndexAny(name, "-_."); i < 0 || !isCollector[name[:i]] {
		return "" // the expressions are slow, and paths have many elements
	}
	for _, re := range collectors {
		if found := re().FindStringSubmatch(name); found != nil {
			return found[1]
		}
	}
	return ""
}

// collected returns the host of a folder according to the files around it, ""
// if unknown.
func (m *Map) collected(f Folder) string {
	for up := f.Path; ; {
		if m.namedAt.has(up) {
			if host := m.hostNames[Folder{Archive: f.Archive, Path: up}]; host != "" {
				return host
			}
		}
		if up == "" {
			return ""
		}
		at := strings.LastIndexByte(up, '/')
		if host := collectedHost(up[at+1:]); host != "" {
			return host
		}
		up = up[:max(at, 0)]
	}
}

// maxHostName is the longest file that can hold the name of a host.
const maxHostName = 256

var hostNameFile = lazyregexp.New(`^[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?$`)

// NameHost keeps the host name that a file holds: "hostname" at the top,
// etc/hostname, sos_commands/host/hostname. It belongs to the folder that
// represents the root of the server. NameHost reports whether it is such a file.
func (m *Map) NameHost(f Folder, base string, text []byte) bool {
	if base != "hostname" && base != "HOSTNAME" && base != "nodename" || len(text) > maxHostName {
		return false
	}
	name := string(bytes.TrimSpace(text))
	if !hostNameFile().MatchString(name) || strings.HasPrefix(name, "localhost") {
		return false
	}
	for _, end := range [...]string{"etc", "sos_commands/host", "sos_commands/hostname", "sos_commands/general"} {
		if up, ok := strings.CutSuffix("/"+f.Path, "/"+end); ok {
			f.Path = strings.TrimPrefix(up, "/")
			break
		}
	}
	if m.hostNames == nil {
		m.hostNames = map[Folder]string{}
	}
	if m.hostNames[f] == "" {
		m.hostNames[f] = name
		m.namedAt.add(f.Path)
	}
	return true
}
