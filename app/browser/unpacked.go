package browser

import "errors"

// unpackAsks is how many pieces are asked for at a time, so that one is there
// when the one before is done with.
const unpackAsks = 2

// unpacked is a compressed file that the browser decodes beside the worker, in
// native code. The page keeps the pieces as they come by, so they need not
// travel back. The browser's decoder knows one gzip member and no damage: then
// it gives up, and whoever reads goes on with another.
type unpacked struct {
	keeper *Keeper
	// ask asks for the next piece.
	ask func() <-chan decoded
	// leave tells the page that no more is wanted.
	leave func()

	asked []<-chan decoded
	buf   []byte
	err   error
}

// decoded is a piece, or the end of all.
type decoded struct {
	size int
	copy func(to []byte) error
	read int64 // bytes of the file that it took so far
	err  error // io.EOF after the last piece
}

// Next implements parser.Unpacker.
func (u *unpacked) Next() ([]byte, int64, error) {
	for u.err == nil && len(u.asked) < unpackAsks {
		u.asked = append(u.asked, u.ask())
	}
	if u.err != nil {
		return nil, 0, u.err
	}
	d := <-u.asked[0]
	u.asked = u.asked[1:]
	if d.err == nil {
		if cap(u.buf) < d.size {
			u.buf = make([]byte, d.size)
		}
		u.buf = u.buf[:d.size]
		d.err = d.copy(u.buf)
	}
	if d.err != nil {
		u.err = d.err
		u.buf = nil
		return nil, 0, u.err
	}
	u.keeper.has(d.size)
	// The next one sets out while this one is read.
	u.asked = append(u.asked, u.ask())
	return u.buf, d.read, nil
}

// Close implements parser.Unpacker.
func (u *unpacked) Close() {
	u.leave()
	u.err, u.buf = errors.New("closed"), nil
}
