package ui

// messagesHref leads to the messages that a query selects.
func messagesHref(query string) string {
	return Route{View: Messages, Query: query}.Fragment()
}

// messageHref leads to one message, in the list of those that a query selects.
func messageHref(query, id string) string {
	return Route{View: Messages, Query: query, ID: id}.Fragment()
}

// viewHref leads to a view and keeps the filter.
func viewHref(v View, query string) string {
	return Route{View: v, Query: query}.Fragment()
}
