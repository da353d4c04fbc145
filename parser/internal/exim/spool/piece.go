package spool

import (
	"strings"

	"github.com/spoolscope/spoolscope/parser/lazyregexp"
)

// Piece is a file of a spool inside a text, as exim -Mvh, -Mvb and -Mvl print one.
type Piece struct {
	File
	From, To int // where it stands
}

const id = `([0-9A-Za-z]{6}-(?:[0-9A-Za-z]{6}-[0-9A-Za-z]{2}|[0-9A-Za-z]{11}-[0-9A-Za-z]{4}))`

// printing is in every command that prints a file.
const printing = " -Mv"

var (
	// printed is a command that prints a file, behind a prompt or without.
	printed = lazyregexp.New(`^(.*[#$%>❯] ?|)(?:sudo +)?(?:\S*/)?exim4? +-Mv([hbl]) +` + id + ` *\r?$`)
	// titled is the first line of an envelope or a body.
	titled = lazyregexp.New(`^` + id + `-([HD])\r?$`)
	// owned is the line below the title of an envelope.
	owned = lazyregexp.New(`^.+ -?\d+ -?\d+\r?$`)
)

// BeginsPiece reports whether a text begins with a file of a spool, or with the command that printed
// one.
func BeginsPiece(head []byte) bool {
	text := strings.TrimLeft(string(head[:min(len(head), 4<<10)]), "\r\n")
	line, rest, _ := strings.Cut(text, "\n")
	if m := titled().FindStringSubmatch(line); m != nil {
		second, _, _ := strings.Cut(rest, "\n")
		return m[2] == "D" || owned().MatchString(second)
	}
	return strings.Contains(line, printing) && printed().MatchString(line)
}

// Pieces finds the files in a text. Each ends where the next one begins, or at the next prompt.
func Pieces(text string) []Piece {
	var found []Piece
	prompt := ""
	var open *Piece
	end := func(at int) {
		if open != nil && at > open.From {
			open.To = at
			found = append(found, *open)
		}
		open = nil
	}
	at := 0
	for line := range strings.Lines(text) {
		bare := strings.TrimSuffix(line, "\n")
		if m := printed().FindStringSubmatch(bare); m != nil {
			end(at)
			prompt = strings.TrimRight(m[1], " ")
			kind := map[string]Kind{"h": Envelope, "b": Body, "l": Log}[m[2]]
			open = &Piece{File: File{Kind: kind, ID: m[3]}, From: at + len(line)}
		} else if m := titled().FindStringSubmatch(bare); m != nil && (open == nil || open.From != at) {
			end(at)
			kind := Envelope
			if m[2] == "D" {
				kind = Body
			}
			open = &Piece{File: File{Kind: kind, ID: m[1]}, From: at}
		} else if prompt != "" && strings.HasPrefix(line, prompt) {
			end(at)
		}
		at += len(line)
	}
	end(len(text))
	return found
}
