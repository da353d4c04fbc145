package queue

// Builder fills the columns of a Queue while its files stream by.
type Builder struct {
	*Queue
	rows []uint32 // open addressing by directory and id: row plus one, 0 = free
}

// NewBuilder starts an empty queue.
func NewBuilder() *Builder {
	return &Builder{
		Queue: &Queue{Strings: NewStrings(), Prefixes: map[int32][]string{}, Xscripts: map[int32]FileRef{}},
		rows:  make([]uint32, 1024),
	}
}

// Row returns the row of a message, a new one the first time.
func (b *Builder) Row(dir uint16, id string) int32 {
	s := b.Strings.Add(id)
	i, slot, ok := b.find(dir, s)
	if ok {
		return i
	}
	b.rows[slot] = uint32(i) + 1
	c := &b.Columns
	none := FileRef{Blob: -1, Size: -1}
	c.ID = append(c.ID, s)
	c.Dir = append(c.Dir, dir)
	c.Files = append(c.Files, 0)
	c.State = append(c.State, Orphan)
	c.Flags = append(c.Flags, 0)
	c.Created = append(c.Created, NoNumber)
	c.LastTry = append(c.LastTry, NoNumber)
	c.Attempts = append(c.Attempts, -1)
	c.Priority = append(c.Priority, NoNumber)
	c.Size = append(c.Size, -1)
	for _, col := range []*[]Str{&c.Sender, &c.Status, &c.Effective, &c.BodyType, &c.Reason, &c.Subject,
		&c.Client, &c.Auth, &c.Helo, &c.Script, &c.Bounce, &c.Origin, &c.OriginBy, &c.OriginID} {
		*col = append(*col, 0)
	}
	c.Control = append(c.Control, none)
	c.Data = append(c.Data, none)
	c.Listing = append(c.Listing, -1)
	for _, col := range []*[]uint32{&c.RcptAt, &c.RcptN, &c.ReplyAt, &c.ReplyN, &c.GrepAt, &c.GrepN} {
		*col = append(*col, 0)
	}
	if len(b.ID) > len(b.rows)/4*3 {
		b.rows = make([]uint32, len(b.rows)*2)
		for k, id := range b.ID {
			_, slot, _ := b.find(b.Dir[k], id)
			b.rows[slot] = uint32(k) + 1
		}
	}
	return i
}

// find looks a row up; without it, the next row and its slot.
func (b *Builder) find(dir uint16, id Str) (row int32, slot uint64, ok bool) {
	mask := uint64(len(b.rows) - 1)
	h := (uint64(id)<<16 | uint64(dir)) * 0x9e3779b97f4a7c15
	for i := h >> 32 & mask; ; i = (i + 1) & mask {
		n := b.rows[i]
		if n == 0 {
			return int32(len(b.ID)), i, false
		}
		if b.ID[n-1] == id && b.Dir[n-1] == dir {
			return int32(n - 1), i, true
		}
	}
}

// Find returns the row of a message, if there is one.
func (b *Builder) Find(dir uint16, id string) (int32, bool) {
	s, ok := b.Strings.Find(id)
	if !ok {
		return 0, false
	}
	i, _, ok := b.find(dir, s)
	return i, ok
}

// SetRecipients gives row i its recipients. A second call replaces the first.
func (b *Builder) SetRecipients(i int32, n int, each func(k int) (addr, status string)) {
	b.RcptAt[i], b.RcptN[i] = uint32(len(b.RcptAddr)), uint32(n)
	var last Str // most statuses are that of the recipient before
	lastText := ""
	for k := range n {
		addr, status := each(k)
		if status != lastText {
			last, lastText = b.Strings.Add(status), status
		}
		b.RcptAddr = append(b.RcptAddr, b.Strings.Add(addr))
		b.RcptStat = append(b.RcptStat, last)
	}
}

// SetReplies gives row i the replies of its transcript.
func (b *Builder) SetReplies(i int32, exchanges []Exchange) {
	b.ReplyAt[i] = uint32(len(b.ReplyText))
	for _, e := range exchanges {
		host := b.Strings.Add(e.Host)
		for _, r := range e.Replies {
			b.ReplyText = append(b.ReplyText, b.Strings.Add(r))
			b.ReplyHost = append(b.ReplyHost, host)
		}
	}
	b.ReplyN[i] = uint32(len(b.ReplyText)) - b.ReplyAt[i]
}

// SetGrep gives row i the lines with "<<<" of its data file.
func (b *Builder) SetGrep(i int32, lines []Str) {
	b.GrepAt[i], b.GrepN[i] = uint32(len(b.GrepLine)), uint32(len(lines))
	b.GrepLine = append(b.GrepLine, lines...)
}

// Digest returns the digests of row i, made the first time.
func (b *Builder) Digest(i int32) *Digest {
	if b.Digests == nil {
		b.Digests = map[int32]*Digest{}
	}
	d := b.Digests[i]
	if d == nil {
		d = &Digest{}
		b.Digests[i] = d
	}
	return d
}
