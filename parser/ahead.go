package parser

import (
	"path"
	"runtime"

	"github.com/spoolscope/spoolscope/parser/internal/archive"
	"github.com/spoolscope/spoolscope/parser/internal/queuefile"
	"github.com/spoolscope/spoolscope/parser/internal/sendmail/name"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Several goroutines parse files while the loader puts earlier ones into rows.
// A parsed file knows nothing about rows, so the queue is the same however
// many goroutines there are.

// MaxParsers is how many goroutines parse if Options.Parsers leaves that to Load.
const MaxParsers = 8

// minAhead is the size, in bytes, from which a source is worth several goroutines.
const minAhead = 256 << 10

// ahead returns how far the walk of a source runs ahead of the loader.
func (l *loader) ahead(src Source) archive.Ahead {
	a := archive.Ahead{
		Parsers: l.opt.Parsers,
		Takes:   func(m archive.Member) bool { return l.parserOf(m) != nil },
		Parse: func(m archive.Member, data []byte) any {
			return l.parserOf(m)(m, data)
		},
	}
	if a.Parsers == 0 && (src.Size < 0 || src.Size >= minAhead) {
		a.Parsers = min(runtime.GOMAXPROCS(0), MaxParsers)
	}
	return a
}

// parserOf returns the parser of a file that the loader reads as a whole, nil
// for any other. It depends on nothing that changes during a load.
func (l *loader) parserOf(m archive.Member) func(archive.Member, []byte) any {
	base := path.Base(m.Name)
	if name.IsFile(base) {
		switch queue.KindOf(base[:2]) {
		case queue.ControlFile, queue.QuarantinedControl, queue.LostControl, queue.TempControl:
			return l.parseControl
		case queue.DataFile:
			return l.parseData
		}
		return nil
	}
	for _, system := range mailSystems {
		if system != nil && system.Parser != nil {
			if parse := system.Parser(m.Name, l.opt.Digests); parse != nil {
				return parse
			}
		}
	}
	return nil
}

func (l *loader) parseControl(m archive.Member, data []byte) any {
	return queuefile.ParseControl(string(data), m.Name, path.Base(m.Name), l.opt.Digests)
}

func (l *loader) parseData(m archive.Member, data []byte) any {
	return queuefile.ParseData(data, m.Name, l.opt.Digests)
}
