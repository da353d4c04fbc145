package draw

import (
	"github.com/spoolscope/spoolscope/app/ui/model/route"
)

// MessagesHref leads to the messages that a query selects.
func MessagesHref(query string) string {
	return route.Route{View: route.Messages, Query: query}.Fragment()
}

// ViewHref leads to a view and keeps the filter.
func ViewHref(v route.View, query string) string {
	return route.Route{View: v, Query: query}.Fragment()
}
