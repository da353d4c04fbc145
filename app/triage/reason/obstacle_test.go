package reason

import (
	"slices"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/parser/smtp"
)

// Each topic has an obstacle with its own words, and none is unused.
func TestObstacles(t *testing.T) {
	want := []string{ObstacleLocalServer, ObstacleSmartHost}
	for _, topic := range smtp.Topics() {
		want = append(want, topic.Key())
	}
	for _, topic := range OwnTopics {
		want = append(want, topic.ID)
	}
	slices.Sort(want)
	var got []string
	phrases := map[string]string{}
	for _, o := range Obstacles() {
		got = append(got, o.ID)
		if !slices.Contains(Sides[:], o.Side) {
			t.Errorf("%s is on side %q, want one of %v", o.ID, o.Side, Sides)
		}
		if o.Phrase == "" || strings.HasSuffix(o.Phrase, ".") || len([]rune(o.Phrase)) > 48 {
			t.Errorf("%s has the phrase %q", o.ID, o.Phrase)
		}
		if other, ok := phrases[o.Phrase]; ok {
			t.Errorf("%s and %s have the same phrase %q", o.ID, other, o.Phrase)
		}
		phrases[o.Phrase] = o.ID
	}
	if want = slices.Compact(want); !slices.Equal(got, want) {
		t.Errorf("obstacles = %q, want %q", got, want)
	}
	if o := ObstacleOf("rate-limited/sender"); !o.Is("rate-limited") || !o.Is("rate-limited/sender") || o.Is("rate") {
		t.Errorf("the family of %s is %s", o.ID, o.Family())
	}
}
