package command

import (
	"bytes"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// childOf is a variable of the environment in which TestInterruptedInAPipe runs itself.
const childOf = "SPOOLSCOPE_TEST_INTERRUPTED"

// A command that is interrupted while it waits for input ends, says that it was
// interrupted, and prints nothing of what it had read.
func TestInterruptedInAPipe(t *testing.T) {
	if os.Getenv(childOf) != "" {
		os.Args = []string{"spoolscope", "summary", "-"}
		Main()
	}
	cmd := exec.Command(os.Args[0], "-test.run=^TestInterruptedInAPipe$")
	cmd.Env = append(os.Environ(), childOf+"=1")
	var out, said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &said
	in, err := cmd.StdinPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	// More than fits into a pipe: once it is written, the command is reading.
	if _, err := in.Write([]byte(strings.Repeat("a", 1<<20))); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // an exit code is an error
	if code := cmd.ProcessState.ExitCode(); code != exitInterrupted || !strings.Contains(said.String(), "stopped by you") || out.Len() > 0 {
		t.Errorf("exit code %d, output %q, said %q", code, out.String(), said.String())
	}
}
