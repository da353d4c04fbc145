package htmlmail

import (
	"encoding/base64"
	"net/url"
	"strings"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/raster"
	"github.com/spoolscope/spoolscope/app/words"
)

// Pictures returns the addresses under which the document may show its pictures,
// "" for each that it may not, and says why not in notes. Only pictures that come
// with the message are shown, if their bytes are those of a safe kind.
func Pictures(sources []string, inline []protocol.InlineImage) (addresses, notes []string) {
	byID := map[string]protocol.InlineImage{}
	for _, i := range inline {
		byID[i.ID] = i
	}
	left := int64(raster.MaxTotalPixels)
	refused := map[string]int{}
	var why []string
	refuse := func(reason string) {
		if refused[reason]++; refused[reason] == 1 {
			why = append(why, reason)
		}
	}
	for _, s := range sources {
		address := ""
		data, reason, ours := picture(s, byID)
		if reason == "" && len(data) > 0 {
			reason = raster.Refuse(data)
		}
		switch {
		case !ours:
		case reason != "":
			refuse(reason)
		default:
			i, _ := raster.Read(data)
			if left -= i.Pixels(); left < 0 {
				refuse("too many pixels")
				break
			}
			address = "data:" + i.Type + ";base64," + base64.StdEncoding.EncodeToString(data)
		}
		addresses = append(addresses, address)
	}
	for _, reason := range why {
		notes = append(notes, words.Plural(refused[reason], "picture of the message is", "pictures of the message are")+" not drawn: "+reason+".")
	}
	return addresses, notes
}

// picture returns the bytes of a picture that comes with the message, or why there
// are none. Others are not ours.
func picture(source string, inline map[string]protocol.InlineImage) (data []byte, reason string, ours bool) {
	source = strings.TrimSpace(source)
	scheme, rest, _ := strings.Cut(source, ":")
	switch strings.ToLower(scheme) {
	case "cid":
		id, err := url.PathUnescape(rest)
		if err != nil {
			id = rest
		}
		i, ok := inline[id]
		if !ok {
			return nil, "missing in the message", true
		}
		return i.Data, i.Why, true
	case "data":
		head, body, ok := strings.Cut(rest, ",")
		if !ok || !strings.HasSuffix(strings.ToLower(head), ";base64") || len(body) > raster.MaxBytes*3/2 {
			return nil, "not a picture of a safe kind", true
		}
		if text, err := url.PathUnescape(body); err == nil {
			body = text
		}
		body = strings.TrimRight(strings.Map(dropBlank, body), "=")
		data, err := base64.RawStdEncoding.DecodeString(body)
		if err != nil || len(data) == 0 {
			return nil, "not a picture of a safe kind", true
		}
		return data, "", true
	}
	return nil, "", false
}

// dropBlank removes what does not count in base64.
func dropBlank(r rune) rune {
	if r <= ' ' {
		return -1
	}
	return r
}
