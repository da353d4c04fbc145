package reason

import (
	"maps"
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/parser/smtp"
)

// The sides of an obstacle: who must act before the message can move.
//
// What only the author can change, such as a mistyped address or a message that
// is too large, is Other: neither this server nor the other one nor anything
// between them has a fault that an administrator could remove. What only the
// owner of the sender’s domain can change is Here: the mail of that domain
// enters through this server, where it can be signed, repaired or refused.
const (
	Here  Side = "here"
	Other Side = "other" // time, the author, or unknown
)

// Sides are the sides of obstacles in the order in which they are shown.
var Sides = [...]Side{Here, Theirs, Network, Other}

// Title says on screen who must act: "Fix on this server".
func (s Side) Title() string {
	switch s {
	case Here, Ours:
		return "Fix on this server"
	case Theirs:
		return "Their side"
	case Network:
		return "Network or DNS"
	case Senders:
		return "Sender’s side"
	}
	return "Other"
}

// Obstacle is what holds a message up: the topic of its reason, and the side
// that must act. Each message has exactly one.
type Obstacle struct {
	ID     string // the key of the topic, or one of the Obstacle constants
	Side   Side   // Here, Theirs, Network or Other
	Phrase string // reads after a number of messages: "refuse connections", "mailbox full"
}

// The obstacles that are not topics of their own: the server that is blamed
// makes the difference.
const (
	ObstacleLocalServer = "local-server" // a program on this host takes no connections
	ObstacleSmartHost   = "smart-host"   // the next hop has a name that only this site can define
)

// obstacles are the words and the side of each topic, by its key.
var obstacles = map[string]struct {
	side   Side
	phrase string
}{
	ObstacleLocalServer: {Here, "need a server on this host that does not answer"},
	ObstacleSmartHost:   {Here, "smart host not defined"},

	TopicRefused:     {Theirs, "refuse connections"},
	TopicTimeout:     {Network, "do not answer"},
	TopicNoRoute:     {Network, "no route to the server"},
	TopicLookup:      {Network, "no mail server found in DNS"},
	TopicMailer:      {Here, "local delivery fails"},
	TopicLocalDisk:   {Here, "disk full on this server"},
	TopicLocalError:  {Here, "fault on this server"},
	TopicLoad:        {Here, "load too high on this server"},
	TopicQuarantined: {Here, "held by a filter"},
	TopicLost:        {Here, "set aside by sendmail"},
	TopicOrphan:      {Here, "without a control file"},
	TopicDamaged:     {Here, "control file damaged"},
	TopicNoData:      {Here, "data file missing"},
	TopicWarning:     {Other, "reason hidden by a delay warning"},
	TopicNoReason:    {Other, "no reason recorded"},
	TopicNeverTried:  {Other, "not tried yet"},
	TopicProcessing:  {Other, "being delivered"},

	smtp.RateLimited.Key():   {Here, "too much mail from us"},
	smtp.Blocklisted.Key():   {Here, "our address is blocked"},
	smtp.ReverseDNS.Key():    {Here, "our reverse name is wrong"},
	smtp.SenderDomain.Key():  {Here, "sender’s domain unknown"},
	smtp.SenderPolicy.Key():  {Here, "SPF, DKIM or DMARC fails"},
	smtp.DomainListed.Key():  {Here, "sender’s domain is blocked"},
	smtp.Recipients.Key():    {Here, "too many recipients at once"},
	smtp.TLS.Key():           {Here, "encryption fails"},
	smtp.Login.Key():         {Here, "our login is missing or wrong"},
	smtp.Loop.Key():          {Here, "mail loops"},
	smtp.Greylisted.Key():    {Theirs, "deferred, greylisting"},
	smtp.MailboxRate.Key():   {Theirs, "too much mail for the mailbox"},
	smtp.MailboxFull.Key():   {Theirs, "mailbox full"},
	smtp.MailboxClosed.Key(): {Theirs, "mailbox closed"},
	smtp.Policy.Key():        {Theirs, "refused by their policy"},
	smtp.Verifying.Key():     {Theirs, "address check not finished"},
	smtp.NoBounces.Key():     {Theirs, "bounces refused"},
	smtp.RelayDenied.Key():   {Theirs, "relaying denied"},
	smtp.Busy.Key():          {Theirs, "server busy or down"},
	smtp.TheirFault.Key():    {Theirs, "trouble on their side"},
	smtp.DiskFull.Key():      {Theirs, "their disk is full"},
	smtp.Protocol.Key():      {Theirs, "protocol error"},
	smtp.TryLater.Key():      {Theirs, "deferred without a reason"},
	smtp.Refused.Key():       {Theirs, "refused without a reason"},
	smtp.Connection.Key():    {Network, "connection breaks off"},
	smtp.NameNotFound.Key():  {Network, "name not found by their server"},
	smtp.UnknownUser.Key():   {Other, "no such address"},
	smtp.BadAddress.Key():    {Other, "address not accepted"},
	smtp.NoMail.Key():        {Other, "domain accepts no mail"},
	smtp.SenderRefused.Key(): {Other, "sender not accepted"},
	smtp.Spam.Key():          {Other, "taken for spam"},
	smtp.Content.Key():       {Other, "content not accepted"},
	smtp.LinkListed.Key():    {Other, "blocked link inside"},
	smtp.TooLarge.Key():      {Other, "message too large"},
	smtp.Expired.Key():       {Other, "waited too long"},
	smtp.Echo.Key():          {Other, "refused earlier in the session"},
	smtp.Other.Key():         {Other, "for another reason"},
}

// ObstacleOf returns the obstacle with an ID, which is the key of a topic or one of
// the Obstacle constants.
func ObstacleOf(id string) Obstacle {
	o, ok := obstacles[id]
	if !ok {
		panic("reason: no obstacle " + id)
	}
	return Obstacle{ID: id, Side: o.side, Phrase: o.phrase}
}

// Is reports whether name names the obstacle or its family.
func (o *Obstacle) Is(name string) bool { return name == o.ID || name == o.Family() }

// Family returns the ID without its object: "rate-limited" of "rate-limited/sender".
func (o *Obstacle) Family() string {
	family, _, _ := strings.Cut(o.ID, "/")
	return family
}

// Obstacles returns all obstacles, sorted by ID.
func Obstacles() []Obstacle {
	all := make([]Obstacle, 0, len(obstacles))
	for _, id := range slices.Sorted(maps.Keys(obstacles)) {
		all = append(all, ObstacleOf(id))
	}
	return all
}
