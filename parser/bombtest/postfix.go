package bombtest

import (
	"bytes"
	"fmt"
	"strings"
)

// record returns a record of a queue file of Postfix.
func record(kind byte, data string) string {
	b := []byte{kind}
	n := len(data)
	for ; n >= 0x80; n >>= 7 {
		b = append(b, byte(n)|0x80)
	}
	return string(append(b, byte(n))) + data
}

// postfixFile returns a queue file of Postfix with more records in its envelope.
func postfixFile(records string) string {
	const text = "N\x0fSubject: a mailN\x00N\x04text"
	envelope := record('T', "1711960808 803728") + record('S', "a@example.net") + records + record('R', "b@example.org") + record('M', "")
	const sizes = 2 + 6*16 - 1
	return record('C', fmt.Sprintf("%15d %15d %15d %15d %15d %15d", len(text), sizes+len(envelope), 1, 0, len(text), 0)) + envelope + text + record('X', "") + record('E', "")
}

// postfix are spools of Postfix.
func postfix() []Bomb {
	const folder = "var/spool/postfix/deferred/"
	spool := func(n int, of func(i int) file) func() []byte {
		return func() []byte {
			var b bytes.Buffer
			for i := range Sound {
				member(&b, fmt.Sprintf("%s4/42A9F3C1B%d", folder, i), postfixFile(""))
			}
			for i := range n {
				f := of(i)
				member(&b, f.name, f.data)
			}
			return gzipped(end(&b))
		}
	}
	id := func(i int) string { return fmt.Sprintf("A%06X", i) }
	one := func(data func() string) func() []byte {
		return spool(1, func(int) file { return file{folder + "A/" + id(1), data()} })
	}
	filled := func(record string, size int) func() []byte {
		return one(func() string { return postfixFile(times(record, size)) })
	}
	return []Bomb{
		{Name: "2,000 files with pointers back", File: "pointer.postfix.tgz", Messages: Sound, Make: spool(2_000, func(i int) file {
			return file{folder + "A/" + id(i), postfixFile("") + record('p', fmt.Sprintf("%15d", 0)) + record('p', fmt.Sprintf("%15d", 200))}
		})},
		{Name: "a million pointers, each to the one before", File: "pointers.postfix.tgz", Messages: Sound, Make: one(func() string {
			var s strings.Builder
			const size = 2 + 15
			s.WriteString(record('p', fmt.Sprintf("%15d", 900_000*size)))
			for i := range 900_000 {
				fmt.Fprintf(&s, "p\x0f%15d", i*size)
			}
			return s.String()
		})},
		{Name: "8 million empty records", File: "records.postfix.tgz", Messages: Sound, Make: filled("w\x00", 16<<20)},
		{Name: "200 files of 500,000 empty records", File: "empty.postfix.tgz", Messages: Sound, Make: spool(200, func(i int) file {
			return file{folder + "A/" + id(i), postfixFile(times("A\x00", 1_000_000))}
		})},
		{Name: "8 million lines of a header", File: "header.postfix.tgz", Messages: Sound, Make: one(func() string {
			return strings.TrimSuffix(postfixFile(""), "X\x00E\x00") + times("N\x04a: b", 16<<20)
		})},
		{Name: "a million recipients in a queue file of Postfix", File: "recipients.postfix.tgz", Messages: Sound + 1, Make: filled(record('R', "b@example.org"), 15<<20)},
		{Name: "100 files of 100,000 recipients", File: "crowds.postfix.tgz", Messages: Sound, Make: spool(100, func(i int) file {
			return file{folder + "A/" + id(i), postfixFile(times(record('R', "b@example.org"), 1_500_000))}
		})},
		{Name: "a million attributes", File: "attributes.postfix.tgz", Messages: Sound + 1, Make: filled(record('A', "a=bcdefg"), 10<<20)},
		{Name: "records that claim 256 MiB", File: "claims.postfix.tgz", Messages: Sound, Make: spool(10_000, func(i int) file {
			return file{folder + "A/" + id(i), strings.TrimSuffix(postfixFile(""), "E\x00") + "R\xff\xff\xff\x7f" + times("x", 1000)}
		})},
		{Name: "records of 1 MiB", File: "large.postfix.tgz", Messages: Sound, Make: spool(60, func(i int) file {
			return file{folder + "A/" + id(i), postfixFile(record('A', fmt.Sprint(i)+"="+times("x", 1<<20)))}
		})},
		{Name: "a log of a million recipients", File: "log.postfix.tgz", Messages: Sound, Make: spool(1, func(int) file {
			return file{"var/spool/postfix/defer/4/42A9F3C1B0", times("recipient=b@example.org\nreason=later\n\n", 16<<20)}
		})},
		{Name: "a log of a line of 16 MiB", File: "line.postfix.tgz", Messages: Sound, Make: spool(1, func(int) file {
			return file{"var/spool/postfix/defer/4/42A9F3C1B0", "recipient=b@example.org\nreason=" + times("x", 16<<20)}
		})},
		{Name: "200,000 logs without a message", File: "logs.postfix.tgz", Messages: Sound, Make: spool(200_000, func(i int) file {
			return file{"var/spool/postfix/bounce/A/" + id(i), "<b@example.org>: no\n\n"}
		})},
		{Name: "200,000 small queue files of Postfix", File: "small.postfix.tgz", Limit: ManyMessages, Messages: Full, Make: spool(200_000, func(i int) file {
			return file{folder + "A/" + id(i), record('T', "1711960808 0") + record('S', "a") + record('R', "b") + record('M', "") + record('X', "") + record('E', "")}
		})},
		{Name: "a queue file of Postfix of 4 GiB", File: "gigabytes.postfix.tgz", Limit: swollen, Messages: Sound, Make: func() []byte {
			var b bytes.Buffer
			for i := range Sound {
				member(&b, fmt.Sprintf("%s4/42A9F3C1B%d", folder, i), postfixFile(""))
			}
			b.Write(header(folder+"A/"+id(1), '0', "", 4<<30))
			b.WriteString(record('T', "1711960808 0"))
			return append(gzipped(b.Bytes()), zeros(4<<30)...)
		}},
	}
}
