package archive

// Limits bound what an archive may cost. Zero fields take the default.
type Limits struct {
	Members int   // files, folders and links; default 8,000,000
	Bytes   int64 // decoded bytes of one source; default 1 TiB
	Name    int   // bytes of a member name; default 4,096
	Depth   int   // archives inside archives; default 3, negative none
	Opened  int   // archives inside others that are opened, of one source; default 10,000
}

// Fixed limits.
const (
	// MemoryLimit is how much of a zip is held in memory when it can neither
	// be read by offset nor be kept.
	MemoryLimit = 64 << 20
	// FreeBytes may come out of any source, however small. Beyond that a source may
	// decode to Expansion times its bytes: queues shrink to a fifth, those of one
	// message sent a million times to a hundredth, and gzip makes a thousandth of
	// zeros.
	FreeBytes = 64 << 20
	Expansion = 250
	// WindowLimit is the largest window of zstd and the largest dictionary of
	// xz that is decoded: each costs its size in memory. It covers
	// "zstd --long" and "xz -9". In an archive inside another, half of it, deeper
	// inside a sixteenth, because the decoders around it hold theirs.
	WindowLimit = 128 << 20
	// WindowInside is the same inside another stream of zstd or xz, whose window is
	// held meanwhile. It covers "zstd -19" and "xz -6".
	WindowInside = 8 << 20
	// SparseLimit is the largest size of a sparse file in a tar that is read with its
	// holes; one that claims more is left out.
	SparseLimit = 64 << 20
	// DirectoryFree is the size of a zip's directory that is read however small the
	// source is; beyond it, a directory may be as large as the source. Each of its
	// entries takes several times its size in memory.
	DirectoryFree = 16 << 20
	// UnaskedLimit is how much of a decoded stream is read behind what was of use: after
	// the end of a tar, or in a listing of which a limit left out the rest. Of a message
	// it is as much as is looked at later (content.DefaultMaxScan).
	UnaskedLimit   = 64 << 20
	UnaskedMessage = 256 << 20
	// HeaderLimit bounds an extended header or a long name of a tar.
	HeaderLimit = 1 << 20
	// PartLimit is the longest part of a name between slashes. File systems allow 255
	// characters, of four bytes each at most.
	PartLimit = 1024
	// problemLimit is how many Problems of a kind one archive reports in full.
	problemLimit = 20
)

// DefaultLimits returns those of the zero value.
func DefaultLimits() Limits { return Limits{}.withDefaults() }

func (l Limits) withDefaults() Limits {
	if l.Members == 0 {
		l.Members = 8_000_000
	}
	if l.Bytes == 0 {
		l.Bytes = 1 << 40
	}
	if l.Name == 0 {
		l.Name = 4096
	}
	if l.Depth == 0 {
		l.Depth = 3
	}
	if l.Opened == 0 {
		l.Opened = 10_000
	}
	return l
}

// WindowAt returns the largest window that is decoded inside a number of archives.
func WindowAt(depth int) int64 {
	switch depth {
	case 0:
		return WindowLimit
	case 1:
		return WindowLimit / 2
	}
	return WindowLimit / 16
}

// FreeMembers may be in any source, however small, and one for each BytesPerMember
// bytes: a queue file's header alone takes as much, however it is packed, unless it is
// the same as the one before.
const (
	FreeMembers    = 250_000
	BytesPerMember = 16
)
