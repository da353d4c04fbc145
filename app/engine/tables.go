package engine

import (
	"context"
	"io"
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/app/engine/internal/capture"
	"github.com/spoolscope/spoolscope/app/engine/internal/message"
	"github.com/spoolscope/spoolscope/app/engine/internal/overview"
	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/share"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// TablesRequest asks for the tables of the open capture.
type TablesRequest struct {
	Query string
	Hide  string  // as in protocol.PreviewRequest
	Own   string  // as in protocol.PreviewRequest
	Known *string // as in protocol.PreviewRequest
	// Host is the name of the server for a capture that does not name it, and
	// Archive is what was read, both as they are to be written.
	Host, Archive string
	// Only is the one host of several whose tables are wanted, "" for all.
	Only string
	// Write writes the tables of a host. If something is redacted, check takes each
	// row as a line of JSON, for the search for what should have been; else it is nil.
	Write func(ctx context.Context, p *share.Part, check io.Writer) (share.Count, error)
}

// HostTables is what was written for one host.
type HostTables struct {
	Host string // as written
	share.Count
}

// Tables writes the tables of each host, and returns what a search found in them that should
// have been redacted. Unlike all others it is not a request of the protocol: it passes rows
// to a function while it reads them, so that a million of them are never held, and only the
// command has tables. It is called while no request is under way.
func (e *Engine) Tables(ctx context.Context, req TablesRequest) ([]HostTables, protocol.Shared, error) {
	var found protocol.Shared
	all, err := e.selection(req.Known, req.Query, req.Hide, req.Own)
	if err != nil {
		return nil, found, err
	}
	check := all.Redactor.Check()
	read := all.Reader()
	var written []HostTables
	hosts := e.hosts()
	for n, host := range hosts {
		if req.Only != "" && host != req.Only {
			continue
		}
		part := &share.Part{
			Selection: all, Host: read.Host(host), Archive: req.Archive, Filter: req.Query,
			Problems: e.problemsOf(hosts, n), Unread: message.KeepsUnknown,
			NextTry: e.shown.NextTry, GivenUp: e.shown.GivenUp,
		}
		if host == "" {
			part.Host = req.Host
		}
		query := req.Query
		if len(hosts) > 1 {
			query = filter.And(capture.Term("host", host).String(), query)
		}
		if err := e.fill(part, query); err != nil {
			return written, found, err
		}
		var search io.Writer
		if all.Redactor != nil {
			search = check
		}
		count, err := req.Write(ctx, part, search)
		if err != nil {
			return written, found, err
		}
		written = append(written, HostTables{Host: part.Host, Count: count})
	}
	end := check.End()
	found.Leaks, found.MoreLeaks, found.Searched = shareLeaks(end.Leaks), end.More, end.Searched
	return written, found, nil
}

// fill finds the messages that a query selects and their causes.
func (e *Engine) fill(part *share.Part, query string) (err error) {
	if part.Rows, err = e.shown.Match(query); err != nil {
		return err
	}
	list, of, err := overview.CausesByRow(e.shown, query)
	part.Causes, part.Once, part.CauseOf = list.Causes, list.Once, of
	return err
}

// hosts returns the hosts of the open capture, also those without messages; at
// least one, "" if it is unknown.
func (e *Engine) hosts() []string {
	var hosts []string
	for _, d := range e.shown.Queue.Dirs {
		hosts = append(hosts, d.Host)
	}
	for _, l := range e.shown.Queue.Listings {
		if len(e.shown.Queue.Dirs) == 0 {
			hosts = append(hosts, l.Host)
		}
	}
	slices.Sort(hosts)
	if hosts = slices.Compact(hosts); len(hosts) == 0 {
		hosts = []string{""}
	}
	return hosts
}

// problemsOf returns the problems of one of several hosts: those in its folders.
// The first host has those that are in no host's folder, so that each counts once.
func (e *Engine) problemsOf(hosts []string, n int) []queue.Problem {
	if len(hosts) == 1 {
		return e.shown.Queue.Problems
	}
	var list []queue.Problem
	for _, p := range e.shown.Queue.Problems {
		host, folder := hosts[0], ""
		for _, d := range e.shown.Queue.Dirs {
			if len(d.Folder) > len(folder) && strings.HasPrefix(p.File, d.Folder+"/") {
				host, folder = d.Host, d.Folder
			}
		}
		if host == hosts[n] {
			list = append(list, p)
		}
	}
	return list
}
