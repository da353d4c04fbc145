package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
)

// A module is what the table needs from a WebAssembly module (the binary format
// in the WebAssembly core specification, section 5.5).
type module struct {
	functions []function
	data      []byte // all data segments, one after the other
}

type function struct {
	name string
	body []byte
}

const (
	sectionCustom = 0
	sectionImport = 2
	sectionCode   = 10
	sectionData   = 11

	functionNames = 1 // subsection of the custom section "name"
)

var errCut = errors.New("the module ends early")

// A cursor reads sequentially in bytes. After an error it reads zeros.
type cursor struct {
	rest []byte
	err  error
}

func (c *cursor) number() int {
	v, n := binary.Uvarint(c.rest)
	if n <= 0 || v > 1<<32 {
		c.rest, c.err = nil, errCut
		return 0
	}
	c.rest = c.rest[n:]
	return int(v)
}

func (c *cursor) take(n int) []byte {
	if n > len(c.rest) {
		c.rest, c.err = nil, errCut
		return nil
	}
	b := c.rest[:n]
	c.rest = c.rest[n:]
	return b
}

func (c *cursor) text() string { return string(c.take(c.number())) }

// readModule reads a module that names its functions.
func readModule(b []byte) (module, error) {
	rest, ok := bytes.CutPrefix(b, []byte("\x00asm\x01\x00\x00\x00"))
	if !ok {
		return module{}, errors.New("not a WebAssembly module of version 1")
	}
	var m module
	names := make(map[int]string)
	imported := 0
	c := &cursor{rest: rest}
	for len(c.rest) > 0 && c.err == nil {
		id := c.number()
		s := &cursor{rest: c.take(c.number())}
		switch id {
		case sectionCustom:
			if s.text() == "name" {
				readNames(s, names)
			}
		case sectionImport:
			imported = readImports(s)
		case sectionCode:
			for range s.number() {
				m.functions = append(m.functions, function{body: s.take(s.number())})
				if s.err != nil {
					break
				}
			}
		case sectionData:
			readData(s, &m)
		}
		c.err = errors.Join(c.err, s.err)
	}
	if c.err != nil {
		return module{}, c.err
	}
	if len(names) == 0 {
		return module{}, errors.New("the module does not name its functions")
	}
	for i := range m.functions {
		m.functions[i].name = names[imported+i]
	}
	return m, nil
}

func readNames(s *cursor, names map[int]string) {
	for len(s.rest) > 0 && s.err == nil {
		id := s.number()
		sub := &cursor{rest: s.take(s.number())}
		if id != functionNames {
			continue
		}
		for range sub.number() {
			i := sub.number()
			names[i] = sub.text()
			if sub.err != nil {
				break
			}
		}
		s.err = errors.Join(s.err, sub.err)
	}
}

// readImports counts the imported functions, which come first in the index. Go
// imports nothing else.
func readImports(s *cursor) int {
	n := s.number()
	for range n {
		module, field := s.text(), s.text()
		if kind := s.number(); kind != 0 && s.err == nil {
			s.err = fmt.Errorf("the import %s.%s is not a function", module, field)
		}
		s.number()
		if s.err != nil {
			break
		}
	}
	return n
}

// readData joins the segments: memory 0, an offset as i32.const, the bytes.
func readData(s *cursor, m *module) {
	for range s.number() {
		if flags := s.number(); flags != 0 && s.err == nil {
			s.err = fmt.Errorf("a data segment has flags %d, want an active one of memory 0", flags)
		}
		const i32Const, end = 0x41, 0x0b
		if op := s.number(); op != i32Const && s.err == nil {
			s.err = fmt.Errorf("a data segment starts with instruction %#x", op)
		}
		s.number() // signed, but of the same length
		if op := s.number(); op != end && s.err == nil {
			s.err = fmt.Errorf("a data segment's offset ends with instruction %#x", op)
		}
		m.data = append(m.data, s.take(s.number())...)
		if s.err != nil {
			break
		}
	}
}

// splitData separates the line tables (runtime.pclntab, which the linker puts
// last in the read-only data) from the rest, at their magic number.
func splitData(data []byte) (lines, rest []byte) {
	magic := []byte{0xf1, 0xff, 0xff, 0xff, 0, 0, 1, 8} // debug/gosym: version 1.20, quantum 1, pointers of 8 bytes
	i := bytes.Index(data, magic)
	if i < 0 {
		return nil, data
	}
	return data[i:], data[:i]
}
