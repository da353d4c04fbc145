package raster

import (
	"bytes"
	"image"
	"image/color"
	stdgif "image/gif"
	stdjpeg "image/jpeg"
	stdpng "image/png"
	"testing"
)

func picture(t testing.TB, kind string, w, h int) []byte {
	t.Helper()
	m := image.NewPaletted(image.Rect(0, 0, w, h), color.Palette{color.Black, color.White})
	var b bytes.Buffer
	var err error
	switch kind {
	case "png":
		err = stdpng.Encode(&b, m)
	case "gif":
		err = stdgif.Encode(&b, m, nil)
	case "jpeg":
		err = stdjpeg.Encode(&b, m, nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestRead(t *testing.T) {
	wideFrame := picture(t, "gif", 3, 2)
	copy(wideFrame[bytes.IndexByte(wideFrame[13:], 0x2c)+13+5:], "\xff\xff")
	for _, tt := range []struct {
		name string
		data []byte
		want Image
	}{
		{"png", picture(t, "png", 30, 20), Image{"image/png", 30, 20}},
		{"gif", picture(t, "gif", 3, 2), Image{"image/gif", 3, 2}},
		{"gif whose frame exceeds it", wideFrame, Image{"image/gif", 65535, 2}},
		{"jpeg", picture(t, "jpeg", 300, 200), Image{"image/jpeg", 300, 200}},
		{"webp, lossy", []byte("RIFF\x00\x00\x00\x00WEBPVP8 \x00\x00\x00\x00\x00\x00\x00\x9d\x01\x2a\x2c\x01\xc8\x00"), Image{"image/webp", 300, 200}},
		{"webp, lossless", []byte("RIFF\x00\x00\x00\x00WEBPVP8L\x00\x00\x00\x00\x2f\x2b\xc1\x31\x00\x00\x00\x00\x00\x00"), Image{"image/webp", 300, 200}},
		{"webp, extended", []byte("RIFF\x00\x00\x00\x00WEBPVP8X\x00\x00\x00\x00\x00\x00\x00\x00\x2b\x01\x00\xc7\x00\x00"), Image{"image/webp", 300, 200}},
		{"bmp", []byte("BM\x00\x00\x00\x00\x00\x00\x00\x00\x36\x00\x00\x00\x28\x00\x00\x00\x2c\x01\x00\x00\x38\xff\xff\xff"), Image{"image/bmp", 300, 200}},
	} {
		if got, ok := Read(tt.data); got != tt.want || !ok {
			t.Errorf("%s: Read = %v, %v, want %v", tt.name, got, ok, tt.want)
		}
	}
	for name, data := range map[string]string{
		"svg": "<svg xmlns='http://www.w3.org/2000/svg'/>", "html": "<html>", "nothing": "", "pdf": "%PDF-1.4",
		"a png of no size":     "\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR\x00\x00\x00\x00\x00\x00\x00\x00",
		"a png of 4 Gpx":       "\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR\xff\xff\xff\xff\x00\x00\x00\x01",
		"jpeg without a frame": "\xff\xd8\xff\xe0\x00\x10JFIF\x00\xff\xd9\xff\xff\xff\xff", "gif cut": "GIF89a\x01",
	} {
		if got, ok := Read([]byte(data)); ok {
			t.Errorf("%s: Read = %v, want none", name, got)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, kind := range []string{"png", "gif", "jpeg"} {
		f.Add(picture(f, kind, 5, 4))
	}
	f.Add([]byte("RIFF\x00\x00\x00\x00WEBPVP8X\x00\x00\x00\x00\x00\x00\x00\x00\x2b\x01\x00\xc7\x00\x00"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if i, ok := Read(b); ok && (i.Type == "" || i.Pixels() <= 0) {
			t.Errorf("Read = %v", i)
		}
	})
}
