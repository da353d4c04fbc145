package archive

import (
	"path"
	"strings"
)

// clean makes a member name from a path: ".." cannot leave the root.
func clean(name string) string {
	if isClean(name) {
		return name
	}
	return path.Clean("/" + name)[1:]
}

// isClean saves an allocation for the common name.
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
	return clean(target)
}

// suffixes of compressed files, and what they become.
var suffixes = [...][2]string{
	{".tgz", ".tar"}, {".tbz2", ".tar"}, {".tbz", ".tar"}, {".txz", ".tar"}, {".tzst", ".tar"},
	{".gz", ""}, {".bz2", ""}, {".xz", ""}, {".zst", ""}, {".z", ""},
}

// stem returns the name of the file inside a compressed file.
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

// hasLongPart reports whether a part of a name between slashes is longer than that of
// any file.
func hasLongPart(name string) bool {
	for len(name) > PartLimit {
		at := strings.LastIndexByte(name[:PartLimit+1], '/')
		if at < 0 {
			return true
		}
		name = name[at+1:]
	}
	return false
}
