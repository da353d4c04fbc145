package mailq

import (
	"bytes"
	"strconv"
)

// frameLine reads the lines around the entries (formats/sendmail.md §5.1).
// The text is without the white space around it.
func frameLine(text []byte) item {
	switch text[0] {
	case '-':
		return columnTitles(text)
	case 'T':
		return totalLine(text)
	case 'M':
		if bytes.HasPrefix(text, []byte("MSP Queue status")) {
			return item{kind: owner, client: true}
		}
		if bytes.HasPrefix(text, []byte("MTA Queue status")) {
			return item{kind: owner}
		}
		if string(text) == "Mail queue is empty" {
			return item{kind: empty}
		}
		// 8.8 and 8.9 do not print the directory.
		if bytes.HasPrefix(text, []byte("Mail Queue (")) {
			return headingLine(text)
		}
	case '/':
		return headingLine(text)
	}
	return item{}
}

func columnTitles(text []byte) item {
	id := bytes.TrimLeft(text, "-")
	if !bytes.HasPrefix(id, []byte("Q-ID-")) || !bytes.Contains(id, []byte("--Size--")) {
		return item{}
	}
	return item{
		kind:    columns,
		verbose: bytes.Contains(id, []byte("-Priority-")),
		plain:   len(text)-len(id) == 2,
	}
}

func totalLine(text []byte) item {
	rest, ok := bytes.CutPrefix(text, []byte("Total "))
	if !ok || len(rest) == 0 || rest[0]|0x20 != 'r' {
		return item{}
	}
	rest, ok = bytes.CutPrefix(rest[1:], []byte("equests: "))
	if !ok {
		return item{}
	}
	// mailq -bP says so of a number from shared memory.
	rest = bytes.TrimSuffix(rest, []byte(" (about)"))
	n, ok := number(rest)
	if !ok {
		return item{}
	}
	return item{kind: total, requests: n}
}

// headingLine reads the heading of a directory, also those of mailq -bP.
func headingLine(text []byte) item {
	if path, ok := bytes.CutSuffix(text, []byte(" is empty")); ok {
		return item{kind: empty, text: directory(path)}
	}
	if path, ok := bytes.CutSuffix(text, []byte(": unknown number of entries")); ok {
		return item{kind: heading, text: directory(path), requests: -1, printed: -1}
	}
	if i := bytes.LastIndex(text, []byte(": entries=")); i >= 0 {
		if n, ok := number(text[i+len(": entries="):]); ok {
			return item{kind: heading, text: directory(text[:i]), requests: n, printed: n}
		}
	}
	i := bytes.LastIndex(text, []byte(" ("))
	if i < 0 || text[len(text)-1] != ')' {
		return item{}
	}
	requests, rest, found := bytes.Cut(text[i+2:len(text)-1], []byte(" request"))
	n, ok := number(requests)
	if !found || !ok {
		return item{}
	}
	it := item{kind: heading, text: directory(text[:i]), requests: n, printed: n}
	rest = bytes.TrimPrefix(rest, []byte("s"))
	if len(rest) == 0 {
		return it
	}
	only, found := bytes.CutPrefix(rest, []byte(", only "))
	k, ok := number(bytes.TrimSuffix(only, []byte(" printed")))
	if !found || !ok {
		return item{}
	}
	it.printed = k
	return it
}

// directory gives the queue directory of a heading.
//
// QUIRK: where a queue directory has a df sub-directory, mailq prints that one
// in place of the queue's; seen in the corpus case groups.
func directory(path []byte) []byte {
	if path[0] != '/' {
		return nil
	}
	if dir := bytes.TrimSuffix(path, []byte("/df")); len(dir) > 0 {
		return dir
	}
	return path
}

func number(text []byte) (int, bool) {
	if len(text) == 0 || text[0] < '0' || text[0] > '9' {
		return 0, false
	}
	n, err := strconv.Atoi(string(text))
	return n, err == nil
}
