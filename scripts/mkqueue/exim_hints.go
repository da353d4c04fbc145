package main

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// eximHints are the databases that Exim keeps beside a spool: when a host or an address is tried again,
// and which messages wait for a host (formats/exim.md §5).
type eximHints struct {
	retries map[string]*eximRetry
	waits   map[string][]string // ids, by host
}

// eximRetry is a record of retry times.
type eximRetry struct {
	first, last int64
	errno, more int32
	text        string
}

// add records why the recipients of a message wait.
func (h *eximHints) add(m *message) {
	if m.kind == held || m.kind == working || m.kind == orphan || m.frozen() {
		return
	}
	last := max(m.tried, m.created)
	for i := range m.rcpts {
		r := &m.rcpts[i]
		number, text, _ := strings.Cut(strings.TrimPrefix(r.reason, "("), ")")
		errno, err := strconv.ParseInt(number, 10, 32)
		if err != nil {
			continue
		}
		to, domain := strings.Trim(r.address, "<>"), r.address[strings.LastIndexByte(r.address, '@')+1:]
		key, more := "T:"+r.server+":"+addressOf(r.server), int32('A')
		text = strings.TrimPrefix(strings.TrimPrefix(text, ":"), " ")
		switch errno {
		case -1:
			key, more = "R:"+strings.Trim(domain, "<>"), 0
		case -44:
			key = "R:" + to + ":<" + m.eximSender() + ">"
			if at := strings.LastIndex(text, ">: 4"); at >= 0 && len(text) > at+6 {
				if code, err := strconv.Atoi(text[at+3 : at+6]); err == nil {
					more |= int32(code-400) << 8
				}
			}
		case -46:
			key += ":" + m.id
		}
		if e := h.retries[key]; e == nil {
			h.retries[key] = &eximRetry{m.created, last, int32(errno), more, text}
		} else {
			e.first, e.last = min(e.first, m.created), max(e.last, last)
		}
		if ids := h.waits[r.server]; errno != -1 && !slices.Contains(ids[max(len(ids)-1, 0):], m.id) {
			h.waits[r.server] = append(ids, m.id)
		}
	}
}

// after returns how long Exim's default rule waits between two tries of a host that has failed for the
// given time: formats/exim.md §6.
func (r *eximRetry) after() int64 {
	const hour = 3600
	switch age := r.last - r.first; {
	case age < 2*hour:
		return hour / 4
	case age < 16*hour:
		return age / 2
	}
	return 6 * hour
}

const fourDays = 4 * 86400

// retry writes the database of retry times.
func (h *eximHints) retry() []byte {
	d := newHash()
	for _, key := range sortedKeys(h.retries) {
		r := h.retries[key]
		v := binary.LittleEndian.AppendUint64(nil, uint64(r.last))
		for _, t := range [...]int64{r.first, r.last, r.last + r.after()} {
			v = binary.LittleEndian.AppendUint64(v, uint64(t))
		}
		expired := uint32(0)
		if r.last-r.first > fourDays {
			expired = 1
		}
		v = binary.LittleEndian.AppendUint32(v, expired)
		v = binary.LittleEndian.AppendUint32(v, uint32(r.errno))
		v = binary.LittleEndian.AppendUint32(v, uint32(r.more))
		d.add(key, append(append(v, r.text...), 0))
	}
	return d.bytes()
}

// wait writes the database of the messages that wait for a host, some in each record.
func (h *eximHints) wait() []byte {
	const most = 50
	d := newHash()
	for _, host := range sortedKeys(h.waits) {
		ids := h.waits[host]
		for n := 0; len(ids) > 0; n++ {
			some := ids[:min(len(ids), most)]
			ids = ids[len(some):]
			key := host // the record of the newest ones; the others have numbers
			if len(ids) > 0 {
				key = fmt.Sprintf("%s:%d", host, n)
			}
			v := binary.LittleEndian.AppendUint64(nil, uint64(taken))
			v = binary.LittleEndian.AppendUint32(v, uint32(len(some)))
			v = binary.LittleEndian.AppendUint32(v, uint32(n))
			d.add(key, append(v, strings.Join(some, "")...))
		}
	}
	return d.bytes()
}

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K {
	keys := make([]K, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
