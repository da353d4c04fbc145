//go:build !linux

package main

import "os"

// peak is unknown on other systems, which use other units or do not count.
func peak(*os.ProcessState) int64 { return 0 }
