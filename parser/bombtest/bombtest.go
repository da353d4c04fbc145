// Package bombtest makes archives and listings that are built to exhaust whoever
// opens them, for the tests of the parser, the command and the page. Each begins
// with a small sound queue, which must be shown whatever follows.
package bombtest

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
)

// Bomb is a file that claims to be, or unpacks to, far more than it is.
type Bomb struct {
	Name string // what it does: "a file of 4 GB of zeros"
	File string // its file name
	// Limit is what a Problem about it says, in part; "" if it is read to its end
	// without reaching a limit.
	Limit string
	// Messages are at least shown: those that stand before the rest.
	Messages int
	Make     func() []byte
}

// ManyReasons is what the limit on different reasons says, which is reached when they are worked
// out, and not in the load.
const ManyReasons = "there are more than 20,000 reasons"

// Full is the number of messages that are read of the queue files of a small source,
// and ManyMessages what the limit says.
const (
	Full         = 100_000
	ManyMessages = "there are more than 100,000 messages"
)

// Sound is the number of messages at the start of each archive.
const Sound = 3

// soundFiles returns the files of the sound queue.
func soundFiles() []file {
	var out []file
	for i := range Sound {
		id := fmt.Sprintf("4AB0000%d000001", i)
		out = append(out, file{"var/spool/mqueue/qf" + id, control(id, "")}, file{"var/spool/mqueue/df" + id, "text\n"})
	}
	return out
}

type file struct{ name, data string }

// control returns a control file with more lines in it.
func control(id, lines string) string {
	return "V8\nT1700000000\nK1700000000\nN1\nP30000\nMDeferred: Connection refused by mx.example.org.\nS<a@example.net>\n" +
		"RPFD:<b@example.org>\nH??Message-ID: <" + id + "@example.net>\n" + lines + ".\n"
}

// All returns the bombs. Making some takes a second.
func All() []Bomb {
	return slices.Concat(packed(), streams(), windows(), zips(), entries(), tars(), headers(), queues(), texts(), postfix(), listings(), outputs(), crossed(), exim(), logs(), settings(), statuses(), hints())
}

// soundTar returns a tar of the sound queue without end mark.
func soundTar() *bytes.Buffer {
	var b bytes.Buffer
	for _, f := range soundFiles() {
		member(&b, f.name, f.data)
	}
	return &b
}

// member appends a file to a tar.
func member(b *bytes.Buffer, name, data string) {
	b.Write(header(name, '0', "", int64(len(data))))
	b.WriteString(data)
	pad(b)
}

// pad fills the last block of a tar.
func pad(b *bytes.Buffer) {
	if n := b.Len() % blockSize; n > 0 {
		b.Write(make([]byte, blockSize-n))
	}
}

const blockSize = 512

// header returns a header of a tar with GNU's way to write large sizes.
func header(name string, flag byte, link string, size int64) []byte {
	h := make([]byte, blockSize)
	copy(h[:100], name)
	copy(h[100:], "0000600\x000000000\x000000000\x00")
	if size < 1<<33 {
		copy(h[124:136], fmt.Sprintf("%011o", size))
	} else {
		large(h[124:136], size)
	}
	copy(h[136:148], fmt.Sprintf("%011o", 1700000000))
	h[156] = flag
	copy(h[157:257], link)
	copy(h[257:], "ustar\x0000")
	return sum(h)
}

// large writes a number in base 256.
func large(field []byte, n int64) {
	clear(field)
	field[0] = 0x80
	for i := range 8 {
		field[len(field)-1-i] = byte(n >> (8 * i))
	}
}

// sum sets the checksum of a header.
func sum(h []byte) []byte {
	copy(h[148:156], "        ")
	n := 0
	for _, c := range h {
		n += int(c)
	}
	copy(h[148:156], fmt.Sprintf("%06o\x00 ", n))
	return h
}

// end ends a tar.
func end(b *bytes.Buffer) []byte {
	b.Write(make([]byte, 2*blockSize))
	return b.Bytes()
}

// word returns a number in letters, which nobody takes for one.
func word(n int) string {
	return strings.Map(func(r rune) rune { return r - '0' + 'g' }, fmt.Sprintf("%07d", n))
}

// times repeats a text up to a size.
func times(s string, size int) string { return strings.Repeat(s, size/len(s)) }
