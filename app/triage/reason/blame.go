package reason

// Blame names what a status blames: the server that refused or did not answer,
// and the domain whose lookup failed, both as [NormalHost] writes them; "" what
// it does not name.
func Blame(status string) (server, domain string) {
	r := Parse(status)
	return r.Server, r.Domain
}
