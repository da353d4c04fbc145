package archive

import (
	"path"
	"strings"
)

// clean makes a member name of a path: ".." cannot leave the root.
func clean(name string) (cleaned string, abs bool) {
	abs = strings.HasPrefix(name, "/")
	if isClean(name) {
		return name, false
	}
	return path.Clean("/" + name)[1:], abs
}

// isClean spares the common name an allocation.
func isClean(name string) bool {
	start := 0
	for i := 0; i <= len(name); i++ {
		if i < len(name) && name[i] != '/' {
			continue
		}
		switch name[start:i] {
		case "", ".", "..":
			return false
		}
		start = i + 1
	}
	return true
}

// resolve makes a member name of a symbolic link's target: relative to the
// folder of the link, or to the root.
func resolve(link, target string) string {
	if !strings.HasPrefix(target, "/") {
		target = path.Dir("/"+link) + "/" + target
	}
	resolved, _ := clean(target)
	return resolved
}

// isQueueFile tells whether the base name is that of a queue file: a letter,
// "f" and a queue id, which has letters and digits only (formats/sendmail.md
// §1.1). Such a file holds a message, and is never opened as an archive.
func isQueueFile(name string) bool {
	base := name[strings.LastIndexByte(name, '/')+1:]
	if len(base) < 3 || base[1] != 'f' || !isLetter(base[0]) {
		return false
	}
	for i := 2; i < len(base); i++ {
		if c := base[i]; !isLetter(c) && (c < '0' || c > '9') {
			return false
		}
	}
	return true
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

// suffixes of compressed files, and what they become.
var suffixes = [...][2]string{
	{".tgz", ".tar"}, {".tbz2", ".tar"}, {".tbz", ".tar"}, {".txz", ".tar"}, {".tzst", ".tar"},
	{".gz", ""}, {".bz2", ""}, {".xz", ""}, {".zst", ""}, {".z", ""},
}

// stem is the name of what a compressed file holds.
func stem(name string) string {
	base := name[strings.LastIndexByte(name, '/')+1:]
	for _, s := range suffixes {
		cut := len(base) - len(s[0])
		if cut > 0 && strings.EqualFold(base[cut:], s[0]) {
			return name[:len(name)-len(s[0])] + s[1]
		}
	}
	return name
}
