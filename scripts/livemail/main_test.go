//go:build sendmail || postfix || exim

package livemail

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"syscall"
	"testing"
)

// hostName is this computer's name in the network of the tests.
const hostName = "mail.example.org"

// unpacked is the folder into which scripts/test unpacks Debian's packages.
var unpacked = os.Getenv("UNPACKED")

func TestMain(m *testing.M) {
	if err := own(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// own checks that the network is isolated and that the host name can be
// changed.
func own() error {
	if os.Geteuid() != 0 || unpacked == "" {
		return fmt.Errorf("needs the unpacked mail system, root and a network of its own: run scripts/test")
	}
	ifaces, err := net.Interfaces()
	if err != nil {
		return err
	}
	for _, i := range ifaces {
		if i.Flags&net.FlagLoopback == 0 {
			return fmt.Errorf("the network interface %s is reachable: run scripts/test, which isolates the tests", i.Name)
		}
	}
	if out, err := exec.Command("ip", "link", "set", "lo", "up").CombinedOutput(); err != nil {
		return fmt.Errorf("ip: %w: %s", err, out)
	}
	return syscall.Sethostname([]byte(hostName))
}
