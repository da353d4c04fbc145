package record

import "io"

// Stream reads a file from r to its end. Of one longer than most bytes it keeps as many
// from its start, and as many from where its sizes say that the text of the message ends:
// there the rest of the envelope begins. buf is used if it is large enough.
func Stream(r io.Reader, buf []byte, most int) (*Input, error) {
	in := &Input{}
	var err error
	in.buf, err = fill(r, buf[:0], most)
	in.size = int64(len(in.buf))
	if err != nil || len(in.buf) < most {
		return in, dropEOF(err)
	}
	from := in.size
	m, _ := Read(&Input{size: in.size, buf: in.buf}, 0)
	if at := m.ContentAt + m.ContentSize; m.HasSize && at > from {
		n, err := io.CopyN(io.Discard, r, at-from)
		if from += n; err != nil {
			in.size = from
			return in, dropEOF(err)
		}
	}
	in.tail, err = fill(r, nil, most)
	in.tailFrom, in.size = from, from+int64(len(in.tail))
	if err != nil {
		return in, dropEOF(err)
	}
	n, err := io.Copy(io.Discard, r)
	in.size += n
	return in, err
}

// fill reads up to most bytes behind those of buf. The error is io.EOF at the end.
func fill(r io.Reader, buf []byte, most int) ([]byte, error) {
	for len(buf) < most {
		if len(buf) == cap(buf) {
			buf = append(buf, 0)[:len(buf)]
		}
		n, err := r.Read(buf[len(buf):min(cap(buf), most)])
		buf = buf[:len(buf)+n]
		if err != nil {
			return buf, err
		}
	}
	return buf, nil
}

func dropEOF(err error) error {
	if err == io.EOF {
		return nil
	}
	return err
}
