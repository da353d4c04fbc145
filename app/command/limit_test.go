package command

import (
	"testing"

	"github.com/spoolscope/spoolscope/app/words"
)

func TestLimit(t *testing.T) {
	tests := []struct {
		text, perf, words string
		reached           map[int64]bool
	}{
		{"10", "10", "above 10", map[int64]bool{0: false, 10: false, 11: true}},
		{"0", "0", "above 0", map[int64]bool{0: false, 1: true}},
		{"0:10", "10", "above 10", map[int64]bool{10: false, 11: true}},
		{":10", "10", "above 10", map[int64]bool{10: false, 11: true}},
		{"~:10", "~:10", "above 10", map[int64]bool{0: false, 10: false, 11: true}},
		{"10:", "10:", "below 10", map[int64]bool{9: true, 10: false, 11: false}},
		{"10:20", "10:20", "outside 10 to 20", map[int64]bool{9: true, 10: false, 20: false, 21: true}},
		{"@10:20", "@10:20", "from 10 to 20", map[int64]bool{9: false, 10: true, 20: true, 21: false}},
		{"@10", "@10", "from 0 to 10", map[int64]bool{0: true, 10: true, 11: false}},
		{"@10:", "@10:", "10 or more", map[int64]bool{9: false, 10: true}},
		{"~:", "~:", "", map[int64]bool{0: false, 1 << 40: false}},
		{"", "", "", map[int64]bool{0: false, 1 << 40: false}},
	}
	for _, tt := range tests {
		var l countLimit
		if err := l.UnmarshalText([]byte(tt.text)); err != nil {
			t.Errorf("limit %q: %v", tt.text, err)
			continue
		}
		if got := l.String(); got != tt.perf {
			t.Errorf("limit %q is written %q, want %q", tt.text, got, tt.perf)
		}
		if possible := l.possible(); possible != (tt.words != "") {
			t.Errorf("limit %q: possible() = %v", tt.text, possible)
		} else if got := l.words(words.Number[int64]); possible && got != tt.words {
			t.Errorf("limit %q in words is %q, want %q", tt.text, got, tt.words)
		}
		for v, want := range tt.reached {
			if got := l.reached(v); got != want {
				t.Errorf("limit %q: reached(%d) = %v, want %v", tt.text, v, got, want)
			}
		}
	}
	for _, text := range []string{"x", "10:5", "-1", "@", "1:2:3", "1.5", "99999999999999999999"} {
		var l countLimit
		if err := l.UnmarshalText([]byte(text)); err == nil {
			t.Errorf("limit %q is accepted", text)
		}
	}
}

func TestAgeLimit(t *testing.T) {
	for text, want := range map[string]string{"4h": "14400", "1d12h": "129600", "30m:": "1800:", "0:2d": "172800", "@1h:2h": "@3600:7200"} {
		var l ageLimit
		if err := l.UnmarshalText([]byte(text)); err != nil || l.String() != want {
			t.Errorf("age limit %q = %q, %v, want %q", text, l, err, want)
		}
	}
	for _, text := range []string{"4", "4x", "h", "-4h", "2d:1d"} {
		var l ageLimit
		if err := l.UnmarshalText([]byte(text)); err == nil {
			t.Errorf("age limit %q is accepted as %q", text, l)
		}
	}
}
