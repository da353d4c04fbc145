package app

// clientResourceResolver replaces go-app's resource.go, whose other resolvers
// serve folders over HTTP. Spoolscope's addresses are all relative to the page,
// so they are left unchanged.
func clientResourceResolver(string) func(string) string {
	return func(location string) string { return location }
}
