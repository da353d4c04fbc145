package stream

import "errors"

// Unpacked is a compressed file that the browser decodes outside the worker, in
// native code. The page keeps the pieces as they pass by, so they need not
// travel back. The browser's decoder reads a single gzip member and fails on
// damage; the reader then continues with a decoder of its own. Unpacked
// implements hook.Unpacker.
type Unpacked struct {
	Keeper *Keeper
	Pieces <-chan Decoded // in order; the last one has an error
	More   func()         // asks for one piece more than those that were asked for before
	Leave  func()         // ends the decoding

	buf []byte
	err error
}

// Decoded is a piece of a file's decoded content, or the end of it.
type Decoded struct {
	Size int
	Take func(to []byte) error // copies it, and has the page keep it
	Read int64                 // bytes of the compressed file read so far
	Lost error                 // why the page keeps neither this piece nor later ones, nil if it does
	Err  error                 // io.EOF after the last piece
}

// Next returns the next piece, valid until the next call, and how many bytes of
// the compressed file have been read so far. The error is io.EOF after the
// last.
func (u *Unpacked) Next() ([]byte, int64, error) {
	if u.err != nil {
		return nil, 0, u.err
	}
	d := <-u.Pieces
	if d.Err == nil {
		if cap(u.buf) < d.Size {
			u.buf = make([]byte, d.Size)
		}
		u.buf = u.buf[:d.Size]
		d.Err = d.Take(u.buf)
	}
	if d.Err != nil {
		u.err, u.buf = d.Err, nil
		return nil, 0, u.err
	}
	if d.Lost != nil {
		u.Keeper.lose(d.Lost)
	} else {
		u.Keeper.has(d.Size)
	}
	u.More() // the decoder goes on while this one is read
	return u.buf, d.Read, nil
}

// Close stops the decoding.
func (u *Unpacked) Close() {
	u.Leave()
	u.err, u.buf = errors.New("closed"), nil
}
