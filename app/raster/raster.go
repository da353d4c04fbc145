// Package raster distinguishes files that can only be pictures from everything
// else, by their first bytes, whatever their name and type say: PNG, JPEG, GIF,
// WebP and BMP. SVG is excluded because it can hold scripts.
//
// It reads headers only and decodes nothing, so that a small file that unpacks to a
// huge picture is recognised before a browser tries.
package raster

import (
	"bytes"
	"encoding/binary"
)

// Limits of what is shown.
const (
	MaxBytes       = 8 << 20  // of one picture
	MaxTotal       = 16 << 20 // bytes of all pictures of one message
	MaxPixels      = 16 << 20 // of one picture: 64 MiB once decoded
	MaxTotalPixels = 64 << 20 // of all pictures of one message
)

// Image is what a header says.
type Image struct {
	Type          string // MIME type
	Width, Height int    // in pixels
}

// Pixels returns the area.
func (i Image) Pixels() int64 { return int64(i.Width) * int64(i.Height) }

// Read reads a header. It reports false for what is no such picture, or one
// without an area.
func Read(b []byte) (Image, bool) {
	var i Image
	switch {
	case bytes.HasPrefix(b, []byte("\x89PNG\r\n\x1a\n")):
		i = png(b)
	case bytes.HasPrefix(b, []byte("GIF87a")), bytes.HasPrefix(b, []byte("GIF89a")):
		i = gif(b)
	case bytes.HasPrefix(b, []byte("\xff\xd8\xff")):
		i = jpeg(b)
	case len(b) >= 30 && string(b[:4]) == "RIFF" && string(b[8:12]) == "WEBP":
		i = webp(b)
	case bytes.HasPrefix(b, []byte("BM")):
		i = bmp(b)
	}
	return i, i.Width > 0 && i.Height > 0
}

// Refuse returns the reason for not drawing b, "" if it may be drawn.
func Refuse(b []byte) string {
	i, ok := Read(b)
	switch {
	case len(b) > MaxBytes:
		return "too large"
	case !ok:
		return "not a picture of a safe kind"
	case i.Pixels() > MaxPixels:
		return "too many pixels"
	}
	return ""
}

// png reads the first chunk, which must be IHDR (PNG, 11.2.2).
func png(b []byte) Image {
	if len(b) < 24 || string(b[12:16]) != "IHDR" {
		return Image{}
	}
	return Image{"image/png", size(binary.BigEndian.Uint32(b[16:])), size(binary.BigEndian.Uint32(b[20:]))}
}

// gif takes the larger of the screen and the frames (GIF89a, 18 and 20): browsers
// make room for a first frame that exceeds the screen.
func gif(b []byte) Image {
	if len(b) < 13 {
		return Image{}
	}
	i := Image{"image/gif", int(binary.LittleEndian.Uint16(b[6:])), int(binary.LittleEndian.Uint16(b[8:]))}
	p := 13 + colours(b[10])
	for p < len(b) {
		switch b[p] {
		case 0x2c: // a frame
			if p+10 > len(b) {
				return i
			}
			le := binary.LittleEndian
			i.Width = max(i.Width, int(le.Uint16(b[p+1:]))+int(le.Uint16(b[p+5:])))
			i.Height = max(i.Height, int(le.Uint16(b[p+3:]))+int(le.Uint16(b[p+7:])))
			p += 11 + colours(b[p+9])
		case 0x21: // an extension
			p += 2
		default: // the end
			return i
		}
		for p < len(b) && b[p] != 0 { // blocks of data
			p += 1 + int(b[p])
		}
		p++
	}
	return i
}

// colours returns the length of the colour table that flags announce.
func colours(flags byte) int {
	if flags&0x80 == 0 {
		return 0
	}
	return 3 << (flags&7 + 1)
}

// jpeg looks for the first start of frame (ITU T.81, B.2.2).
func jpeg(b []byte) Image {
	for p := 2; p+9 <= len(b); {
		if b[p] != 0xff {
			return Image{}
		}
		marker := b[p+1]
		switch {
		case marker == 0xff: // a fill byte
			p++
			continue
		case marker == 0x01 || 0xd0 <= marker && marker <= 0xd7: // markers without a length
			p += 2
			continue
		case 0xc0 <= marker && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc:
			return Image{"image/jpeg", int(binary.BigEndian.Uint16(b[p+7:])), int(binary.BigEndian.Uint16(b[p+5:]))}
		case marker == 0xd9 || marker == 0xda: // the end, or data, before any frame
			return Image{}
		}
		p += 2 + int(binary.BigEndian.Uint16(b[p+2:]))
	}
	return Image{}
}

// webp reads the first chunk (RFC 9649, 2).
func webp(b []byte) Image {
	i := Image{Type: "image/webp"}
	switch string(b[12:16]) {
	case "VP8 ":
		if string(b[23:26]) != "\x9d\x01\x2a" {
			return Image{}
		}
		i.Width, i.Height = int(binary.LittleEndian.Uint16(b[26:]))&0x3fff, int(binary.LittleEndian.Uint16(b[28:]))&0x3fff
	case "VP8L":
		if b[20] != 0x2f {
			return Image{}
		}
		bits := binary.LittleEndian.Uint32(b[21:])
		i.Width, i.Height = int(bits&0x3fff)+1, int(bits>>14&0x3fff)+1
	case "VP8X":
		i.Width = 1 + int(b[24]) + int(b[25])<<8 + int(b[26])<<16
		i.Height = 1 + int(b[27]) + int(b[28])<<8 + int(b[29])<<16
	}
	return i
}

// bmp reads a BITMAPINFOHEADER or a later one; a negative height is drawn from the
// top.
func bmp(b []byte) Image {
	if len(b) < 26 || binary.LittleEndian.Uint32(b[14:]) < 40 {
		return Image{}
	}
	height := int32(binary.LittleEndian.Uint32(b[22:]))
	if height < 0 {
		height = -height
	}
	return Image{"image/bmp", size(binary.LittleEndian.Uint32(b[18:])), max(0, int(height))}
}

// size returns a width or height of 32 bits, 0 if it cannot be one.
func size(n uint32) int {
	if n > 1<<30 {
		return 0
	}
	return int(n)
}
