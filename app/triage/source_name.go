package triage

// Names replaces names of a queue before they are shown, as a *redact.Redactor
// does.
type Names interface {
	Address(string) string // of a login or an address
	Host(string) string    // of a client
	Text(string) string    // of anything else
}

// cron is the Who of what cron submitted. It is not a name, so NameWith keeps it.
const cron = "cron"

// NameWith is Name with the names in it replaced.
func (s *Source) NameWith(names Names) string {
	host, who := s.Host, s.Who
	if host != "" {
		host = names.Host(host)
	}
	switch {
	case who == "" || s.Origin == ByServer && who == cron:
	case s.Origin == ByScript:
		who = names.Text(who)
	default:
		who = names.Address(who)
	}
	return s.named(host, who)
}

// named returns the name of a source with its host and who is behind it.
func (s *Source) named(host, who string) string {
	switch s.Origin {
	case ByScript:
		if host != "" {
			who += " on " + host
		}
		return who
	case ByLogin:
		return "login " + who
	case ByClient:
		return host
	case ByServer:
		switch {
		case host == "":
			host = labelServer
		case who == "":
			return host + " itself"
		}
		if who != "" {
			host += ": " + who
		}
		return host
	}
	return s.Label
}
