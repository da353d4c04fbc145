// Package command shows in the terminal what the screens show; each subcommand
// has a file. A command loads its sources into an engine, sends it requests,
// and prints the answers.
package command

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"reflect"
	"strings"
	"syscall"
	"time"

	"github.com/alecthomas/kong"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/redact"
	"github.com/spoolscope/spoolscope/app/share"
	"github.com/spoolscope/spoolscope/app/table"
	"github.com/spoolscope/spoolscope/app/version"
	"github.com/spoolscope/spoolscope/app/words"
)

// The exit codes.
const (
	exitOK          = 0
	exitFailed      = 1 // nothing readable, or not found
	exitUsage       = 2
	exitInterrupted = 130 // 128 + SIGINT, as shells have it
)

// checkName is the command whose exit codes are those of a plugin.
const checkName = "check"

// commands is the command line.
type commands struct {
	Version kong.VersionFlag `help:"Print the version."`

	Statuses statusesCommand `cmd:"" help:"Count the statuses of a mailq listing, as mailq | grep ' (' | … | sort | uniq -c."`
	Replies  repliesCommand  `cmd:"" help:"Count the SMTP replies in data files, as grep -h '<<<' df* | sort | uniq -c."`
	Purge    purgeCommand    `cmd:"" help:"Print the commands that delete messages with a 5xx reply. Nothing is deleted."`
	Summary  summaryCommand  `cmd:"" help:"Print why mail is stuck: states, statuses, replies, ages."`
	Causes   causesCommand   `cmd:"" help:"Print what holds the queue up, the evidence and what to do."`
	Check    checkCommand    `cmd:"" help:"Check a queue as a Nagios plugin: one line, performance data, exit code 0 to 3."`
	Codes    codesCommand    `cmd:"" help:"Print every reply code that occurs, and what it means."`
	Explain  explainCommand  `cmd:"" help:"Explain one status or reply: what it means, who must act, how long it lasts and whether deleting is safe."`
	Group    groupCommand    `cmd:"" help:"Count messages by state, server, reason, domain or another key of the filter."`
	Messages messagesCommand `cmd:"" help:"Print every message as a line of JSON."`
	Show     showCommand     `cmd:"" help:"Print one message as it would be sent."`
	Export   exportCommand   `cmd:"" help:"Write messages as CSV, JSON, text, mailbox, archive or tables, with names hidden on request."`
	Report   reportCommand   `cmd:"" help:"Write a page in plain words, for non-administrators."`
	Diff     diffCommand     `cmd:"" help:"Compare two captures of a queue: what came, went and stayed, by cause."`
	Problems problemsCommand `cmd:"" help:"Print what is damaged or odd in the sources."`
}

// session holds what a command runs with: its streams, its context and the clock.
type session struct {
	ctx    context.Context
	stdin  io.Reader
	stdout *bufio.Writer
	width  int // of running text, in characters
	stderr io.Writer
	// terminal reports whether stdout is a terminal.
	terminal bool
	now      func() time.Time
}

// warn writes a line to the error output.
func (s *session) warn(format string, args ...any) {
	fmt.Fprintf(s.stderr, "spoolscope: %s\n", words.VisibleLines(fmt.Sprintf(format, args...)))
}

// errUsage marks an error of the command line that kong cannot see.
type errUsage struct{ text string }

func (e errUsage) Error() string { return e.text }

// exited carries the exit code out of kong's --help and --version.
type exited int

// Main runs the command line of this process until it ends or is interrupted,
// and exits with its code.
func Main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := make(chan int, 1)
	go func() { code <- Run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr) }()
	select {
	case c := <-code:
		os.Exit(c)
	case <-ctx.Done():
	}
	stop() // a second signal ends the process at once
	select {
	case c := <-code:
		os.Exit(c)
	case <-time.After(stopAfter): // it waits for a pipe, or for the terminal
		fmt.Fprintln(os.Stderr, stoppedByYou)
		os.Exit(exitInterrupted)
	}
}

// stopAfter is how long a command has to end by itself when it is interrupted.
const stopAfter = time.Second

// stoppedByYou is what an interrupted command says. It shows nothing of what it had
// read: in a script, half of a queue would pass for the whole.
const stoppedByYou = "spoolscope: stopped by you; what was read is not shown"

// Run executes a command line and returns the exit code: 0, 1 if nothing could
// be read or found, 2 for a wrong command line, 130 if interrupted;
// for the command check, those of a monitoring plugin.
func Run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) (code int) {
	return run(&session{ctx: ctx, stdin: stdin, stdout: bufio.NewWriter(stdout), width: widthOf(stdout), stderr: stderr, terminal: isTerminal(stdout), now: time.Now}, args, stdout)
}

// run is Run in a session. The command check has exit codes of its own: anything
// but a verdict, even its help, is UNKNOWN.
func run(s *session, args []string, stdout io.Writer) (code int) {
	checks := len(args) > 0 && args[0] == checkName
	defer func() {
		if r := recover(); r != nil {
			e, ok := r.(exited)
			if !ok {
				panic(r)
			}
			code = int(e)
			if checks {
				code = int(statusUnknown)
			}
		}
	}()
	parser := newParser(kong.Writers(stdout, s.stderr), kong.Exit(func(code int) { panic(exited(code)) }))
	parsed, err := parser.Parse(args)
	switch {
	case err == nil:
	case checks:
		fmt.Fprintln(stdout, unknown(err))
		return int(statusUnknown)
	default:
		s.warn("%v", err)
		fmt.Fprintln(s.stderr, "Run \"spoolscope --help\" for the commands.")
		return exitUsage
	}
	out := output(stdout, parsed.Selected().Name, s.terminal)
	s.stdout.Reset(out)
	err = errors.Join(parsed.Run(s), s.stdout.Flush())
	if v, ok := out.(*visible); ok {
		err = errors.Join(err, v.Close())
	}
	var usage errUsage
	var verdict status
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &verdict):
		return int(verdict)
	case checks:
		return int(statusUnknown)
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(s.stderr, stoppedByYou)
		return exitInterrupted
	case errors.As(err, &usage):
		s.warn("%v", err)
		return exitUsage
	default:
		s.warn("%v", err)
		return exitFailed
	}
}

// Model describes the command line: its commands, flags and arguments. Man page
// and shell completions are generated from it.
func Model() *kong.Application { return newParser().Model }

// argument sets a string to an argument as it is. Kong's own mapper passes it through JSON, which
// replaces bytes that are not UTF-8: the file of such a name could not be opened.
func argument(ctx *kong.DecodeContext, target reflect.Value) error {
	token, err := ctx.Scan.PopValue("string")
	if err == nil {
		target.SetString(token.String())
	}
	return err
}

func newParser(options ...kong.Option) *kong.Kong {
	parser, err := kong.New(&commands{}, append([]kong.Option{
		kong.Name("spoolscope"), kong.KindMapper(reflect.String, kong.MapperFunc(argument)),
		kong.Description("Why is mail stuck? Reads the queues of sendmail, Postfix and Exim (.tar, .tar.gz, .zst, .xz, .bz2, .zip, folders, queue files) and mailq output. - is standard input."),
		kong.Vars{
			"version": "spoolscope " + version.String(), "dimensions": strings.Join(protocol.Dimensions, ", "),
			"formats": strings.Join(append(share.Formats[:len(share.Formats):len(share.Formats)], append([]string{"report", "viewer"}, table.Formats...)...), ", "), "categories": strings.Join(redact.Categories, ", "),
		},
	}, options...)...)
	if err != nil {
		panic(err) // the struct tags above are wrong
	}
	return parser
}
