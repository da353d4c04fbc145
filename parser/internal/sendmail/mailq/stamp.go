package mailq

import (
	"net/netip"
	"strconv"
	"strings"
	"time"

	"github.com/spoolscope/spoolscope/parser/lazyregexp"
)

// stamp is a line with the date of a listing, as date prints it, with its host,
// or with both.
type stamp struct {
	host   string
	unix   int64 // 0 none
	zone   int   // seconds east of UTC
	zoned  bool  // the zone is known
	local  bool  // unix is the local time as if it were UTC
	failed bool  // the command could not be run on that host
	sure   bool  // not only a word that may be a host
	vague  bool  // a time without its year or day: a capture begins at an unknown time
}

var (
	playLine    = lazyregexp.New(`^(?:ok|changed|failed|fatal|skipping|unreachable): \[([^\]\s]+)\](?: \(item=.*\))?(?:: [A-Z]+!)? ?=>`)
	ansibleLine = lazyregexp.New(`^(\S+) \| ([A-Z]+)!?(?: \| rc=(-?\d+))?(?: \([a-z]+\))? (?:>>|=>)`)
	psshLine    = lazyregexp.New(`^\[\d+\] \d\d:\d\d:\d\d \[(SUCCESS|FAILURE)\] (\S+)`)
	headLine    = lazyregexp.New(`^==> (\S+) <==$`)
	watchLine   = lazyregexp.New(`^\S+(?: [a-z]+)? \d+[.,]\d ?s?: `)
	scriptLine  = lazyregexp.New(`^(?:Script|Skript) (?:started|done|gestartet|beendet|iniciado|lancé)(?: on| am|,)?[ ,]`)
	fromLine    = lazyregexp.New(`^From \S+ +`)
	cronSubject = lazyregexp.New(`^Subject: (?:Cron|Anacron|cron) <[^<>@]*@([^<>]+)>`)
	hostPattern = lazyregexp.New(`^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,252}[A-Za-z0-9])?$`)
	sshCommand  = lazyregexp.New(`\bssh(?: +-\S+(?: +[A-Za-z]+=\S+)?)* +(?:\w+@)?([A-Za-z0-9][\w.-]*) .*\b(?:mailq|sendmail)\b`)
)

// decoration is what scripts put around the name of a host or a date.
const decoration = "=-#*>+~_<| \t[]"

// findStamp reads a line that begins a capture or the output of a host.
func findStamp(text []byte) (stamp, bool) {
	if len(text) == 0 || len(text) > 200 {
		return stamp{}, false
	}
	s := strings.TrimSpace(string(text))
	if m := ansibleLine().FindStringSubmatch(s); m != nil {
		return stamp{host: m[1], sure: true, failed: m[2] == "FAILED" || m[2] == "UNREACHABLE"}, true
	}
	if m := playLine().FindStringSubmatch(s); m != nil {
		return stamp{host: m[1], sure: true, failed: s[0] == 'f' || s[0] == 'u'}, true
	}
	if m := psshLine().FindStringSubmatch(s); m != nil {
		return stamp{host: hostOfLogin(m[2]), sure: true, failed: m[1] == "FAILURE"}, true
	}
	if m := headLine().FindStringSubmatch(s); m != nil {
		host := m[1][strings.LastIndexByte(m[1], '/')+1:]
		for _, end := range []string{".txt", ".log", ".out"} {
			host = strings.TrimSuffix(host, end)
		}
		return stamp{host: host, sure: true}, hostPattern().MatchString(host)
	}
	if m := cronSubject().FindStringSubmatch(s); m != nil {
		return stamp{host: m[1], sure: true}, true
	}
	if loc := fromLine().FindStringIndex(s); loc != nil {
		return findTime(s[loc[1]:])
	}
	if loc := scriptLine().FindStringIndex(s); loc != nil {
		rest, _, _ := strings.Cut(s[loc[1]:], " [")
		return findTime(rest)
	}
	if loc := watchLine().FindStringIndex(s); loc != nil {
		return watched(s[loc[1]:])
	}
	if st, ok := findTime(strings.Trim(s, decoration)); ok {
		return st, true
	}
	if st, ok := findTitle(s); ok {
		return st, true
	}
	return findHost(s)
}

// Heading is a line around the output of a program: its host, when it was made, or both.
type Heading struct {
	Host  string
	Taken int64 // Unix, 0 unknown
	Zone  int   // seconds east of UTC
	Zoned bool  // the zone is known
	Local bool  // Taken is the server's local time, as if it were UTC
}

// FindHeading reads a heading that is unambiguous: a name alone may be something else.
func FindHeading(text []byte) (Heading, bool) {
	st, ok := findStamp(text)
	return Heading{st.host, st.unix, st.zone, st.zoned, st.local}, ok && st.sure && !st.failed && !st.vague
}

// IsMailHeader reports whether a line belongs to the header of a mail that carried a listing.
func IsMailHeader(text []byte) bool { return mailHeader(text) }

// findTitle reads a host and a date among words: "mailq output from mail1 at
// 2024-03-05 11:00:01".
func findTitle(s string) (stamp, bool) {
	words := strings.Fields(strings.Trim(s, decoration))
	const most = 16
	if len(words) < 4 || len(words) > most || !strings.Contains(s, ":") || mailHeader([]byte(s)) {
		return stamp{}, false
	}
	for i := 2; i < len(words)-1; i++ {
		st, ok := findTime(strings.Join(words[i:], " "))
		if !ok || st.vague || st.host != "" {
			continue
		}
		host, ok := hostAmongWords(strings.TrimRight(strings.Join(words[:i], " "), decoration+","))
		st.host = host
		return st, ok
	}
	return stamp{}, false
}

// watched reads the rest of the heading of watch: the command, blanks, host
// and date.
func watched(s string) (stamp, bool) {
	if i := strings.Index(s, "  "); i >= 0 {
		s = strings.TrimSpace(s[i:])
	}
	host, date, ok := strings.Cut(s, ": ")
	if ok && hostPattern().MatchString(host) {
		if st, ok := findTime(date); ok {
			st.host = host
			return st, true
		}
	}
	if st, ok := findTime(s); ok {
		return st, true
	}
	return stamp{sure: true}, true
}

// itemNumber is before a name in a numbered list of hosts.
var itemNumber = lazyregexp.New(`^\d{1,3}[).]\s+`)

// findHost reads a decorated name of a host, "=== mail1 ===", and "mail1:"; a
// name alone may be something else.
func findHost(s string) (stamp, bool) {
	bare := strings.Trim(s, decoration)
	if _, err := netip.ParseAddr(bare); err == nil && len(bare) < len(s) {
		return stamp{host: bare, sure: true}, true
	}
	if m := itemNumber().FindString(bare); m != "" {
		bare = bare[len(m):]
	}
	name, colon := strings.CutSuffix(bare, ":")
	if found, ok := hostAmongWords(name); ok && !mailHeader([]byte(s)) {
		name, colon = found, true
	}
	for _, word := range []string{"host", "server", "node", "on", "mailq on", "queue on", "mail queue on", "mailq of", "connecting to"} {
		if rest, ok := cutFold(name, word); ok {
			name = strings.TrimLeft(rest, ": ")
			colon = true
			break
		}
	}
	// dshbak and clush print how many hosts gave the same output: "node[1-2] (2)".
	if i := strings.Index(name, " ("); i > 0 && strings.HasSuffix(name, ")") {
		name = name[:i]
	}
	if user, host, ok := strings.Cut(name, "@"); ok && colon && hostPattern().MatchString(user) && len(bare)+1 >= len(s) {
		name = host // "root@mail1:"
	}
	plain := strings.NewReplacer("[", "", "]", "", ",", "").Replace(name)
	if !hostPattern().MatchString(plain) || len(name) < 2 || strings.Trim(plain, "0123456789") == "" || isWordOfOutput(plain) {
		return stamp{}, false
	}
	return stamp{host: name, sure: colon || len(bare) < len(s)}, true
}

// hostOfLogin returns the host of "root@mail1:22".
func hostOfLogin(s string) string {
	s = s[strings.LastIndexByte(s, '@')+1:]
	if host, port, ok := strings.Cut(s, ":"); ok && strings.Trim(port, "0123456789") == "" {
		return host
	}
	return s
}

// hostAmongWords finds the name in "Checking mail1 ...", "Finished on mail1",
// "Server 2: mail2" and "mail1.example.org (192.0.2.1)".
func hostAmongWords(s string) (string, bool) {
	words := strings.Fields(s)
	if len(words) < 2 || len(words) > 8 {
		return "", false
	}
	host, known := "", false
	for i, w := range words {
		w = strings.Trim(w, ".:,;…'\"-")
		switch {
		case w == "" || strings.Trim(w, "0123456789") == "":
		case isWordAboutHost(w):
			known = true
		case host != "" && i == len(words)-1 && len(w) > 2 && w[0] == '(' && w[len(w)-1] == ')' && !strings.Contains(w, "request"):
			known = true // its address
		case host != "" || !hostPattern().MatchString(w):
			return "", false
		default:
			host = w
		}
	}
	return host, known && host != ""
}

// isWordAboutHost recognises the words that scripts print around the name of a host.
func isWordAboutHost(s string) bool {
	switch strings.ToLower(s) {
	case "host", "server", "node", "machine", "minion", "on", "of", "at", "from", "for", "the", "in", "is", "mail", "mailq", "queue", "queues", "sendmail",
		"checking", "check", "querying", "running", "finished", "started", "connecting", "connected", "to", "output", "result", "results", "status",
		"now", "processing", "logging", "login", "into", "with", "contacting", "trying", "polling", "asking", "remote", "showing", "listing", "getting", "collecting", "ran", "hostname", "name", "system", "relay", "command", "report", "executing":
		return true
	}
	return false
}

func cutFold(s, prefix string) (string, bool) {
	if len(s) > len(prefix)+1 && strings.EqualFold(s[:len(prefix)], prefix) && strings.IndexByte(" :=", s[len(prefix)]) >= 0 {
		return s[len(prefix)+1:], true
	}
	return s, false
}

// isWordOfOutput recognises words that stand alone above a listing and are not hosts.
func isWordOfOutput(s string) bool {
	switch strings.ToLower(s) {
	case "mailq", "sendmail", "mail", "queue", "mqueue", "clientmqueue", "output", "exit", "logout", "code", "ok", "done", "end",
		"start", "begin", "hi", "hello", "thanks", "hallo", "bonjour", "re", "fw", "today", "yesterday", "monday", "tuesday",
		"wednesday", "thursday", "friday", "saturday", "sunday", "stdout", "stderr", "result", "results", "listing", "before", "after",
		"first", "second", "third", "last", "now", "then", "earlier", "later", "yes", "no", "again", "update", "updated", "old", "new", "here", "current",
		"note", "ps", "log", "logs", "example", "this", "that", "quote", "solution", "answer", "question", "morning", "evening", "wrote", "said",
		"snip", "snipped", "schnipp", "cut", "truncated", "omitted", "more", "etc", "edit", "solved", "out.stdout", "msg", "changed", "rc", "cmd":
		return true
	}
	return false
}

// monthNames are those that date prints in the languages of Western Europe.
var monthNames = [...]string{
	"jan january januar janv janvier gen gennaio ene enero januari janeiro",
	"feb february februar fév févr fevr février febbraio febrero februari fev fevereiro",
	"mar march mär märz maerz mars marzo mrt maart março",
	"apr april avr avril aprile abr abril",
	"may mai mag maggio mayo mei maio maj",
	"jun june juni juin giu giugno junio junho",
	"jul july juli juil juillet lug luglio julio julho",
	"aug august aoû août agosto ago augustus",
	"sep sept september septembre set settembre septiembre setembro",
	"oct october okt oktober octobre ott ottobre octubre out outubro",
	"nov november novembre noviembre novembro",
	"dec december dez dezember déc décembre dic dicembre diciembre dezembro",
}

var dayNames = map[string]bool{}

func init() {
	for i, names := range monthNames {
		for _, n := range strings.Fields(names) {
			months12[n] = i + 1
		}
	}
	for _, d := range strings.Fields("sun mon tue wed thu fri sat so mo di mi do fr sa dim lun mar mer jeu ven sam dom mié jue vie sáb gio sab zo ma wo vr za seg ter qua qui sex" +
		" sunday monday tuesday wednesday thursday friday saturday sonntag montag dienstag mittwoch donnerstag freitag samstag" +
		" dimanche lundi mardi mercredi jeudi vendredi samedi") {
		dayNames[d] = true
	}
}

// monthOf returns the number of a month's name, 0 for others.
func monthOf(word string) int { return months12[strings.ToLower(strings.TrimRight(word, ".,"))] }

var months12 = map[string]int{}

// zones are abbreviations with one meaning on most servers that use them, in
// minutes east of UTC.
var zones = map[string]int{
	"UTC": 0, "GMT": 0, "Z": 0, "WET": 0, "WEST": 60, "BST": 60, "CET": 60, "MET": 60, "MEZ": 60, "CEST": 120, "MEST": 120, "MESZ": 120,
	"EET": 120, "EEST": 180, "MSK": 180, "EST": -300, "EDT": -240, "CST": -360, "CDT": -300, "MST": -420, "MDT": -360,
	"PST": -480, "PDT": -420, "AKST": -540, "AKDT": -480, "HST": -600, "JST": 540, "KST": 540, "HKT": 480, "SGT": 480, "IST": 330,
	"SAST": 120, "BRT": -180, "ART": -180, "AEST": 600, "AEDT": 660, "ACST": 570, "AWST": 480, "NZST": 720, "NZDT": 780,
}

var (
	clockWord  = lazyregexp.New(`^(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?(AM|PM|am|pm)?$`)
	isoDate    = lazyregexp.New(`^(\d{4})[-/.](\d\d)[-/.](\d\d)$`)
	namedDate  = lazyregexp.New(`^(\d{1,2})[-/]([A-Za-z]{3})[-/](\d{4})$`)
	localDate  = lazyregexp.New(`^(\d{1,2})\.(\d{1,2})\.(\d{4})$`)
	compact    = lazyregexp.New(`^(\d{4})(\d\d)(\d\d)[-_T]?(\d\d)(\d\d)(\d\d)?$`)
	offsetWord = lazyregexp.New(`^\(?(?:UTC|GMT)?([+-])(\d\d):?(\d\d)?\)?$`)
	isoJoined  = lazyregexp.New(`^(\d{4}[-/]\d\d[-/]\d\d)[T_](\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?)(.*)$`)
	isoZoned   = lazyregexp.New(`^(\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?)(Z|[+-]\d\d:?\d\d)$`)
	epochWord  = lazyregexp.New(`^@?(1\d{9})$`)
)

// instant gathers the words of a date.
type instant struct {
	year, month, day, hour, minute, second int
	clock, pm, am                          bool
	zone                                   int
	zoned                                  bool
}

// findTime reads a line that is nothing but a date with a time of day and a
// year, in the forms of date in several languages, of RFC 3339 and of RFC 5322,
// perhaps with the name of a host.
func findTime(s string) (stamp, bool) {
	var in instant
	host := ""
	words := strings.Fields(strings.Trim(s, decoration))
	if len(words) == 0 || len(words) > 12 {
		return stamp{}, false
	}
	if len(words) == 1 {
		if m := epochWord().FindStringSubmatch(words[0]); m != nil {
			n, _ := strconv.ParseInt(m[1], 10, 64)
			return stamp{unix: n, sure: true}, true
		}
	}
	for i := 0; i < len(words); i++ {
		w := strings.Trim(words[i], "[]")
		if m := isoJoined().FindStringSubmatch(w); m != nil {
			words = append(append(words[:i:i], m[1], m[2]+m[3]), words[i+1:]...)
			w = m[1]
		}
		if in.word(w) || in.ignored(w) {
			continue
		}
		name := strings.TrimRight(w, ":,")
		if host != "" || !hostPattern().MatchString(name) || name == w && !strings.ContainsAny(name, "0123456789.-") {
			return stamp{}, false
		}
		host = name
	}
	if in.year == 0 && in.clock && host == "" && (in.month == 0) == (in.day == 0) && !in.zoned {
		return stamp{vague: true, sure: true}, true
	}
	if in.year == 0 || in.month == 0 || in.day == 0 || !in.clock {
		return stamp{}, false
	}
	if in.pm && in.hour < 12 {
		in.hour += 12
	}
	if in.am && in.hour == 12 {
		in.hour = 0
	}
	t := time.Date(in.year, time.Month(in.month), in.day, in.hour, in.minute, in.second, 0, time.UTC)
	if t.Day() != in.day || in.hour > 23 || in.minute > 59 || t.Unix() <= 0 {
		return stamp{}, false
	}
	return stamp{host: host, unix: t.Unix() - int64(in.zone), zone: in.zone, zoned: in.zoned, local: !in.zoned, sure: true}, true
}

func (in *instant) ignored(w string) bool {
	switch strings.ToLower(strings.TrimRight(w, ":,")) {
	case "uhr", "um", "at", "on", "à", "de", "del", "le", "den", "the", "date", "am", "run", "started", "mailq", "snapshot", "capture", "-", "--", "h":
		return true
	}
	return false
}

// word takes one word of a date.
func (in *instant) word(w string) bool {
	if m := compact().FindStringSubmatch(w); m != nil && in.year == 0 {
		in.year, in.month, in.day, in.hour, in.minute = atoi(m[1]), atoi(m[2]), atoi(m[3]), atoi(m[4]), atoi(m[5])
		in.second, in.clock = atoi(m[6]), true
		return in.month >= 1 && in.month <= 12
	}
	if m := isoZoned().FindStringSubmatch(w); m != nil {
		return in.word(m[1]) && in.word(m[2])
	}
	if m := clockWord().FindStringSubmatch(w); m != nil && !in.clock {
		in.hour, in.minute, in.second, in.clock = atoi(m[1]), atoi(m[2]), atoi(m[3]), true
		in.pm, in.am = in.pm || strings.EqualFold(m[4], "pm"), in.am || strings.EqualFold(m[4], "am")
		return true
	}
	if m := isoDate().FindStringSubmatch(w); m != nil && in.year == 0 {
		in.year, in.month, in.day = atoi(m[1]), atoi(m[2]), atoi(m[3])
		return in.month >= 1 && in.month <= 12
	}
	if m := namedDate().FindStringSubmatch(w); m != nil && in.year == 0 {
		in.day, in.month, in.year = atoi(m[1]), monthOf(m[2]), atoi(m[3])
		return in.month > 0
	}
	if m := localDate().FindStringSubmatch(w); m != nil && in.year == 0 {
		in.day, in.month, in.year = atoi(m[1]), atoi(m[2]), atoi(m[3])
		return in.month >= 1 && in.month <= 12
	}
	if m := offsetWord().FindStringSubmatch(w); m != nil && !in.zoned {
		in.zone, in.zoned = atoi(m[2])*3600+atoi(m[3])*60, true
		if m[1] == "-" {
			in.zone = -in.zone
		}
		return true
	}
	trimmed := strings.TrimRight(w, ".,")
	if n, err := strconv.Atoi(trimmed); err == nil {
		switch {
		case len(trimmed) == 4 && n >= 1980 && n < 2100 && in.year == 0:
			in.year = n
		case len(trimmed) <= 2 && n >= 1 && n <= 31 && in.day == 0:
			in.day = n
		default:
			return false
		}
		return true
	}
	switch {
	case w == "PM" || w == "pm":
		in.pm = true
		return in.clock
	case w == "AM" || w == "am":
		in.am = true
		return in.clock
	}
	// French "mar." is both Tuesday and, without the dot, no month.
	lower := strings.ToLower(trimmed)
	if m := monthOf(w); m > 0 && in.month == 0 && !(lower == "mar" && in.day == 0 && strings.HasSuffix(w, ".")) {
		in.month = m
		return true
	}
	if dayNames[lower] {
		return true
	}
	if z, ok := zones[strings.Trim(w, "()")]; ok && !in.zoned {
		in.zone, in.zoned = z*60, true
		return true
	}
	return false
}

func atoi(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}
