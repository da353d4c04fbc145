//go:build !js

package redact_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/app/engine"
	"github.com/spoolscope/spoolscope/app/redact"
	"github.com/spoolscope/spoolscope/app/redact/redacttest"
	"github.com/spoolscope/spoolscope/app/share"
	"github.com/spoolscope/spoolscope/app/table"
)

// tableFile is a file of a data set in memory.
type tableFile struct{ *bytes.Buffer }

// Close implements io.Closer.
func (tableFile) Close() error { return nil }

// No secret that TestSecrets plants is left in the tables of a fleet.
func TestSecretsInTables(t *testing.T) {
	some := func(seed int64) *planted { return plant(rand.New(rand.NewSource(seed)), forms[:6]) }
	for seed, p := range []*planted{some(0), some(1), plantPlaces(rand.New(rand.NewSource(2)))} {
		e := openPlanted(t, p.archive)
		files := map[string]*bytes.Buffer{}
		_, found, err := e.Tables(t.Context(), engine.TablesRequest{
			Hide: "all", Host: "archive-1", Archive: "archive-1",
			Write: func(ctx context.Context, p *share.Part, check io.Writer) (share.Count, error) {
				return table.Writer{Format: table.JSONLines, Check: check, Create: func(file string) (io.WriteCloser, error) {
					b := &bytes.Buffer{}
					files[p.Host+"/"+file] = b
					return tableFile{b}, nil
				}}.Write(ctx, p)
			},
		})
		if err != nil {
			t.Fatal(err)
		}
		if len(found.Leaks) > 0 || found.Searched == 0 {
			t.Errorf("seed %d: %d bytes searched, leaks %v", seed, found.Searched, found.Leaks)
		}
		for name, b := range files {
			searchSecrets(t, fmt.Sprintf("seed %d, %s", seed, name), b.Bytes(), slices.Concat(p.names, p.texts, p.ids))
		}
		if len(files) == 0 || len(files)%len(table.Tables) != 0 {
			t.Errorf("%d files, want %d for each host", len(files), len(table.Tables))
		}
	}
}

// The words that the formats themselves write identify nobody, or a host of such a name could never
// be exported.
func TestWordsOfFormats(t *testing.T) {
	words := slices.Clone(share.Columns)
	for _, table := range table.Tables {
		words = append(words, table.Name)
		for _, f := range table.Fields {
			words = append(words, f.Name)
		}
	}
	for _, kind := range []reflect.Type{reflect.TypeFor[share.Message](), reflect.TypeFor[share.Recipient](), reflect.TypeFor[share.Reply](), reflect.TypeFor[share.Event]()} {
		for _, f := range reflect.VisibleFields(kind) {
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			words = append(words, name)
		}
	}
	q := redacttest.Queue(redacttest.Message{Sender: "<a@our.example>"})
	for _, word := range slices.Compact(slices.Sorted(slices.Values(words))) {
		q.Dirs[0].Host = word
		rd := redacttest.New(t, q, redact.All)
		if leaks := rd.Leaks([]byte(`{"` + word + `":1}`)); len(leaks) > 0 {
			t.Errorf("with a server called %s, no file that has the word can be saved", word)
		}
	}
}
