package main

import (
	"encoding/base64"
	"strings"
)

// words are the material of subjects, domains and texts.
var words = strings.Fields(`
account address advice agenda airport album answer apple archive article autumn balance banana basket battery beach
bicycle blanket board book border bottle branch bread bridge budget builder button cabinet calendar camera candle
canvas carpet castle catalogue centre century chapter cherry church circle class client clock cloud coast coffee
column company compass concert copper corner cotton country course cousin crystal custom daily deadline decision
delivery desert design detail diamond dinner discount doctor donkey draft dream driver eagle early edition editor
effort electric elephant engine estate evening event example expert factory family farmer feather festival figure
finger flight flower folder forest fortune fountain freedom friend garden gallery garlic gentle glass golden grammar
granite guest guitar hammer harbour harvest heart history holiday honest hotel hundred idea image income index
insurance invoice island jacket journey jungle kettle keyboard kingdom kitchen ladder language laptop lemon lesson
letter level library licence lighthouse liquid list local machine magnet manager mango manual marble margin market
meadow meeting member memory message method middle minute mirror model moment monday money month morning mountain
museum music napkin network number object ocean offer office onion opinion orange order organ outside owner package
page paint palace paper parcel parent partner password pencil pepper person phone picture pillow planet plastic
platform pocket poem police portrait potato price printer problem product profile project public purple quarter
question quiet rabbit radio railway rainbow reason receipt record red region release rent report request result
ribbon river road room sailor salad sample saturday school science screen season second service shadow shelf ship
silver simple singer snow soap solution sound spring staff station stone story street student sugar summer sunday
supply surface system table target teacher template theatre thunder ticket timber timetable today tomato topic tower
traffic train travel tunnel umbrella update valley velvet version village visit voice volume wall water weather
website weekend whisper window winter wonder world yellow yesterday young
`)

// accented words occur in texts that are not ASCII.
var accented = strings.Fields("Grüße schöne Straße über möglich Café déjà été naïve français señor mañana corazón Ærlig brød Łódź żółty číslo příliš")

// text is a stock of running text, base64 data and so on, from which bodies are
// cut. It is longer than the window of gzip, so that bodies compress no better
// than real ones.
type text struct{ ascii, utf8, html, data []byte }

const stock = 1 << 20 // bytes of each

func newText(seed uint64) *text {
	d := roll(seed, sortText, 0)
	return &text{
		ascii: prose(&d, words, nil, "\n\n"),
		utf8:  prose(&d, words, accented, "\n\n"),
		html:  prose(&d, words, nil, "</p>\n<p style=\"margin:0 0 12px 0;font-family:Arial,sans-serif\">\n"),
		data:  attachment(&d),
	}
}

// prose makes lines of at most 76 characters.
func prose(d *dice, of, also []string, paragraph string) []byte {
	b := make([]byte, 0, stock+1000)
	column, capital := 0, true
	for len(b) < stock {
		// Squared: some words are much more frequent than others.
		u := d.share()
		w := of[int(u*u*float64(len(of)))]
		if also != nil && d.chance(80) {
			w = pick(d, also)
		}
		if column+len(w) > 72 {
			b[len(b)-1] = '\n'
			column = 0
		}
		if capital {
			w = strings.ToUpper(w[:1]) + w[1:]
			capital = false
		}
		b = append(b, w...)
		column += len(w) + 1
		switch r := d.n(100); {
		case r < 2:
			b = append(append(b, '.'), paragraph...)
			column, capital = 0, true
			continue
		case r < 10:
			b = append(b, '.')
			capital = true
		case r < 15:
			b = append(b, ',')
		case r < 19:
			b = append(b, " the"...)
			column += 4
		case r < 21:
			b = append(b, ' ')
			b = append(b, byte('1'+d.n(9)), byte('0'+d.n(10)), byte('0'+d.n(10)))
			column += 4
		}
		b = append(b, ' ')
	}
	return b[:stock]
}

// attachment makes lines of 76 characters of base64.
func attachment(d *dice) []byte {
	raw := make([]byte, 0, stock*57/77)
	for len(raw)+8 <= cap(raw) {
		for x, k := d.next(), 0; k < 8; k++ {
			raw = append(raw, byte(x>>(8*k)))
		}
	}
	b := make([]byte, 0, stock)
	for ; len(raw) >= 57; raw = raw[57:] {
		b = append(base64.StdEncoding.AppendEncode(b, raw[:57]), '\n')
	}
	return b
}

// cut appends exactly n bytes of a stock, the last one a line end.
func cut(b []byte, d *dice, from []byte, n int) []byte {
	if n <= 0 {
		return b
	}
	for n > len(from) {
		b = append(b, from...)
		n -= len(from)
	}
	start := d.n(len(from) - n + 1)
	for start > 0 && from[start-1] != '\n' {
		start--
	}
	b = append(b, from[start:start+n]...)
	// Never end in half a character.
	for k := len(b) - 1; k >= 0 && k >= len(b)-4 && b[k] >= 0x80; k-- {
		b[k] = '.'
	}
	b[len(b)-1] = '\n'
	return b
}
