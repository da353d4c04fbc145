package redact

// Identifiers that the tests of this package use besides its API.
var (
	Subnet = subnet
	Pool4  = pool4
	Pool6  = pool6
)

const (
	CheckWindow  = checkWindow
	CheckOverlap = checkOverlap
)
