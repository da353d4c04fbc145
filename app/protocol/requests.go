package protocol

import (
	"strings"
	"time"
)

// Request is a question from the page or the command to the engine, in an
// envelope. Exactly one field outside the envelope is set. Every request except
// Cancel gets exactly one Answer; Open and Share get Progress answers before
// it.
type Request struct {
	// Slot is the place on the screen that the answer is for, 0 if none. A
	// request with a higher Gen supersedes unanswered ones for the same slot.
	Slot int `json:"slot,omitempty"`
	Gen  int `json:"gen,omitempty"`

	// Earlier asks about the earlier of two captures.
	Earlier bool `json:"earlier,omitempty"`
	// Days is the assumed queue lifetime, 0 for that of a configuration among the
	// sources, else sendmail's default of five: the queue does not record it. At
	// most MaxReturnDays.
	Days int `json:"days,omitempty"`

	Open      *OpenRequest      `json:"open,omitempty"`
	Cancel    *CancelRequest    `json:"cancel,omitempty"`
	Overview  *OverviewRequest  `json:"overview,omitempty"`
	Groups    *GroupsRequest    `json:"groups,omitempty"`
	Replies   *RepliesRequest   `json:"replies,omitempty"`
	Messages  *MessagesRequest  `json:"messages,omitempty"`
	Facets    *FacetsRequest    `json:"facets,omitempty"`
	Detail    *DetailRequest    `json:"detail,omitempty"`
	Content   *ContentRequest   `json:"content,omitempty"`
	HTML      *HTMLRequest      `json:"html,omitempty"`
	Part      *PartRequest      `json:"part,omitempty"`
	Source    *SourceRequest    `json:"source,omitempty"`
	LogLine   *LogLineRequest   `json:"logLine,omitempty"`
	Problems  *ProblemsRequest  `json:"problems,omitempty"`
	Complete  *CompleteRequest  `json:"complete,omitempty"`
	Diff      *DiffRequest      `json:"diff,omitempty"`
	Causes    *CausesRequest    `json:"causes,omitempty"`
	Breakdown *BreakdownRequest `json:"breakdown,omitempty"`
	Pipeline  *PipelineRequest  `json:"pipeline,omitempty"`
	Records   *RecordsRequest   `json:"records,omitempty"`
	Raw       *RawRequest       `json:"raw,omitempty"`

	Plan     *PlanRequest     `json:"plan,omitempty"`
	PlanFile *PlanFileRequest `json:"planFile,omitempty"`
	Preview  *PreviewRequest  `json:"preview,omitempty"`
	Share    *ShareRequest    `json:"share,omitempty"`
	ShareMap *ShareMapRequest `json:"shareMap,omitempty"`
}

// Answer answers a Request. Exactly one field is set.
type Answer struct {
	Superseded bool `json:"superseded,omitempty"` // a later request for the same slot came first

	Error     *ErrorBox    `json:"error,omitempty"` // the request could not be answered
	Progress  *Progress    `json:"progress,omitempty"`
	Loaded    *Loaded      `json:"loaded,omitempty"`
	Overview  *Overview    `json:"overview,omitempty"`
	Groups    *GroupTable  `json:"groups,omitempty"`
	Replies   *ReplyTable  `json:"replies,omitempty"`
	Page      *Page        `json:"page,omitempty"`
	Facets    *Facets      `json:"facets,omitempty"`
	Detail    *Detail      `json:"detail,omitempty"`
	Content   *Content     `json:"content,omitempty"`
	HTML      *HTML        `json:"html,omitempty"`
	File      *File        `json:"file,omitempty"`
	Source    *Source      `json:"source,omitempty"`
	LogLine   *LogLine     `json:"logLine,omitempty"`
	Problems  *ProblemList `json:"problems,omitempty"`
	Offers    *Completion  `json:"offers,omitempty"`
	Diff      *Comparison  `json:"diff,omitempty"`
	Causes    *CauseList   `json:"causes,omitempty"`
	Breakdown *Breakdown   `json:"breakdown,omitempty"`
	Pipeline  *Pipeline    `json:"pipeline,omitempty"`
	Written   *Written     `json:"written,omitempty"`
	Plan      *Plan        `json:"plan,omitempty"`
	Preview   *Preview     `json:"preview,omitempty"`
	Shared    *Shared      `json:"shared,omitempty"`
}

// OpenRequest loads sources. With Join they are added to what is open, with
// Compare they are opened beside it as another capture of the same queue;
// otherwise they replace it. Of several captures in the sources the newest is
// shown, or that with this Listing and, of other hosts, the newest that is not
// later than Before (see Capture).
type OpenRequest struct {
	Sources []SourceRef `json:"sources"`
	Join    bool        `json:"join,omitempty"`
	Compare bool        `json:"compare,omitempty"`
	Listing int         `json:"listing,omitempty"`
	Before  int64       `json:"before,omitempty"`
}

// SourceRef names something that the page holds: a file, a file of a folder, a
// text.
type SourceRef struct {
	ID   int    `json:"id"`   // the page's number for it
	Name string `json:"name"` // path as dropped: "spool.tgz", "mqueue/qfAB12"
	Size int64  `json:"size"`
	// Modified is when the file was modified, in milliseconds since 1970 as the
	// browser says. 0 is unknown, as of a text that was pasted: that it was on
	// the screen just now does not say when mailq ran.
	Modified int64 `json:"modified,omitempty"`
}

// ModTime is Modified as a time, zero unknown.
func (r SourceRef) ModTime() time.Time {
	if r.Modified <= 0 {
		return time.Time{}
	}
	return time.UnixMilli(r.Modified)
}

// Folder returns the folder that was given and that holds the file, "" for a file
// given by itself: browsers give only the files of folders a path.
func (r SourceRef) Folder() string {
	folder, _, ok := strings.Cut(r.Name, "/")
	if !ok {
		return ""
	}
	return folder
}

// CancelRequest stops the running load; what was read is kept. A file being
// made to share is dropped.
type CancelRequest struct{}

// OverviewRequest asks for the first screen of the messages that match Query.
type OverviewRequest struct {
	Query string `json:"query"`
	By    string `json:"by"` // server (default), reason, domain
}

// GroupsRequest asks for rows of the status table beyond the overview's.
type GroupsRequest struct {
	Query string `json:"query"`
	By    string `json:"by"`
	Limit int    `json:"limit"` // 0: all, at most 1,000
}

// RepliesRequest asks for the Replies screen.
type RepliesRequest struct {
	Query string `json:"query"`
	By    string `json:"by,omitempty"` // ByAction, ByCode or ByServer; "" ungrouped
	Limit int    `json:"limit"`        // 0: all, at most 1,000
}

// MessagesRequest asks for a window of the list.
type MessagesRequest struct {
	Query string `json:"query"`
	Sort  string `json:"sort"` // id, state, age (default), tries, size, from, to, source, reason, subject, server, next, end
	Desc  bool   `json:"desc"`
	From  int    `json:"from"`
	Count int    `json:"count"` // at most 1,000
}

// FacetsRequest asks for the values to narrow Query down by.
type FacetsRequest struct {
	Query string `json:"query"`
	Limit int    `json:"limit"` // values a facet, at most 1,000
}

// DetailRequest asks for one message, by its Ref or by its ID (as a URL has
// it, "ID" or "host/queue/ID"). Query and Sort give its neighbours.
type DetailRequest struct {
	Ref   int    `json:"ref"` // -1: by ID
	ID    string `json:"id"`
	Query string `json:"query"`
	Sort  string `json:"sort"`
	Desc  bool   `json:"desc"`
}

// ContentRequest asks for the text and the attachments' names of a message, by
// its Ref or by its ID as DetailRequest does.
type ContentRequest struct {
	Ref int    `json:"ref"` // -1: by ID
	ID  string `json:"id,omitempty"`
}

// PartRequest asks for one decoded part to save; Path "" is the whole message
// as sendmail would send it (an .eml file).
type PartRequest struct {
	Ref  int    `json:"ref"`
	Path string `json:"path"`
}

// SourceRequest asks for a window of the message as sendmail would send it.
type SourceRequest struct {
	Ref   int `json:"ref"`
	From  int `json:"from"`
	Count int `json:"count"` // lines, at most 2,000
}

// LogLineRequest asks for the line of a mail log that an event of a message was
// read from.
type LogLineRequest struct {
	Ref int `json:"ref"`
	N   int `json:"n"` // of the Event
}

// ProblemsRequest asks for the Problems screen; Severity "" is all.
type ProblemsRequest struct {
	Severity string `json:"severity"`
	// Query restricts the list to problems in files of matching messages, Host
	// to files that are not in a folder of another host. "" is all.
	Query string `json:"query,omitempty"`
	Host  string `json:"host,omitempty"`
	// Plain asks for every problem, without lines around it.
	Plain bool `json:"plain,omitempty"`
}

// CausesRequest asks what holds up the messages that match Query.
type CausesRequest struct {
	Query string `json:"query"`
	// Once asks for counts in which each message has one cause only.
	Once bool `json:"once,omitempty"`
}

// BreakdownRequest asks for counts of the messages that match Query, by a key.
type BreakdownRequest struct {
	Query string `json:"query"`
	By    string `json:"by"`    // one of Dimensions
	Limit int    `json:"limit"` // rows; 0: all
}

// DiffRequest asks what changed between two captures, among the messages that
// match Query in either.
type DiffRequest struct {
	Query string `json:"query"`
	By    string `json:"by"`    // server (default), why, domain or another key of Dimensions
	Limit int    `json:"limit"` // rows of the table by that key; 0: all, at most 1,000
}

// PlanRequest asks what a cleanup script would act on.
type PlanRequest struct {
	Query   string `json:"query"`            // the rule applies within this filter
	Rule    string `json:"rule"`             // as cleanup.ParseRule reads it, or PickedRule
	Picked  []int  `json:"picked,omitempty"` // refs of messages, for PickedRule
	Kept    []int  `json:"kept,omitempty"`   // refs of messages that stay, whatever the rule says
	Method  string `json:"method"`           // a cleanup.Method
	Host    string `json:"host"`             // one of several; "" for the one with the most messages
	Spool   string `json:"spool,omitempty"`  // where the queue directories are on the server, and
	Client  string `json:"client,omitempty"` // the client queue's; "" as the archive says
	Reason  string `json:"reason"`
	Archive string `json:"archive,omitempty"` // the capture's name in the plan; "" for its files' names
	Others  bool   `json:"others,omitempty"`  // only rows with recipients that could still be delivered to
	Count   int    `json:"count"`             // rows, at most 1,000
}

// PlanFileRequest asks for one of the files of a plan.
type PlanFileRequest struct {
	PlanRequest
	Name string `json:"name"`
}

// PickedRule is the rule for messages picked one by one.
const PickedRule = "picked"

// PreviewRequest asks what a file to share would redact and how large it would
// be. Hide is a list that redact.Parse reads, "" for nothing.
type PreviewRequest struct {
	Query string `json:"query"`
	Hide  string `json:"hide"`
	// Own corrects which domains are those of the organisation: a list of
	// domains separated by blanks, those with a minus sign before them not.
	Own string `json:"own,omitempty"`
	// Known is a private list that was saved before (ShareMapRequest), whose
	// pseudonyms are used from now on. "" forgets it, nil changes nothing.
	Known *string `json:"known,omitempty"`
}

// ShareRequest asks for a file to give away. Progress answers precede its last
// one.
type ShareRequest struct {
	Format string `json:"format"` // report, viewer, csv, jsonl, text, mbox, eml, archive
	Query  string `json:"query"`
	Hide   string `json:"hide"`
	Own    string `json:"own,omitempty"`  // as in PreviewRequest
	Size   int64  `json:"size,omitempty"` // an estimate, for Progress
	// Only is the number of a message among those that match, from 1, which
	// alone is written. 0 is all.
	Only int `json:"only,omitempty"`
	// Known is as in PreviewRequest.
	Known *string `json:"known,omitempty"`
	// For a viewer: a title and words of the user, and where it opens.
	Title     string `json:"title,omitempty"`
	Note      string `json:"note,omitempty"`
	View      string `json:"view,omitempty"` // fragment of the page
	ViewQuery string `json:"viewQuery,omitempty"`
	ViewID    string `json:"viewId,omitempty"`
}

// PipelineRequest asks for what a grep pipeline of the sysadmin's guide prints
// on the server.
type PipelineRequest struct {
	Of    string `json:"of"` // statuses, replies, purge
	Query string `json:"query"`
	Host  string `json:"host,omitempty"`  // of statuses: only this host's listings
	Spool string `json:"spool,omitempty"` // of purge: the spool directory on the server; "" as the archive says
}

// RecordsRequest asks for a line of JSON for each message that matches Query, in
// the order of host, queue and ID.
type RecordsRequest struct {
	Query   string `json:"query"`
	Digests bool   `json:"digests,omitempty"` // with SHA-256 sums
}

// RawRequest asks for a message as sendmail would send it, by its ID or as much
// of host/queue/ID as is needed; the name of one of its files will do for the
// ID.
type RawRequest struct {
	Query string `json:"query"`
	ID    string `json:"id"`
}

// ShareMapRequest asks for the private list of names and their pseudonyms.
type ShareMapRequest struct {
	Hide string `json:"hide"`
	Own  string `json:"own,omitempty"` // as in PreviewRequest
}

// CompleteRequest asks for completions of a filter that is being typed.
type CompleteRequest struct {
	Text   string `json:"text"`
	Place  int    `json:"place"`            // of the cursor, in bytes
	Within string `json:"within,omitempty"` // an additional filter
}
