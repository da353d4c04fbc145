package causes

import (
	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/app/words"
)

// inDirs splits a cause by the queue directories that its messages are in, if
// these are several.
func (s *survey) inDirs(c *Cause, dirs []tally) {
	var list []*named
	at := map[*tally]int{}
	for d := range dirs {
		if t := &dirs[d]; t.n > 0 {
			list = append(list, &named{s.q.Dirs[d].Path, t})
			at[t] = d
		}
	}
	if len(list) < 2 {
		return
	}
	rank(list)
	c.Subtitle = words.Number(len(list)) + " queue directories"
	c.split("Queue directories", list, func(n *named) Part {
		d := at[n.tally]
		return Part{Name: n.name, Note: s.onHost(d), Query: filter.All(c.Query(), s.inDir(d))}
	})
}

// onHost names the host of a queue directory, if there are several.
func (s *survey) onHost(d int) string {
	if host := s.q.Dirs[d].Host; s.hostOf != nil && host != "" {
		return "on " + host
	}
	return ""
}

// inDir selects the messages of a queue directory.
func (s *survey) inDir(d int) *filter.Node {
	dir := &s.q.Dirs[d]
	query := filter.Value("queue", triage.ExactDir(dir.Path))
	switch {
	case s.hostOf == nil:
		return query
	case dir.Host == "":
		return filter.All(filter.Word("host", "none"), query)
	}
	return filter.All(filter.Value("host", dir.Host), query)
}

// placed is a tally in a queue directory.
type placed struct {
	*named
	dir   int
	about *filter.Node
}

// each splits a cause by things in queue directories, and says what it is
// about.
func (s *survey) each(c *Cause, are string, things []placed, part func(placed) Part) {
	var list []*named
	var about []*filter.Node
	of := map[*tally]placed{}
	for _, p := range things {
		list = append(list, p.named)
		about = append(about, p.about)
		of[p.tally] = p
	}
	rank(list)
	c.About = filter.Any(about...)
	c.split(are, list, func(n *named) Part {
		p := part(of[n.tally])
		p.Query = of[n.tally].about
		return p
	})
}
