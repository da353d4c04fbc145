package fleet

import "syscall"

// withParent has the system end a server with the test, however that ends.
func withParent() *syscall.SysProcAttr { return &syscall.SysProcAttr{Pdeathsig: syscall.SIGTERM} }
