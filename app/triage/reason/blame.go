package reason

// Blame returns what a status blames: the server that refused or did not
// answer, and the domain whose lookup failed, both normalised as by
// [NormalHost]; each is "" if the status does not name it.
func Blame(status string) (server, domain string) {
	r := Parse(status)
	return r.Server, r.Domain
}
