package draw

import "github.com/spoolscope/spoolscope/app/ui/model"

// MessagesHref leads to the messages that a query selects.
func MessagesHref(query string) string {
	return model.Route{View: model.Messages, Query: query}.Fragment()
}

// ViewHref leads to a view and keeps the filter.
func ViewHref(v model.View, query string) string {
	return model.Route{View: v, Query: query}.Fragment()
}
