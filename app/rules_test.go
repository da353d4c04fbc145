package app_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const (
	module = "github.com/spoolscope/spoolscope/"
	goApp  = "github.com/maxence-charriere/go-app/v10/pkg/app"
	safejs = "github.com/hack-pad/safejs"
)

// rule says what a part of the tree must not import directly. Only direct
// imports count: on js/wasm the standard library itself imports syscall/js.
type rule struct {
	in     string   // a folder, with all below it
	except string   // a folder below it that the rule leaves out
	never  []string // import paths, with all below them; "./" is this module
	may    []string // those of never that are allowed after all
	why    string
}

var rules = []rule{
	{in: "parser", never: []string{goApp, "./app", "./web", "./scripts"},
		why: "the parser is a library without screen and JavaScript"},
	{in: "parser/count", never: []string{"./parser"},
		why: "a count is a number and a noun"},
	{in: "parser/lazyregexp", never: []string{"./parser"},
		why: "an expression is a text"},
	{in: "parser/queue", never: []string{"./parser"},
		why: "the model stands alone"},
	{in: "parser/smtp", never: []string{"./parser"}, may: []string{"./parser/lazyregexp"},
		why: "replies are the same in every mail system"},
	{in: "parser/content", except: "parser/content/charset", never: []string{"./parser"}, may: []string{"./parser/lazyregexp"},
		why: "messages are the same in every mail system"},
	{in: "parser/internal/archive", never: []string{"./parser/internal"}, may: []string{"./parser/internal/archive"},
		why: "an archive knows no mail system"},
	grammar("parser/internal/frame"), grammar("parser/internal/sendmail"),
	grammar("parser/internal/postfix/bouncelog"), grammar("parser/internal/postfix/postqueue"), grammar("parser/internal/postfix/record"),
	grammar("parser/internal/postfix/spool"),
	grammar("parser/internal/exim/envelope"), grammar("parser/internal/exim/hints"), grammar("parser/internal/exim/msglog"), grammar("parser/internal/exim/spool"),
	{in: "parser/internal/mailsystem", never: []string{"./parser/hook", "./parser/internal/postfix", "./parser/internal/exim"},
		why: "what mail systems have in common is of none of them"},
	{in: "parser/internal/postfix", never: []string{"./parser/hook", "./parser/internal/exim"},
		why: "a mail system knows no other"},
	{in: "parser/internal/exim", never: []string{"./parser/hook", "./parser/internal/postfix"},
		why: "a mail system knows no other"},
	{in: "parser/internal/settings", never: []string{"./parser/hook", "./parser/internal/build", "./parser/internal/exim", "./parser/internal/history", "./parser/internal/maillog"},
		why: "a configuration is about hosts, not messages"},
	{in: "parser/internal/queuefile", never: []string{"./parser/hook", "./parser/internal/build", "./parser/internal/place", "./parser/internal/postfix", "./parser/internal/exim"},
		why: "what a file says by itself knows no rows"},
	{in: "parser/internal/place", never: []string{"./parser/hook", "./parser/internal/archive", "./parser/internal/sendmail/mailq", "./parser/internal/sendmail/control", "./parser/internal/sendmail/data", "./parser/internal/sendmail/dsn"},
		why: "a place is known by names and rows, whatever the files say"},
	{in: "parser/internal/build", never: []string{"./parser/internal"},
		why: "rows are the same in every mail system"},
	{in: "app/filter", never: []string{"./parser", "./app/triage", "./app/engine", "./app/ui", "./app/browser", "./web", goApp},
		why: "the filter's grammar knows no mail"},
	{in: "app/triage", never: []string{"./parser/internal", "./parser/hook", "./app/engine", "./app/ui", "./app/browser", "./app/share", "./app/redact", "./app/cleanup", "./web", goApp},
		why: "triage knows the model only"},
	{in: "app/triage/diagnosis", never: []string{"./app/protocol"},
		why: "an answer is made before it is sent anywhere"},
	{in: "app/triage/reason", never: []string{"./app/filter", "./parser/queue"},
		why: "a status is understood without a queue"},
	{in: "app/triage/submitter", never: []string{"./app/filter", "./parser/queue"},
		why: "an address and a header line are texts"},
	{in: "app/cleanup", never: []string{"./parser/internal", "./parser/hook", "./app/engine", "./app/ui", "./app/browser", "./app/share", "./app/redact", "./web", goApp},
		why: "cleanup knows the model and triage only"},
	{in: "app/share", never: []string{"./parser/internal", "./parser/hook", "./app/engine", "./app/ui", "./app/browser", "./app/cleanup", "./web", goApp}, may: []string{"./web/element"},
		why: "share knows the model and triage only"},
	{in: "app/redact", except: "app/redact/redacttest", never: []string{"./parser/internal", "./parser/hook", "./app/triage", "./app/protocol", "./app/engine", "./app/command", "./app/ui", "./app/browser", "./app/share", "./app/cleanup", "./web", goApp},
		why: "redact knows the model and the filter only"},
	{in: "app/table", never: []string{"./parser/internal", "./parser/hook", "./app/engine", "./app/fleet", "./app/ui", "./app/browser", "./app/cleanup", "./web", goApp},
		why: "a row is made of the model, triage and share"},
	{in: "app/fleet", never: []string{"./parser", "./app", "./web", goApp},
		why: "a data set is files and folders, whatever is in them"},
	{in: ".", except: "app/table", never: []string{"github.com/parquet-go/parquet-go"},
		why: "one package knows how Parquet is written"},
	{in: "app/words", never: []string{"./parser", "./app", "./web", goApp}, may: []string{"./app/words", "./parser/count"},
		why: "words know nothing but words and counts"},
	{in: "app/protocol", except: "app/protocol/protocoltest", never: []string{"./parser", "./app", "./web", goApp}, may: []string{"./app/words"},
		why: "the protocol is types alone"},
	{in: "app/raster", never: []string{"./parser", "./app", "./web", goApp},
		why: "a picture's header is bytes"},
	{in: "app/htmlmail", never: []string{"./parser", "./app/triage", "./app/filter", "./app/engine", "./app/ui", "./app/browser", "./app/share", "./app/redact", "./app/cleanup", "./web", goApp},
		why: "what a document would do is judged by what the page found in it"},
	{in: "app/picture", never: []string{"./parser", "./app/triage", "./app/filter", "./app/engine", "./app/ui", "./app/browser", "./app/share", "./app/redact", "./app/cleanup", "./web", goApp},
		why: "a picture is coordinates of an answer"},
	{in: "app/engine", never: []string{"./app/table", "./app/ui", "./app/browser", "./web", goApp},
		why: "the engine knows no transport and no screen"},
	{in: "app/engine/internal/schedule", never: []string{"./parser", "./app/triage", "./app/filter"},
		why: "the scheduler knows requests and answers, not what they are about"},
	{in: "app/engine/internal/capture", never: []string{"./app/engine", "./app/share", "./app/cleanup", "./app/redact"},
		why: "a capture is what the answers are made of, and makes none"},
	{in: "app/engine/internal", never: []string{"./app/share", "./app/redact"},
		why: "only the session gives files away"},
	{in: "app/command", never: []string{"./parser/queue", "./parser/smtp", "./parser/content", "./parser/internal", "./app/ui", "./app/browser", goApp},
		why: "commands ask the engine, as the page does"},
	{in: "app/browser", never: []string{"./app/engine", "./app/triage", "./app/share", "./app/redact", "./app/cleanup", "./web"},
		why: "the browser carries requests and answers and does not make them"},
	{in: "app/ui/model", never: []string{"./app/ui/draw", "./app/ui/shell", goApp},
		why: "the state of the page does not know how it is drawn"},
	{in: "app/ui", never: []string{"./parser", "./app/engine", "./app/triage", "./app/cleanup", "./app/share", "./app/redact", "./app/browser", "./web"}, may: []string{"./parser/lazyregexp"},
		why: "screens get finished answers"},
	{in: "web", never: []string{"./parser", "./app", goApp},
		why: "the site is files"},
	{in: ".", except: "app/browser", never: []string{safejs, "syscall/js"},
		why: "only app/browser touches JavaScript"},
	{in: "parser", never: templates, why: templatesWhy},
	{in: "app", never: templates, why: templatesWhy},
}

// grammar returns the rule of a folder that reads bytes, whatever becomes of what they say.
func grammar(in string) rule {
	return rule{in: in, never: []string{"./parser/internal/archive", "./parser/internal/build", "./parser/internal/mailsystem", "./parser/internal/place", "./parser/hook"},
		why: "a grammar reads bytes and gives the model"}
}

var templates = []string{"html/template", "text/template", "github.com/jhillyerd/enmime"}

const templatesWhy = "hundreds of KB in the page"

// testOnly are packages that no program imports.
var testOnly = []string{"parser/corpustest", "parser/bombtest", "parser/goldentest", "parser/queuetest", "app/redact/redacttest", "app/triage/triagetest"}

// early names the regular expressions of a file that are compiled when a program starts.
func early(file string, tree *ast.File) (found []token.Pos) {
	if strings.HasSuffix(file, "_test.go") || !below(file, "parser") && !below(file, "app") || slices.Contains(testOnly, path.Dir(file)) {
		return nil
	}
	for _, d := range tree.Decls {
		if _, ok := d.(*ast.GenDecl); !ok {
			continue
		}
		ast.Inspect(d, func(n ast.Node) bool {
			if sel, ok := n.(*ast.SelectorExpr); ok && sel.Sel.Name == "MustCompile" {
				found = append(found, sel.Pos())
			}
			return true
		})
	}
	return found
}

// doors are go-app's ways into JavaScript and raw HTML.
var doors = []string{"Window", "ValueOf", "FuncOf", "Raw"}

// violations parses a Go file, whatever its build tags, and names each import
// and each use of go-app's doors that the rules forbid there. Test files only
// have to keep off the doors.
func violations(file string, src []byte) ([]string, error) {
	fset := token.NewFileSet()
	tree, err := parser.ParseFile(fset, file, src, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	var found []string
	add := func(pos token.Pos, format string, args ...any) {
		found = append(found, fmt.Sprintf("%s: %s", fset.Position(pos), fmt.Sprintf(format, args...)))
	}
	for _, pos := range early(file, tree) {
		add(pos, "the expression is compiled at every start of the page: use parser/lazyregexp")
	}
	local := "" // what this file calls go-app
	for _, spec := range tree.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return nil, err
		}
		if imported == goApp {
			local = "app"
			if spec.Name != nil {
				local = spec.Name.Name
			}
			if local == "." {
				add(spec.Pos(), "dot import of go-app hides its doors")
			}
		}
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		for _, r := range rules {
			if !below(path.Dir(file), r.in) || r.except != "" && below(path.Dir(file), r.except) {
				continue
			}
			among := func(p string) bool { return below(imported, strings.Replace(p, "./", module, 1)) }
			if slices.ContainsFunc(r.never, among) && !slices.ContainsFunc(r.may, among) {
				add(spec.Pos(), "%s must not import %s: %s", r.in, imported, r.why)
			}
		}
	}
	if local == "" || below(path.Dir(file), "app/browser") {
		return found, nil
	}
	ast.Inspect(tree, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok {
			if x, ok := sel.X.(*ast.Ident); ok && x.Name == local && slices.Contains(doors, sel.Sel.Name) {
				add(sel.Pos(), "%s.%s is for app/browser only", local, sel.Sel.Name)
			}
		}
		return true
	})
	return found, nil
}

// below reports whether p is dir or inside of it.
func below(p, dir string) bool {
	return dir == "." || p == dir || strings.HasPrefix(p, dir+"/")
}

func TestImportRules(t *testing.T) {
	eachFile(t, func(name string, src []byte) error {
		found, err := violations(name, src)
		for _, v := range found {
			t.Error(v)
		}
		return err
	})
}

// eachFile calls f with every Go file of the tree and what is in it.
func eachFile(t *testing.T, f func(name string, src []byte) error) {
	t.Helper()
	tree := os.DirFS("..")
	files := 0
	err := fs.WalkDir(tree, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && name != "." && (strings.HasPrefix(d.Name(), ".") || slices.Contains([]string{"testdata", "build", "node_modules"}, d.Name())):
			return fs.SkipDir
		case d.IsDir() || path.Ext(name) != ".go":
			return nil
		}
		src, err := fs.ReadFile(tree, name)
		if err != nil {
			return err
		}
		files++
		return f(name, src)
	})
	if err != nil {
		t.Fatal(err)
	}
	if files < 1000 {
		t.Errorf("looked at %d files, want the whole tree", files)
	}
}

// The checker itself must see what it is for.
func TestViolations(t *testing.T) {
	for _, tc := range []struct {
		name, file, src string
		want            string // part of the only violation, "" none
	}{
		{"parser imports app", "parser/load.go", `import "github.com/spoolscope/spoolscope/app/engine"`, "parser must not import"},
		{"the page's hooks in triage", "app/triage/a.go", `import "github.com/spoolscope/spoolscope/parser/hook"`, "app/triage must not import"},
		{"archive imports a grammar", "parser/internal/archive/tar.go", `import "github.com/spoolscope/spoolscope/parser/internal/sendmail/name"`, "knows no mail system"},
		{"model imports the builder", "parser/queue/a.go", `import "github.com/spoolscope/spoolscope/parser/internal/build"`, "stands alone"},
		{"grammar imports JavaScript", "parser/internal/sendmail/qf.go", `import "syscall/js"`, "syscall/js"},
		{"ui imports the model", "app/ui/list.go", `import "github.com/spoolscope/spoolscope/parser/queue"`, "app/ui must not import"},
		{"ui imports safejs", "app/ui/list.go", `import "github.com/hack-pad/safejs"`, "only app/browser"},
		{"ui imports part of safejs", "app/ui/list.go", `import "github.com/hack-pad/safejs/jsguard"`, "only app/browser"},
		{"triage imports the engine", "app/triage/group.go", `import "github.com/spoolscope/spoolscope/app/engine"`, "app/triage must not import"},
		{"command reads the queue", "app/command/messages.go", `import "github.com/spoolscope/spoolscope/parser/queue"`, "commands ask the engine"},
		{"capture imports an answer", "app/engine/internal/capture/view.go", `import "github.com/spoolscope/spoolscope/app/engine/internal/overview"`, "makes none"},
		{"engine imports ui", "app/engine/a.go", `import "github.com/spoolscope/spoolscope/app/ui"`, "app/engine must not import"},
		{"web imports parser", "web/build.go", `import "github.com/spoolscope/spoolscope/parser"`, "web must not import"},
		{"share imports the site", "app/share/viewer.go", `import "github.com/spoolscope/spoolscope/web"`, "app/share must not import"},
		{"share imports the single file's format", "app/share/viewer.go", `import "github.com/spoolscope/spoolscope/web/element"`, ""},
		{"template", "app/share/report.go", `import "html/template"`, "html/template"},
		{"window", "app/ui/a.go", `import "` + goApp + "\"\nvar w = app.Window()", "app.Window"},
		{"raw under another name", "app/ui/a.go", `import goapp "` + goApp + "\"\nvar w = goapp.Raw(`<b>`)", "goapp.Raw"},
		{"door in main", "app/spoolscope/main_js.go", `import "` + goApp + "\"\nvar f = app.FuncOf", "app.FuncOf"},
		{"door in a test", "app/ui/a_test.go", `import "` + goApp + "\"\nvar v = app.ValueOf(1)", "app.ValueOf"},
		{"dot import", "app/ui/a.go", `import . "` + goApp + `"`, "dot import"},

		{"browser may", "app/browser/files.go", `import ("github.com/hack-pad/safejs"; "` + goApp + "\")\nvar w = app.Window()\nvar _ safejs.Value", ""},
		{"another Window", "app/ui/a.go", `import ("` + goApp + "\"; \"x/term\")\nvar a, w = app.Div(), term.Window", ""},
		{"ui imports the engine", "app/ui/list.go", `import "github.com/spoolscope/spoolscope/app/engine"`, "app/ui must not import"},
		{"protocol imports the model", "app/protocol/list.go", `import "github.com/spoolscope/spoolscope/parser/queue"`, "types alone"},
		{"a picture imports go-app", "app/picture/draw.go", `import "` + goApp + `"`, "coordinates of an answer"},
		{"protocol imports words", "app/protocol/text.go", `import "github.com/spoolscope/spoolscope/app/words"`, ""},
		{"words import the protocol", "app/words/marked.go", `import "github.com/spoolscope/spoolscope/app/protocol"`, "app/words must not import"},
		{"engine imports the model", "app/engine/a.go", `import "github.com/spoolscope/spoolscope/parser/queue"`, ""},
		{"redact imports triage", "app/redact/collect.go", `import "github.com/spoolscope/spoolscope/app/triage"`, "app/redact must not import"},
		{"redact's test help imports triage", "app/redact/redacttest/redacttest.go", `import "github.com/spoolscope/spoolscope/app/triage"`, ""},
		{"like a forbidden name", "parser/a.go", `import "github.com/spoolscope/spoolscope/apparatus"`, ""},
		{"tests may import more", "parser/load_test.go", `import "text/template"`, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			found, err := violations(tc.file, []byte("package p\n"+tc.src))
			if err != nil {
				t.Fatal(err)
			}
			switch {
			case tc.want == "" && len(found) > 0:
				t.Errorf("violations = %q, want none", found)
			case tc.want != "" && (len(found) != 1 || !strings.Contains(found[0], tc.want)):
				t.Errorf("violations = %q, want one with %q", found, tc.want)
			}
		})
	}
}
