package triage

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/app/triage/reason"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// codeTest compares a reason's codes with "451", "4.7.1", "4xx", "451 4.7.1",
// "451 none" (no enhanced code) or "none".
func codeTest(x *Index, v value) (test, error) {
	text := strings.ToLower(v.Value())
	if text != "none" && (text == "" || strings.Trim(strings.TrimSuffix(text, " none"), "0123456789.x* ") != "") {
		return test{}, fmt.Errorf("%q is not a reply code, such as 451, 4xx, 4.7.1, \"451 4.7.1\" or none", v.Value())
	}
	return x.byReason(func(r *reason.Reason) bool {
		code, enhanced := r.CodeText(), r.EnhancedText()
		switch {
		case code == "" || text == "none":
			return code == "" && text == "none"
		case len(text) == 3 && strings.HasSuffix(text, "x"):
			return strings.HasPrefix(code, strings.TrimRight(text, "x"))
		case strings.HasSuffix(text, " none"):
			return text == code+" none" && enhanced == ""
		case strings.Contains(text, " "):
			return v.pattern.is([]byte(code + " " + enhanced))
		case strings.Contains(text, "."):
			return v.pattern.is([]byte(enhanced))
		}
		return v.pattern.is([]byte(code))
	}), nil
}

func enhancedTest(x *Index, v value) (test, error) {
	if !v.Is("none") && (v.Value() == "" || strings.Trim(v.Value(), "0123456789.*") != "") {
		return test{}, fmt.Errorf("%q is not an enhanced code, such as 4.7.1, 4.7.* or none", v.Value())
	}
	return x.byReason(func(r *reason.Reason) bool {
		en := r.EnhancedText()
		return v.Is("none") && en == "" || en != "" && v.pattern.is([]byte(en))
	}), nil
}

func reasonTest(x *Index, v value) (test, error) {
	ok := make([]bool, len(x.Reasons))
	for r := range ok {
		ok[r] = v.pattern.is([]byte(x.texts[r]))
	}
	return ofCell(func(i int32) bool { return ok[x.Reason[i]] }), nil
}

// topicTest compares the family of the reason.
func topicTest(x *Index, v value) (test, error) {
	ok := x.inFamily(func(f Family) bool { return v.pattern.is([]byte(f.ID)) || v.pattern.is([]byte(f.Key)) })
	return ofCell(func(i int32) bool { return ok[x.Family[x.Reason[i]]] }), nil
}

// saidTest finds a family in the status or in the replies of a transcript.
func saidTest(x *Index, v value) (test, error) {
	said := x.Saying(strings.ToLower(v.Value()))
	return several(func(i int32) bool { return said.In(i) }), nil
}

// replyTest finds a reply in the status or in the transcript of a bounce: the
// whole of it as ReplyText writes it.
func replyTest(x *Index, v value) (test, error) {
	q := x.Queue
	if v.Is("none") {
		coded := x.byReason(func(r *reason.Reason) bool { return r.Code.Valid() }).holds
		return cheap(func(i int32) bool { return !coded(i) && q.ReplyN[i] == 0 }), nil
	}
	return x.byReply(func(r int32, _ bool) bool {
		return v.pattern.is([]byte(strings.ToLower(reason.ReplyText(&x.Reasons[r]))))
	}), nil
}

// actionTest finds replies by what to do about them: the name of the action, or
// the name and a whole reply as ReplyText writes it.
func actionTest(x *Index, v value) (test, error) {
	if name, _, _ := strings.Cut(v.Value(), " "); !v.pattern.wild() && !slices.Contains(reason.ActionNames(), strings.ToLower(name)) {
		return test{}, fmt.Errorf("unknown action %q; use one of %s", v.Value(), strings.Join(reason.ActionNames(), ", "))
	}
	return x.byReply(func(r int32, echo bool) bool {
		name := x.Action(r, echo).String()
		return v.pattern.is([]byte(name)) || v.pattern.is([]byte(name+" "+strings.ToLower(reason.ReplyText(&x.Reasons[r]))))
	}), nil
}

// byReply asks once for each different reply, in a status or in a transcript;
// one that follows from a refusal is asked about by itself.
func (x *Index) byReply(is func(reason int32, echo bool) bool) test {
	q := x.Queue
	answers := [2]map[int32]bool{{}, {}}
	asked := func(reason int32, echo bool) bool {
		known := answers[0]
		if echo {
			known = answers[1]
		}
		ok, seen := known[reason]
		if !seen {
			ok = x.Reasons[reason].Code.Valid() && is(reason, echo)
			known[reason] = ok
		}
		return ok
	}
	return several(func(i int32) bool {
		if asked(x.Reason[i], false) {
			return true
		}
		for k, to := q.Replies(i); k < to; k++ {
			if asked(x.ReplyReason(k), q.ReplyEcho[k]) {
				return true
			}
		}
		return false
	})
}

// remoteTest finds a server that spoke, in the status or in a transcript; after
// its name, a blank and a whole reply as ReplyText writes it, one that said so.
func remoteTest(x *Index, v value) (test, error) {
	if strings.Contains(v.Value(), " ") {
		return saidByTest(x, v), nil
	}
	var buf []queue.Str
	if v.Is("none") {
		return several(func(i int32) bool {
			buf = x.Remotes(i, buf[:0])
			return len(buf) == 0
		}), nil
	}
	m := x.memo(v.host)
	return several(func(i int32) bool {
		buf = x.Remotes(i, buf[:0])
		return slices.ContainsFunc(buf, m)
	}), nil
}

// saidByTest finds what one server said: its name and a reply, what is to be
// done about it in between or not.
func saidByTest(x *Index, v value) test {
	q := x.Queue
	type spoken struct {
		host   queue.Str
		reason int32
		echo   bool
	}
	known := map[spoken]bool{}
	asked := func(s spoken) bool {
		ok, seen := known[s]
		if !seen {
			if r := &x.Reasons[s.reason]; r.Code.Valid() {
				host := reason.NormalHost(q.Text(s.host)) + " "
				reply := strings.ToLower(reason.ReplyText(r))
				ok = v.pattern.is([]byte(host+reply)) || v.pattern.is([]byte(host+x.Action(s.reason, s.echo).String()+" "+reply))
			}
			known[s] = ok
		}
		return ok
	}
	return several(func(i int32) bool {
		if asked(spoken{x.Server[i], x.Reason[i], false}) {
			return true
		}
		for k, to := q.Replies(i); k < to; k++ {
			if asked(spoken{q.ReplyHost[k], x.ReplyReason(k), q.ReplyEcho[k]}) {
				return true
			}
		}
		return false
	})
}

// byReason asks once for each reason.
func (x *Index) byReason(f func(r *reason.Reason) bool) test {
	ok := make([]bool, len(x.Reasons))
	for r := range ok {
		ok[r] = f(&x.Reasons[r])
	}
	return ofCell(func(i int32) bool { return ok[x.Reason[i]] })
}
