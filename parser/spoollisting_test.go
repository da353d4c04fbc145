package parser

import (
	"bufio"
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/parser/corpustest"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// ofPostqueue is a message of postqueue -j.
type ofPostqueue struct {
	Directory  string `json:"queue_name"`
	ID         string `json:"queue_id"`
	Arrival    int64  `json:"arrival_time"`
	Size       int64  `json:"message_size"`
	Sender     string `json:"sender"`
	Recipients []struct {
		Address string `json:"address"`
		Reason  string `json:"delay_reason"`
	} `json:"recipients"`
}

// TestPostfixListings opens the listings of the corpus by themselves. Both have the same
// messages, recipients, reasons and times; postqueue -p has no directories.
func TestPostfixListings(t *testing.T) {
	c := corpustest.Open(t, "postfix")
	states := map[string]queue.State{
		"active": queue.Processing, "hold": queue.Quarantined, "deferred": queue.Deferred, "incoming": queue.Held, "maildrop": queue.Held,
	}
	for _, names := range [][]string{{"postqueue-j.json"}, {"mailq.txt"}, {"mailq.txt", "postqueue-j.json"}} {
		var sources []Source
		for _, name := range names {
			sources = append(sources, source(name, c.Read(t, name)))
		}
		if len(names) == 1 && names[0] == "mailq.txt" {
			sources = []Source{source("mailq-2024-04-01.2053.txt", c.Read(t, "mailq.txt"))}
		}
		q := loadBytes(t, Options{}, sources...)
		lines := bufio.NewScanner(bytes.NewReader(c.Read(t, "postqueue-j.json")))
		lines.Buffer(nil, 1<<20)
		n := 0
		for ; lines.Scan(); n++ {
			var want ofPostqueue
			if err := json.Unmarshal(lines.Bytes(), &want); err != nil {
				t.Fatal(err)
			}
			i, ok := rowOfID(q, want.ID)
			if !ok {
				t.Fatalf("%v: no message %s", names, want.ID)
			}
			sender := q.Text(q.Sender[i])
			if sender == queue.NullSender {
				sender = "MAILER-DAEMON"
			}
			from, to := q.Recipients(i)
			var got, rcpts []string
			for k := from; k < to; k++ {
				got = append(got, q.Text(q.RcptAddr[k])+"|"+q.Text(q.RcptStat[k]))
			}
			for _, r := range want.Recipients {
				rcpts = append(rcpts, r.Address+"|"+strings.TrimRight(r.Reason, " "))
			}
			if sender != want.Sender || q.Size[i] != want.Size || !slices.Equal(got, rcpts) || q.State[i] != states[want.Directory] {
				t.Errorf("%v: %s is of %s, %d bytes, %s, to %q; want %+v", names, want.ID, sender, q.Size[i], q.State[i], got, want)
			}
			if q.Created[i] != want.Arrival {
				t.Errorf("%v: %s arrived at %d, want %d", names, want.ID, q.Created[i], want.Arrival)
			}
		}
		if n != len(q.Order) || len(q.Dirs) != 1 || q.Dirs[0].System != queue.Postfix || q.Dirs[0].Path != "/var/spool/postfix" {
			t.Errorf("%v: %d messages in %+v, want %d", names, len(q.Order), q.Dirs, n)
		}
	}
}

// TestPostfixIDUsedAgain reads a listing with the id of a message in the spool that arrived
// at another time.
func TestPostfixIDUsedAgain(t *testing.T) {
	c := corpustest.Open(t, "postfix")
	listed := bytes.Replace(c.Read(t, "postqueue-j.json"), []byte(`"C4551D4", "arrival_time": 1711960808`), []byte(`"C4551D4", "arrival_time": 1711900001`), 1)
	q := loadBytes(t, Options{}, source("spool.tar.gz", c.Read(t, "spool.tar.gz")), source("postqueue-j.json", listed))
	var found []string
	for _, p := range q.Problems {
		if strings.Contains(p.Reason, "C4551D4") || strings.Contains(p.Pos.File, "C4551D4") {
			found = append(found, string(p.Kind))
		}
	}
	i, _ := rowOfID(q, "C4551D4")
	if !slices.Contains(found, string(queue.KindOnlyListed)) || q.Created[i] != 1711960808 {
		t.Errorf("problems are %q: %v", found, q.Problems)
	}
}

func rowOfID(q *queue.Queue, id string) (int32, bool) {
	for _, i := range q.Order {
		if q.Text(q.ID[i]) == id {
			return i, true
		}
	}
	return 0, false
}

// TestPostfixInstancesInOneText reads the listings of two instances, one after the
// other.
func TestPostfixInstancesInOneText(t *testing.T) {
	line := func(id string) string {
		return `{"queue_name": "deferred", "queue_id": "` + id + `", "arrival_time": 1711960808, "message_size": 1, "sender": "a@example.org", "recipients": []}` + "\n"
	}
	record := "C" + "\x5f" + "             1             100               1               0               1               0" + "T\x0a1711960808" + "S\x0da@example.org"
	q := loadBytes(t, Options{}, source("a.tar", tarOf(t,
		file{name: "var/spool/postfix/deferred/C4551D4", data: record}, file{name: "var/spool/postfix/deferred/C4551D5", data: record},
		file{name: "var/spool/postfix-out/deferred/C4551D6", data: record},
		file{name: "postqueue-j.json", data: line("C4551D4") + line("C4551D5") + line("C4551D6")})))
	for _, p := range q.Problems {
		if p.Kind == queue.KindOnlyListed || p.Kind == queue.KindNotListed {
			t.Errorf("problem %v", p)
		}
	}
	if len(q.Order) != 3 || len(q.Listed) != 3 {
		t.Errorf("%d messages, %d listed", len(q.Order), len(q.Listed))
	}
}
