//go:build !linux

package peak

import "os"

// Of is unknown on other systems, which use other units or do not count.
func Of(*os.ProcessState) int64 { return 0 }
