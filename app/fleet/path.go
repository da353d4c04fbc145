package fleet

import (
	"crypto/sha256"
	"encoding/hex"
	"path"
	"slices"
	"strings"
	"time"
)

// unknown is the part of a path for a host or a time that is not known.
const unknown = "unknown"

// Path returns the folder of a partition, with slashes: "host=mx1.example.org/
// capture=2026-03-05T112000Z". taken is in Unix seconds, 0 unknown.
func Path(host string, taken int64) string {
	when := unknown
	if t := time.Unix(taken, 0).UTC(); taken != 0 && t.Year() >= 0 && t.Year() <= 9999 {
		when = t.Format("2006-01-02T150405Z")
	}
	return path.Join("host="+encoded(host), "capture="+when)
}

// maxEncoded is how long the name of a host can be in a path; file systems allow
// 255 bytes in all.
const maxEncoded = 180

// encoded returns the name of a host as part of a path. Whatever is neither a letter
// nor a digit nor one of "-._" is percent-encoded, and so is a dot at either end:
// no name leaves its folder, hides a folder or is two folders. A name that is
// "unknown" is not the unknown one.
func encoded(host string) string {
	const hexadecimal = "0123456789ABCDEF"
	switch host {
	case "":
		return unknown
	case unknown:
		return "%75nknown"
	}
	b := make([]byte, 0, len(host))
	for i := range len(host) {
		c := host[i]
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', c == '-', c == '_', c == '.' && i > 0 && i < len(host)-1:
			b = append(b, c)
		default:
			b = append(b, '%', hexadecimal[c>>4], hexadecimal[c&15])
		}
	}
	if len(b) > maxEncoded {
		sum := sha256.Sum256([]byte(host))
		b = append(append(b[:maxEncoded-17], '~'), hex.EncodeToString(sum[:8])...)
	}
	return string(b)
}

// endings are those of archives and listings, which are not part of a host's name.
var endings = []string{".gz", ".tgz", ".tar", ".zst", ".xz", ".txz", ".bz2", ".zip", ".txt", ".log", ".mailq", ".json", ".jsonl"}

// HostOf returns the name of the server that an archive is named after:
// "mx1.example.org" of "spools/mx1.example.org.tar.gz"; "" for the standard input.
func HostOf(archive string) string {
	name := path.Base(path.Clean(strings.ReplaceAll(archive, "\\", "/")))
	if name == "-" || name == "." || name == "/" || name == ".." {
		return ""
	}
	for {
		cut := slices.IndexFunc(endings, func(e string) bool { return len(name) > len(e) && strings.HasSuffix(strings.ToLower(name), e) })
		if cut < 0 {
			return name
		}
		name = name[:len(name)-len(endings[cut])]
	}
}
