// Package ui is the page: one component that holds a [model.Model], draws the
// screen that its route names, and carries out what [model.Update] asks for.
//
// It works as Elm programs do. Something happens (an [model.Event]: a key, an
// answer of the engine, a finished timer); Update makes a new Model from the
// old one, without side effects, and returns Commands; root carries these out
// through the Platform, which package browser implements; and the screens are
// redrawn from the Model. Nothing else changes state.
//
//	model     the Model, its events and commands, Update, routes, keys
//	draw      what screens share: icons, badges, cells, notes, dialogs
//	shell     what surrounds a screen: top bar, filter, dialogs, start, reading
//	overview, messages, detail, replies, problems, cleanup, compare, share
//	          a screen or a dialog each, with a function View or the like
//
// To add a screen, give it a View in model/route.go, its part of the Model and
// of Update in a file of model, a package with func View(*model.Model,
// model.Send) app.UI, and a case in root.screen.
//
// Texts of a queue reach the document as text only; go-app's ways to raw HTML
// and to JavaScript are forbidden here by a test. Screens never parse and never
// hold the queue: they draw answers of the engine (package protocol).
package ui
