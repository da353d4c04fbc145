package main

import "testing"

func TestMerge(t *testing.T) {
	for _, tc := range []struct{ name, old, want string }{
		{"no file", "", "# Benchmarks\n\n" + ofPage.begin + "NEW\n" + ofPage.end},
		{"written by hand", "# Benchmarks\n\n## Why\n", "# Benchmarks\n\n" + ofPage.begin + "NEW\n" + ofPage.end + "\n## Why\n"},
		{"measured before", "# Benchmarks\n\n" + ofPage.begin + "OLD\n" + ofPage.end + "\n## Why\n", "# Benchmarks\n\n" + ofPage.begin + "NEW\n" + ofPage.end + "\n## Why\n"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := ofPage.merge(tc.old, "NEW\n"); got != tc.want {
				t.Errorf("merge(%q) = %q, want %q", tc.old, got, tc.want)
			}
		})
	}
}

func TestMergeSecond(t *testing.T) {
	old := "# Benchmarks\n\n" + ofPage.begin + "PAGE\n" + ofPage.end + "\n## Why\n"
	once := ofSystems.merge(old, "OLD\n")
	want := "# Benchmarks\n\n" + ofPage.begin + "PAGE\n" + ofPage.end + "\n" + ofSystems.begin + "NEW\n" + ofSystems.end + "\n## Why\n"
	if got := ofSystems.merge(once, "NEW\n"); got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got := ofPage.merge(want, "PAGE\n"); got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
