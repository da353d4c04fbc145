package main

import (
	"context"
	"fmt"
	"os"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"github.com/spoolscope/spoolscope/app/browser"
	"github.com/spoolscope/spoolscope/app/engine"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui"
	"github.com/spoolscope/spoolscope/parser"
	"github.com/spoolscope/spoolscope/parser/hook"
)

func main() {
	run := page
	if browser.InWorker() {
		run = worker
	}
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "spoolscope:", err)
		os.Exit(1)
	}
}

// page runs the screens. It returns an error or never.
func page() error {
	p, err := browser.NewPage()
	if err != nil {
		return err
	}
	// Views are in the URL fragment; the path is wherever the site is.
	app.RouteWithRegexp(".*", func() app.Composer { return p.Root(ui.New(p)) })
	app.RunWhenOnBrowser()
	return nil
}

// worker runs the engine, or reads for another worker. It returns an error or
// never.
func worker() error {
	return browser.Work(func(w *browser.Worker) browser.Engine {
		return engine.New(engine.Options{
			Source:  func(ref protocol.SourceRef) parser.Source { return source(w, ref) },
			Keep:    func(string) hook.Keeper { return w.Keep() },
			Make:    func() engine.Sink { return w.Keep() },
			Decode:  browser.Decode,
			Fault:   w.Fault,
			Yield:   w.Yield,
			Prepare: true,
		})
	}, func(w *browser.Worker, ref protocol.SourceRef, to hook.Pipe) error {
		hooks := hook.Hooks{Keep: func(string) hook.Keeper { return w.Keep() }, Tell: to}
		_, err := parser.Load(context.Background(), []parser.Source{source(w, ref)}, parser.Options{Hooks: hooks})
		return err
	})
}

func source(w *browser.Worker, ref protocol.SourceRef) parser.Source {
	return parser.Source{Name: ref.Name, Size: ref.Size, At: w.Open(ref), ModTime: ref.ModTime(), Folder: ref.Folder()}
}
