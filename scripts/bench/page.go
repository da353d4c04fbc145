package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"slices"
	"strings"
)

// page is what scripts/e2e/bench prints: milliseconds and bytes.
type page struct {
	Browser      string                   `json:"browser"`
	Loads        []drop                   `json:"loads"`
	Interactions map[string][]interaction `json:"interactions"`
	Frames       []float64                `json:"frames"`
	Plain        []float64                `json:"plain"`
	Second       struct {
		Cancel float64 `json:"cancel"`
		Worker int64   `json:"worker"`
	} `json:"second"`
	Tasks  []tasks  `json:"tasks"`
	Failed []string `json:"failed"`
}

// tasks is the processor time that an action takes: the longest task of the page's main
// thread, and all workers together.
type tasks struct {
	Action  string  `json:"action"`
	Longest float64 `json:"longest"`
	Worker  float64 `json:"worker"`
}

type drop struct {
	Time      float64            `json:"time"`
	Processor float64            `json:"processor"`
	Parts     map[string]float64 `json:"parts"` // of Processor
	Longest   float64            `json:"longest"`
	Tasks     int                `json:"tasks"`
	Worker    int64              `json:"worker"`
	Page      int64              `json:"page"`
	Wasm      int64              `json:"wasm"` // the most that all modules had together
	Tab       int64              `json:"tab"`
}

type interaction struct {
	Worker  float64 `json:"worker"`
	Drawn   float64 `json:"drawn"`
	Painted float64 `json:"painted"`
	Task    float64 `json:"task"`
}

// browsers are the scripts that print the paths of the browsers, and the
// environment variables for those paths.
var browsers = map[string]string{"chromium": "CHROMIUM", "firefox": "FIREFOX", "webkit": "WEBKIT"}

// browse measures one load of the page, and whatever else args ask for.
func (b *bench) browse(into *page, s *size, site string, args ...string) error {
	engine := "chromium"
	if k := slices.Index(args, "-engine"); k >= 0 {
		engine = args[k+1]
	}
	program, err := exec.CommandContext(b.ctx, "scripts/"+engine).Output()
	if err != nil {
		return fmt.Errorf("scripts/%s: %w", engine, err)
	}
	cmd := exec.CommandContext(b.ctx, b.path("browser"), slices.Concat([]string{"-site", site, "-runs", "1"}, args, []string{s.archive})...)
	cmd.Env = append(os.Environ(), browsers[engine]+"="+string(bytes.TrimSpace(program)))
	cmd.Stderr = os.Stderr
	fmt.Fprintln(os.Stderr, "+", cmd)
	text, err := cmd.Output()
	if err != nil {
		return fmt.Errorf("%s: %w", cmd.Path, err)
	}
	var p page
	if err := json.Unmarshal(text, &p); err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "%8.2f s  %s\n", p.Loads[0].Time/1000, p.Browser)
	loads := append(into.Loads, p.Loads...)
	*into = p
	into.Loads = loads
	if len(p.Failed) > 0 {
		return fmt.Errorf("failed: %s", strings.Join(p.Failed, ", "))
	}
	return nil
}

// kinds returns the kinds of interactions measured, in order.
func (p *page) kinds() []string { return slices.Sorted(maps.Keys(p.Interactions)) }

// share returns a quantile of the worker's share of some kinds of interactions, 0 if there are none.
func (p *page) share(q float64, kinds ...string) float64 {
	var all []interaction
	for _, kind := range kinds {
		all = append(all, p.Interactions[kind]...)
	}
	return quantile(all, q, worker)
}
