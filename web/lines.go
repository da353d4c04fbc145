package web

import (
	"bytes"
	"encoding/binary"
	"errors"
)

// A Go program carries, for each instruction, the file and line it was made
// from, for stack traces. That is a fifteenth of the packed module. Traces from
// the page name functions and offsets in them; who has the commit finds the
// line, since the same source gives the same bytes.
//
// The tables are those of runtime.pclntab, as the linker of Go 1.20 to 1.26
// lays them out (runtime/symtab.go, internal/abi/symtab.go).
const (
	pcMagic     = "\xf1\xff\xff\xff\x00\x00\x01\x08" // with pointers of 8 bytes
	headerWords = 8                                  // functions, files, text, names, units, files, pc tables, functions

	// Fields of a function, in bytes from its beginning.
	funcSP, funcFile, funcLine, funcTables, funcEnd = 16, 20, 24, 28, 44
)

var errTables = errors.New("web: the line tables are of another version of Go")

// withoutLines empties the tables of files and lines in a module, in place.
// With an error nothing was changed.
func withoutLines(module []byte) error {
	memory, segments, err := dataOf(module)
	if err != nil {
		return err
	}
	at := bytes.Index(memory, []byte(pcMagic))
	if at < 0 || len(memory)-at < len(pcMagic)+8*headerWords {
		return errTables
	}
	tab := memory[at:]
	var words [headerWords]int
	for i := range words {
		words[i] = int(binary.LittleEndian.Uint64(tab[len(pcMagic)+8*i:]))
	}
	functions, pcTables, funcTable := words[0], words[6], words[7]
	if functions <= 0 || pcTables <= 0 || funcTable < pcTables || funcTable > len(tab) || functions > (len(tab)-funcTable)/8 {
		return errTables
	}
	pcs, funcs := tab[pcTables:funcTable], tab[funcTable:]
	needed := make([]bool, len(pcs)) // tables may share bytes
	for i := range functions {
		f := int(binary.LittleEndian.Uint32(funcs[8*i+4:]))
		if f > len(funcs)-funcEnd {
			return errTables
		}
		fn := funcs[f:]
		tables := int(binary.LittleEndian.Uint32(fn[funcTables:]))
		if tables > (len(fn)-funcEnd)/4 || !need(needed, pcs, fn[funcSP:]) {
			return errTables
		}
		for t := range tables {
			if !need(needed, pcs, fn[funcEnd+4*t:]) {
				return errTables
			}
		}
	}
	for i := range functions {
		fn := funcs[binary.LittleEndian.Uint32(funcs[8*i+4:]):]
		clear(fn[funcFile : funcLine+4])
	}
	for i, n := range needed {
		if !n {
			pcs[i] = 0
		}
	}
	for _, s := range segments {
		copy(module[s.file:s.file+s.size], memory[s.memory:])
	}
	return nil
}

// need marks the bytes of the table whose offset stands in front of offset:
// pairs of variable-length integers, until a first one is 0 that does not begin
// the table. Offset 0 is no table.
func need(needed []bool, pcs, offset []byte) bool {
	from := int(binary.LittleEndian.Uint32(offset))
	if from == 0 {
		return true
	}
	at := from
	for at < len(pcs) && (at == from || pcs[at] != 0) {
		for range 2 {
			_, n := binary.Uvarint(pcs[at:])
			if n <= 0 {
				return false
			}
			at += n
		}
	}
	if at >= len(pcs) {
		return false
	}
	for i := from; i <= at; i++ {
		needed[i] = true
	}
	return true
}

// segment is a piece of the module that lies in memory when it runs.
type segment struct{ file, memory, size int }

// maxMemory is how far the data of a module may reach, in bytes.
const maxMemory = 256 << 20

// dataOf reads the active data segments (WebAssembly Core section 5.5.14).
func dataOf(module []byte) (memory []byte, segments []segment, err error) {
	const dataSection, i32Const, end = 11, 0x41, 0x0b
	r := wasmReader{data: module, at: 8}
	for r.at < len(module) && r.err == nil {
		id := r.byte()
		next := r.uint()
		next += r.at
		if id != dataSection {
			r.at = next
			continue
		}
		for range r.uint() {
			if r.byte() != 0 || r.byte() != i32Const {
				return nil, nil, errTables
			}
			to := r.int()
			if r.byte() != end {
				return nil, nil, errTables
			}
			size := r.uint()
			if r.err != nil || size > len(module)-r.at || to < 0 || to+size > maxMemory {
				return nil, nil, errTables
			}
			if len(memory) < to+size {
				memory = append(memory, make([]byte, to+size-len(memory))...)
			}
			copy(memory[to:], module[r.at:r.at+size])
			segments = append(segments, segment{r.at, to, size})
			r.at += size
		}
	}
	return memory, segments, r.err
}

// wasmReader reads integers as a module has them (LEB128). After an error all
// it reads is 0.
type wasmReader struct {
	data []byte
	at   int
	err  error
}

func (r *wasmReader) byte() byte {
	if r.err != nil || r.at < 0 || r.at >= len(r.data) {
		r.err = errTables
		return 0
	}
	r.at++
	return r.data[r.at-1]
}

func (r *wasmReader) uint() int {
	v, n := binary.Uvarint(r.data[min(max(r.at, 0), len(r.data)):])
	if n <= 0 || v > uint64(len(r.data)) {
		r.err = errTables
		return 0
	}
	r.at += n
	return int(v)
}

// int reads a signed number, of which memory has only those from 0 on.
func (r *wasmReader) int() int {
	v, shift := 0, 0
	for {
		b := r.byte()
		v |= int(b&0x7f) << shift
		shift += 7
		if b&0x80 == 0 || shift > 28 {
			if b&0x40 != 0 && shift <= 28 {
				return -1
			}
			return v
		}
	}
}
