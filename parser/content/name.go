package content

import (
	"fmt"
	"path"
	"strconv"
	"strings"
	"unicode"
)

// maxFileName is the length in bytes of a safe file name. Common file systems
// allow 255, and encrypted ones 143.
const maxFileName = 120

// FileName returns a safe name to save the part under, see SafeName. A message
// inside the message is named after its subject.
func (p *Part) FileName() string {
	name := p.Name
	if name == "" && p.holdsMessage() && len(p.Children) > 0 {
		for _, f := range p.Children[0].Header {
			if strings.EqualFold(f.Name, "Subject") && f.Value != "" {
				name = strings.NewReplacer("/", "_", `\`, "_").Replace(f.Value) + ".eml"
				break
			}
		}
	}
	return SafeName(name, p.index+1, p.Type)
}

// SafeName makes a file name that is safe to save under on any system: the
// last element of a path, without control characters, marks of direction,
// characters Windows reserves, leading dots or dashes, trailing dots, or a
// device's name; at most 120 bytes, with its extension kept. If nothing is
// left, the name is "part-n" with the extension of the MIME type.
func SafeName(name string, n int, mimeType string) string {
	name = strings.TrimRight(name, `/\ `)
	if i := strings.LastIndexAny(name, `/\`); i >= 0 {
		name = name[i+1:]
	}
	name = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r) && r != '\u0085':
			return ' '
		case strings.ContainsRune(`<>:"|?*`, r):
			return '_'
		case !strconv.IsPrint(r) || r == unicode.ReplacementChar:
			return -1
		}
		return r
	}, name)
	name = strings.Join(strings.Fields(name), " ")
	name = trimName(name)
	if name == "" {
		return fmt.Sprintf("part-%d%s", n, extension(mimeType))
	}
	if isDevice(name) {
		name = "_" + name
	}
	if len(name) > maxFileName {
		ext := path.Ext(name)
		if len(ext) > 20 || strings.Contains(ext, " ") {
			ext = ""
		}
		name = trimName(clip(name, maxFileName-len(ext))) + ext
	}
	return name
}

// trimName removes what would hide a file, read as an option, or be dropped by
// the file system.
func trimName(name string) string {
	return strings.TrimRight(strings.TrimLeft(name, ".-~ "), ". ")
}

// isDevice reports whether Windows treats the name as a device, whatever its
// extension.
func isDevice(name string) bool {
	base, _, _ := strings.Cut(name, ".")
	base = strings.ToUpper(strings.TrimSpace(base))
	switch base {
	case "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$":
		return true
	}
	number, ok := strings.CutPrefix(base, "COM")
	if !ok {
		number, ok = strings.CutPrefix(base, "LPT")
	}
	return ok && len([]rune(number)) == 1 && strings.Contains("0123456789¹²³", number)
}

// extension returns a usual extension, with its dot, for a type. The mime
// package would ask the system, and the same input must give the same name.
func extension(mimeType string) string {
	switch mimeType {
	case "text/plain", "text/rfc822-headers", "message/delivery-status":
		return ".txt"
	case "text/html":
		return ".html"
	case "text/calendar":
		return ".ics"
	case "text/csv":
		return ".csv"
	case "text/vcard", "text/x-vcard":
		return ".vcf"
	case "message/rfc822", "message/global":
		return ".eml"
	case "image/png":
		return ".png"
	case "image/jpeg", "image/jpg":
		return ".jpg"
	case "image/gif":
		return ".gif"
	case "image/webp":
		return ".webp"
	case "image/svg+xml":
		return ".svg"
	case "application/pdf":
		return ".pdf"
	case "application/zip":
		return ".zip"
	case "application/json":
		return ".json"
	case "application/pgp-signature", "application/pgp-keys":
		return ".asc"
	case "application/pkcs7-signature", "application/x-pkcs7-signature":
		return ".p7s"
	case "application/pkcs7-mime", "application/x-pkcs7-mime":
		return ".p7m"
	}
	return ".bin"
}
