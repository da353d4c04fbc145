package main

import (
	"context"
	"encoding/base64"
	"io"
	"os"

	devio "github.com/chromedp/cdproto/io"
	"github.com/chromedp/cdproto/tracing"
	"github.com/chromedp/chromedp"

	"github.com/spoolscope/spoolscope/scripts/e2e/chrome"
)

// profiled are the categories of a trace for people: what each thread runs, with a
// sample of its stack every millisecond, and tasks, styles, layouts and paints.
var profiled = []string{"disabled-by-default-v8.cpu_profiler", "devtools.timeline", "disabled-by-default-devtools.timeline", "v8.execute"}

// trace records these categories until stop is called, which writes the file. Chromium's
// DevTools show it (Performance, Load profile), with the names of WebAssembly functions if
// the site was built with -names.
func (t *tab) trace(name string, categories []string) (stop func() error, err error) {
	page := t.Tab.(*chrome.Tab)
	err = page.Run(chromedp.ActionFunc(func(ctx context.Context) error {
		return tracing.Start().WithTransferMode(tracing.TransferModeReturnAsStream).
			WithTraceConfig(&tracing.TraceConfig{
				RecordMode: tracing.RecordModeRecordUntilFull, TraceBufferSizeInKb: 400 << 10, IncludedCategories: categories,
			}).Do(ctx)
	}))
	return func() error {
		var stream devio.StreamHandle
		if err := page.Run(chromedp.ActionFunc(func(ctx context.Context) error {
			ended := make(chan devio.StreamHandle, 1)
			chromedp.ListenTarget(ctx, func(e any) {
				if e, ok := e.(*tracing.EventTracingComplete); ok {
					ended <- e.Stream
				}
			})
			if err := tracing.End().Do(ctx); err != nil {
				return err
			}
			select {
			case stream = <-ended:
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		})); err != nil {
			return err
		}
		f, err := os.Create(name)
		if err != nil {
			return err
		}
		defer f.Close()
		for end := false; err == nil && !end; {
			err = page.Run(chromedp.ActionFunc(func(ctx context.Context) error {
				var p devio.ReadParams
				p.Handle, p.Size = stream, 4<<20
				data, eof, err := p.Do(ctx)
				if err == nil {
					_, err = io.WriteString(f, decodeChunk(data))
				}
				end = eof
				return err
			}))
		}
		return err
	}, err
}

// decodeChunk returns a chunk of a stream, decoded if it is base64.
func decodeChunk(s string) string {
	if b, err := base64.StdEncoding.DecodeString(s); err == nil {
		return string(b)
	}
	return s
}
