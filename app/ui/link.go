package ui

// messagesHref leads to the messages that a query selects.
func messagesHref(query string) string {
	return Route{View: Messages, Query: query}.Fragment()
}

// viewHref leads to a view and keeps the filter.
func viewHref(v View, query string) string {
	return Route{View: v, Query: query}.Fragment()
}
