package redact

import "github.com/spoolscope/spoolscope/app/redact/internal/ipaddr"

// Identifiers that the tests of this package use besides its API.
var (
	Subnet = ipaddr.Subnet
	Pool4  = ipaddr.Pool4
	Pool6  = ipaddr.Pool6
)

const (
	CheckWindow  = checkWindow
	CheckOverlap = checkOverlap
)
