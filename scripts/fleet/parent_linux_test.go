package fleet

import "syscall"

// withParent makes the system end a server together with the test, however the
// test ends.
func withParent() *syscall.SysProcAttr { return &syscall.SysProcAttr{Pdeathsig: syscall.SIGTERM} }
