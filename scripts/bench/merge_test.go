package main

import "testing"

func TestMerge(t *testing.T) {
	for _, tc := range []struct{ name, old, want string }{
		{"no file", "", "# Benchmarks\n\n" + begin + "NEW\n" + end},
		{"written by hand", "# Benchmarks\n\n## Why\n", "# Benchmarks\n\n" + begin + "NEW\n" + end + "\n## Why\n"},
		{"measured before", "# Benchmarks\n\n" + begin + "OLD\n" + end + "\n## Why\n", "# Benchmarks\n\n" + begin + "NEW\n" + end + "\n## Why\n"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := merge(tc.old, "NEW\n"); got != tc.want {
				t.Errorf("merge(%q) = %q, want %q", tc.old, got, tc.want)
			}
		})
	}
}
