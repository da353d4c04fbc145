package archive

import (
	"archive/zip"
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"time"

	"github.com/klauspost/compress/flate"
	"github.com/spoolscope/spoolscope/parser/count"
	"github.com/spoolscope/spoolscope/parser/queue"
)

const (
	localLen       = 30 // of a local file header without name (APPNOTE §4.3.7)
	localMagic     = "PK\x03\x04"
	directoryMagic = "PK\x01\x02"
	endMagic       = "PK\x05\x06"
	descriptor     = "PK\x07\x08"
)

// LooksPerByte is how often each byte of a zip may be searched for the ends of
// entries, on average.
const LooksPerByte = 16

var le = binary.LittleEndian

// recover reads a zip whose directory is missing or damaged, as when the zip
// is cut, from the local headers in front of each entry. Entries that the
// directory led to are stepped over. cause is nil if a Problem was reported.
func (z *zipWalk) recover(cause error) {
	if errors.Is(cause, queue.ErrLimit) {
		z.w.add(z.s, queue.KindLimit, z.s.start, cause, "the directory of the zip is not read (%v); its entries are read one after the other", cause)
		cause = nil
	}
	body := z.body(0)
	seen := false // the directory, so the entries are complete
	for !z.w.stopped() && !z.w.spent {
		z.w.worked(stepWork)
		head, _ := body.r.Peek(localLen)
		if len(head) < 4 {
			break
		}
		if m := string(head[:4]); m == directoryMagic || m == endMagic {
			seen = true
			break
		} else if m == descriptor && body.pos() == 0 { // mark of a spanned zip
			body.r.Discard(4)
			continue
		} else if m != localMagic {
			if !z.search(body) {
				break
			}
			continue
		}
		at := body.pos()
		if len(head) < localLen {
			break
		}
		if !z.local(body, head) {
			// Damage inside an entry: the next one may be sound.
			if body = z.body(at + localLen); z.s.failed() || !z.next(body) {
				break
			}
		}
	}
	switch {
	case z.w.stopped() || z.w.spent || z.s.failed() || cause == nil && seen:
	case seen && string(z.tail()) == endMagic:
		z.w.add(z.s, queue.KindDamaged, z.s.start+body.pos(), cause, "the directory of the zip is damaged: %v", cause)
		z.s.fail = true
	default:
		z.cut()
	}
}

// cut notes that the zip ends early.
func (z *zipWalk) cut() {
	if z.s.failed() {
		return
	}
	end := z.size + z.s.start
	if !z.s.direct {
		end = z.s.sourceOffset()
	}
	z.w.add(z.s, queue.KindTruncated, end, io.ErrUnexpectedEOF, "the archive ends early, at byte %s", count.Text(end))
	z.s.fail = true
}

// tail returns the magic of the end record where one without comment begins.
func (z *zipWalk) tail() []byte {
	b := make([]byte, 4)
	n, _ := z.at.ReadAt(b, z.size-22)
	return b[:n]
}

// body returns the zip as a stream positioned at an offset. It replaces the previous
// one and reuses its buffer.
func (z *zipWalk) body(from int64) *stream {
	from = min(from, z.size)
	s := &stream{w: z.w, from: &soft{r: io.NewSectionReader(z.at, from, z.size-from), most: firstRead}, n: from, blob: NoBlob, label: z.s.label, direct: true, start: z.s.start}
	if z.here == nil {
		s.buffer(innerBuffer)
	} else {
		s.r = z.here.r
		s.r.Reset(s)
	}
	z.here = s
	return s
}

// firstRead is how many bytes of a body are read at first. In a zip whose entries
// hold each other, each has a body of its own, of which a few bytes are examined.
const firstRead = 4 << 10

// soft reads little at first, and four times as much each time after.
type soft struct {
	r    io.Reader
	most int
}

func (s *soft) Read(p []byte) (int, error) {
	p = p[:min(len(p), s.most)]
	if s.most < innerBuffer {
		s.most *= 4
	}
	return s.r.Read(p)
}

// search steps over bytes that are not an entry, to the next one.
func (z *zipWalk) search(body *stream) bool {
	from := body.pos()
	if !z.next(body) {
		return false
	}
	if !z.s.failed() {
		z.w.add(z.s, queue.KindDamaged, z.s.start+from, nil, "bytes %s to %s are not understood and were stepped over",
			count.Text(from), count.Text(body.pos()))
	}
	return true
}

// next moves body to the next local header, or to the directory.
func (z *zipWalk) next(body *stream) bool {
	// The first read is short: entries that hold each other begin every few bytes.
	for size := firstRead; !z.w.stopped(); size = innerBuffer / 2 {
		win, _ := body.r.Peek(size)
		if len(win) < 4 {
			return false
		}
		at := bytes.Index(win, []byte(localMagic))
		before := win
		if at >= 0 {
			before = win[:at]
		}
		if i := bytes.Index(before, []byte(directoryMagic)); i >= 0 {
			at = i
		}
		if at >= 0 {
			body.r.Discard(at)
			return true
		}
		body.r.Discard(len(win) - 3)
	}
	return false
}

// local delivers the entry whose header is next in body; false at the end of
// what can be read.
func (z *zipWalk) local(body *stream, head []byte) bool {
	flags, method := le.Uint16(head[6:]), le.Uint16(head[8:])
	modified := dosTime(le.Uint16(head[12:]), le.Uint16(head[10:]))
	packed := int64(le.Uint32(head[18:]))
	nameLen, extraLen := int(le.Uint16(head[26:])), int(le.Uint16(head[28:]))
	body.r.Discard(localLen)
	text := make([]byte, nameLen+extraLen)
	if _, err := io.ReadFull(body.r, text); err != nil {
		return false
	}
	if p, ok := zip64(text[nameLen:]); ok && packed == 0xffffffff {
		packed = p
	}
	m := z.member(string(text[:nameLen]), modified)
	m.Size = packed
	known := z.deliveredBefore(string(text[:nameLen]))
	if m.Dir && !known {
		m.Size = 0
		z.w.deliver(z.s, m, bytes.NewReader(nil))
	}
	wanted := !m.Dir && !known
	start := body.pos()
	streamed := flags&8 != 0 // the sizes follow the data (§4.4.4)
	if streamed || method != zip.Store {
		m.Size = -1 // nothing vouches for it here
	}
	switch {
	case flags&1 != 0 || method != zip.Store && method != zip.Deflate:
		if flags&1 != 0 {
			z.locked(m.Name)
		} else {
			z.bad(m.Name, start, zip.ErrAlgorithm)
		}
		if streamed {
			return false
		}
		return z.to(body, start+packed)
	case method == zip.Store:
		if streamed {
			packed = z.storedSize(start)
			m.Size = packed
		}
		if wanted {
			if z.s.blob != NoBlob {
				m.Blob, m.Offset = z.s.blob, z.s.base+start
			}
			have := max(min(packed, z.size-start), 0)
			z.data(m, io.NewSectionReader(z.at, start, have), start, true)
		}
		if !z.to(body, start+packed) {
			return false
		}
	default:
		if z.flate == nil {
			z.flate = flate.NewReader(body.r)
		} else if err := z.flate.(flate.Resetter).Reset(body.r, nil); err != nil {
			z.bad(m.Name, start, err)
			return false
		}
		in := &inflated{r: z.flate, z: z, body: body}
		if wanted {
			z.data(m, in, start, false)
		}
		// Walking a member may have left some of it.
		if in.err == nil && z.rest == nil {
			z.rest = make([]byte, 4096)
		}
		for in.err == nil && !z.w.stopped() && !z.w.spent {
			n, _ := in.Read(z.rest)
			z.w.worked(int64(n))
			z.w.decoded += int64(n)
			z.w.spent = z.w.swollen()
		}
		if in.err != io.EOF {
			return false
		}
	}
	if streamed {
		z.descriptor(body)
	}
	return true
}

// to moves body forward to an offset.
func (z *zipWalk) to(body *stream, offset int64) bool {
	if offset > z.size || offset < body.pos() {
		if !z.astray { // with a directory at its end it is whole
			z.cut()
		}
		return false
	}
	return body.discard(offset-body.pos()) == nil
}

// inflated reads deflated data out of body, which it leaves at its end.
type inflated struct {
	r    io.Reader
	z    *zipWalk
	body *stream
	err  error
}

func (in *inflated) Read(p []byte) (int, error) {
	if in.err != nil {
		return 0, in.err
	}
	n, err := in.r.Read(p)
	in.err = err
	if err != nil && err != io.EOF && in.body.atEnd() && !in.z.astray {
		in.z.cut()
		err = io.EOF
	}
	return n, err
}

// descriptor steps over the sizes after streamed data: with or without magic,
// with 4 or 8 bytes a size (§4.3.9). What follows decides which.
func (z *zipWalk) descriptor(body *stream) {
	b, _ := body.r.Peek(24 + 4)
	lengths := [...]int{12, 20}
	if bytes.HasPrefix(b, []byte(descriptor)) {
		lengths = [...]int{16, 24}
	}
	for _, n := range lengths {
		if len(b) >= n+2 && string(b[n:n+2]) == "PK" {
			body.r.Discard(n)
			return
		}
	}
	body.r.Discard(min(len(b), lengths[0]))
}

// storedSize finds the end of stored data of unknown size: a descriptor that
// has the size at which it stands. Without one, the rest is all data.
//
// Entries that claim such data and have none would each search all that follows:
// LooksPerByte bounds the sum.
func (z *zipWalk) storedSize(start int64) int64 {
	in := io.NewSectionReader(z.at, start, z.size-start)
	if z.looks == nil {
		z.looks = bufio.NewReaderSize(in, innerBuffer/4)
	}
	z.looks.Reset(in)
	for n := int64(0); !z.w.stopped() && z.ahead <= LooksPerByte*z.size; {
		win, _ := z.looks.Peek(innerBuffer / 8)
		if len(win) < 16 {
			break
		}
		step := len(win) - 15
		i := bytes.Index(win[:len(win)-12], []byte(descriptor))
		if i >= 0 {
			if int64(le.Uint32(win[i+8:])) == (n+int64(i))&0xffffffff {
				return n + int64(i)
			}
			step = i + 1
		}
		z.looks.Discard(step)
		n += int64(step)
		z.ahead += int64(step)
		z.w.worked(int64(step))
	}
	return z.size - start + 1 // one more than there is: cut
}

// zip64 reads the size of packed data from an extra field (§4.5.3).
func zip64(extra []byte) (packed int64, ok bool) {
	for len(extra) >= 4 {
		id, n := le.Uint16(extra), int(le.Uint16(extra[2:]))
		extra = extra[4:]
		if n > len(extra) {
			break
		}
		if id == 1 && n >= 16 {
			packed = int64(le.Uint64(extra[8:]))
			return packed, packed >= 0
		}
		extra = extra[n:]
	}
	return 0, false
}

// dosTime reads a date and time of MS-DOS, which have no zone (§4.4.6).
func dosTime(date, clock uint16) time.Time {
	return time.Date(int(date>>9)+1980, time.Month(date>>5&0xf), int(date&0x1f),
		int(clock>>11), int(clock>>5&0x3f), int(clock&0x1f)*2, 0, time.UTC)
}
