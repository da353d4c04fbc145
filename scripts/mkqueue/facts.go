package main

import (
	"encoding/json"
	"os"
	"strings"
)

// Facts counts what was written.
type Facts struct {
	Messages    int            `json:"messages"` // with or without a control file
	Seed        uint64         `json:"seed"`
	Taken       int64          `json:"taken"`       // time of the newest file, seconds since 1970
	Unpacked    int64          `json:"unpacked"`    // bytes of the tar
	Data        int64          `json:"data"`        // bytes of the data files
	Largest     int64          `json:"largest"`     // data file
	Recipients  int            `json:"recipients"`  // in control files
	Files       map[string]int `json:"files"`       // by prefix: qf, df, hf, Qf, xf
	Dirs        map[string]int `json:"dirs"`        // messages by path of the queue directory
	States      map[string]int `json:"states"`      // messages by state, as spoolscope names them
	Bounces     int            `json:"bounces"`     // made by this server
	Warnings    int            `json:"warnings"`    // delay notices made by this server
	ReplyLines  int            `json:"replyLines"`  // lines of data files with "<<<"
	Refused     int            `json:"refused"`     // data files with a line "<<< 5.. "
	Listed      int            `json:"listed"`      // entries of mailq.txt
	Listing     int64          `json:"listing"`     // bytes of mailq.txt
	Domains     map[string]int `json:"domains"`     // messages by recipient domain: providers only
	StatusLines map[string]int `json:"statusLines"` // entries of mailq.txt by what their status begins with

	Scenario string         `json:"scenario,omitempty"`
	Since    int64          `json:"since,omitempty"`   // when the trouble of the scenario began
	Streams  map[string]int `json:"streams,omitempty"` // messages by stream of the scenario
}

func newFacts(s *spool) *Facts {
	f := &Facts{
		Messages: s.n, Seed: s.seed, Files: map[string]int{}, Dirs: map[string]int{}, States: map[string]int{},
		Domains: map[string]int{}, StatusLines: map[string]int{},
	}
	if c := s.scenario; c != nil {
		f.Scenario, f.Streams = c.name, map[string]int{}
		if c.since > 0 {
			f.Since = taken - c.since
		}
	}
	return f
}

// save writes the facts as JSON.
func (f *Facts) save(name string) error {
	text, err := json.MarshalIndent(f, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(name, append(text, '\n'), 0o644)
}

var stateOf = [numKinds]string{
	mail: "deferred", bounce: "deferred", warning: "deferred", left: "deferred", submission: "deferred",
	held: "held", quarantined: "quarantined", lost: "lost", orphan: "orphan", working: "processing",
}

// count adds a message.
func (f *Facts) count(m *message) {
	if m.stream != nil {
		f.Streams[m.stream.name]++
	}
	f.Dirs[dirs[m.dir]]++
	f.Data += int64(m.size)
	f.Largest = max(f.Largest, int64(m.size))
	state := stateOf[m.kind]
	for _, s := range permanent {
		if m.status == s {
			state = "unavailable"
		}
	}
	f.States[state]++
	for _, k := range m.files() {
		f.Files[m.prefix(k)]++
		f.Taken = max(f.Taken, m.time(k))
	}
	switch m.kind {
	case bounce:
		f.Bounces++
		f.ReplyLines += m.report.replyLines()
		if m.report.refusal != nil {
			f.Refused++
		}
	case warning:
		f.Warnings++
		f.ReplyLines += m.report.replyLines()
	case orphan:
		return
	}
	f.Recipients += len(m.rcpts)
	for i := range providers {
		for _, r := range m.rcpts {
			if strings.HasSuffix(r.address, "@"+providers[i].domain+">") {
				f.Domains[providers[i].domain]++
				break
			}
		}
	}
	if m.listed() {
		f.Listed++
		begin, _, _ := strings.Cut(m.status, ":")
		f.StatusLines[begin]++
	}
}
