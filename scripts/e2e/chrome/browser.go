package chrome

import (
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"

	"github.com/spoolscope/spoolscope/scripts/e2e/drive"
)

// Browser is a Chromium with an empty profile.
type Browser struct {
	ctx    context.Context
	cancel func()
}

// Start launches the Chromium that the environment variable CHROMIUM names, or the
// first one in PATH. With a canary, the host names of the corpus resolve to it. No
// other name resolves, because the browser itself calls its vendor. flags are added
// to its command line.
func Start(canary *drive.Canary, flags map[string]any) (*Browser, error) {
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.Flag("headless", "new"),
		chromedp.NoSandbox, // containers and CI often run as root
		chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true),
		chromedp.NoFirstRun,
		chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-sync", true),
		chromedp.Flag("disable-features", "OptimizationHints,MediaRouter,Translate"),
		chromedp.WindowSize(1440, 900),
		chromedp.WSURLReadTimeout(limit), // until it listens
	)
	for name, value := range flags {
		options = append(options, chromedp.Flag(name, value))
	}
	if path := os.Getenv("CHROMIUM"); path != "" {
		options = append(options, chromedp.ExecPath(path))
	}
	if canary != nil {
		options = append(options, chromedp.Flag("host-resolver-rules", strings.ReplaceAll(
			"MAP *.example CANARY, MAP *.example.com CANARY, MAP *.example.net CANARY, MAP *.example.org CANARY, MAP *.invalid CANARY, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
			"CANARY", canary.Addr)))
	}
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, cancel := chromedp.NewContext(allocator)
	b := &Browser{ctx: ctx, cancel: func() { cancel(); stop() }}
	if err := chromedp.Run(ctx); err != nil {
		b.cancel()
		return nil, fmt.Errorf("chromium: %w", err)
	}
	return b, nil
}

var _ drive.Browser = (*Browser)(nil)

// Close ends the browser.
func (b *Browser) Close() { b.cancel() }

// newWindow opens an empty window, in a browser context of its own unless normal is
// set. Such a context has no window yet, and chromedp's option for one does not
// create it.
func (b *Browser) newWindow(normal bool) (id target.ID, own cdp.BrowserContextID, err error) {
	create := target.CreateTarget("about:blank").WithNewWindow(true).WithWidth(1440).WithHeight(900)
	if !normal {
		if own, err = target.CreateBrowserContext().WithDisposeOnDetach(true).Do(b.executor()); err != nil {
			return "", "", err
		}
		create = create.WithBrowserContextID(own)
	}
	id, err = create.Do(b.executor())
	return id, own, err
}

// executor returns a context in which commands go to the browser, not to a tab.
func (b *Browser) executor() context.Context {
	return cdp.WithExecutor(b.ctx, chromedp.FromContext(b.ctx).Browser)
}
