package archive

// sniffLen is how many bytes recognise any format: two blocks, so that an
// empty tar is distinguished from a file that begins with zeros.
const sniffLen = 2 * blockSize

// magics are the beginnings of formats, longest first where one begins
// another. RFC 1952 §2.3.1, RFC 8878 §3.1, .xz 1.0.4 §2.1.1, APPNOTE §4.3.
var magics = [...]struct{ kind, begin string }{
	{"gzip", "\x1f\x8b\x08"},
	{"bzip2", "BZh"},
	{"xz", "\xfd7zXZ\x00"},
	{"zstd", "\x28\xb5\x2f\xfd"},
	{"zip", "PK\x03\x04"},
	{"zip", "PK\x05\x06"},           // without entries
	{"zip", "PK\x07\x08PK\x03\x04"}, // written as spanned, in one piece
	{"7z", "7z\xbc\xaf\x27\x1c"},
	{"rar", "Rar!\x1a\x07"},
	{"gpg", "-----BEGIN PGP MESSAGE-----"},
	{"gpg", "\x8c\x0d\x04"}, // symmetric-key encrypted session key packet (RFC 4880 §5.3)
	{"gpg", "\x85\x01\x0c\x03"},
	{"gpg", "\x85\x02\x0c\x03"},
	{"gpg", "\x84\x5e\x03"},
	{"openssl", "Salted__"},
	{"age", "age-encryption.org/v1"},
	{"compress", "\x1f\x9d"},
	{"lz4", "\x04\x22\x4d\x18"},
	{"lzip", "LZIP\x01"},
	{"cab", "MSCF\x00\x00\x00\x00"},
	{"cpio", "070701"},
	{"cpio", "070702"},
	{"cpio", "070707"},
	{"rpm", "\xed\xab\xee\xdb"},
	{"deb", "!<arch>\n"},
}

// encrypted are formats that cannot be read without a key, by the program
// that makes them.
var encrypted = map[string]string{
	"gpg":     "OpenPGP",
	"openssl": "openssl",
	"age":     "age",
}

// refused are formats whose files are not read, in words.
var refused = map[string]string{
	"7z":       "a 7z archive",
	"rar":      "a RAR archive",
	"compress": "a file packed with compress (.Z)",
	"lz4":      "a file packed with lz4",
	"lzip":     "a file packed with lzip",
	"cab":      "a cabinet archive",
	"cpio":     "a cpio archive",
	"rpm":      "an RPM package",
	"deb":      "a Debian package or ar archive",
}

// Sealed describes data that begins with prefix and holds files that Walk
// cannot read without a key or another program: "a 7z archive", "a file
// encrypted with OpenPGP"; "" for all other data. Packages of software and
// boot images, which hold no queue, are other data.
func Sealed(prefix []byte) string {
	switch kind := sniff(prefix); kind {
	case "7z", "rar", "compress", "lz4", "lzip":
		return refused[kind]
	default:
		if by := encrypted[kind]; by != "" {
			return "a file encrypted with " + by
		}
		return ""
	}
}

// sniff names the format of data that begins with prefix, one of those above or
// tar; "" for none of these. sniffLen bytes are enough.
func sniff(prefix []byte) string {
	for _, m := range magics {
		if len(prefix) >= len(m.begin) && string(prefix[:len(m.begin)]) == m.begin {
			if m.kind == "bzip2" && (len(prefix) < 4 || prefix[3] < '1' || prefix[3] > '9') {
				continue
			}
			return m.kind
		}
	}
	switch {
	case isSkippable(prefix):
		return "zstd"
	case isTar(prefix):
		return "tar"
	}
	return ""
}

// isSkippable recognises a skippable frame of zstd, which may come first, as
// pzstd writes it (RFC 8878 §3.1.2).
func isSkippable(b []byte) bool {
	return len(b) >= 4 && b[0]&0xf0 == 0x50 && string(b[1:4]) == "\x2a\x4d\x18"
}

// isTar recognises a tar by the checksum of its first header. A tar cut inside
// that header is known by its magic, and one without members by its zeros.
func isTar(b []byte) bool {
	if len(b) < blockSize {
		return len(b) >= 262 && string(b[257:262]) == "ustar"
	}
	return checksumOK(b[:blockSize]) || len(b) >= 2*blockSize && isZero(b[:2*blockSize])
}

func compressed(kind string) bool {
	return kind == "gzip" || kind == "bzip2" || kind == "xz" || kind == "zstd"
}

// opens reports whether Walk reads the files inside the format.
func opens(kind string) bool { return compressed(kind) || kind == "tar" || kind == "zip" }
