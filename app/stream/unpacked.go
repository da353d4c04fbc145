package stream

import "errors"

// unpackAsks is how many pieces are requested at a time, so that the next one
// has arrived when one is used up.
const unpackAsks = 2

// Unpacked is a compressed file that the browser decodes outside the worker, in
// native code. The page keeps the pieces as they pass by, so they need not
// travel back. The browser's decoder reads a single gzip member and fails on
// damage; the reader then continues with a decoder of its own. Unpacked
// implements hook.Unpacker.
type Unpacked struct {
	Keeper *Keeper
	Ask    func() <-chan Decoded // requests the next piece
	Leave  func()                // tells the page to stop

	asked []<-chan Decoded
	buf   []byte
	err   error
}

// Decoded is a piece of a file's decoded content, or the end of it.
type Decoded struct {
	Size int
	Copy func(to []byte) error
	Read int64 // bytes of the compressed file read so far
	Err  error // io.EOF after the last piece
}

// Next returns the next piece, valid until the next call, and how many bytes of
// the compressed file have been read so far. The error is io.EOF after the
// last.
func (u *Unpacked) Next() ([]byte, int64, error) {
	for u.err == nil && len(u.asked) < unpackAsks {
		u.asked = append(u.asked, u.Ask())
	}
	if u.err != nil {
		return nil, 0, u.err
	}
	d := <-u.asked[0]
	u.asked = u.asked[1:]
	if d.Err == nil {
		if cap(u.buf) < d.Size {
			u.buf = make([]byte, d.Size)
		}
		u.buf = u.buf[:d.Size]
		d.Err = d.Copy(u.buf)
	}
	if d.Err != nil {
		u.err = d.Err
		u.buf = nil
		return nil, 0, u.err
	}
	u.Keeper.has(d.Size)
	// The next one is on its way while this one is read.
	u.asked = append(u.asked, u.Ask())
	return u.buf, d.Read, nil
}

// Close stops the page from decoding.
func (u *Unpacked) Close() {
	u.Leave()
	u.err, u.buf = errors.New("closed"), nil
}
