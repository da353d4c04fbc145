package hostile

import "testing"

func TestAll(t *testing.T) {
	all := All()
	ids, kinds := map[string]bool{}, map[string]int{}
	for _, p := range all {
		if ids[p.ID] {
			t.Errorf("two payloads have the ID %s", p.ID)
		}
		ids[p.ID] = true
		kinds[p.Kind]++
	}
	t.Logf("%d payloads: %v", len(all), kinds)
	if len(all) < 250 || len(all) > 999 {
		t.Errorf("%d payloads, want 250 to 999", len(all))
	}
	if _, err := Archive(all); err != nil {
		t.Error(err)
	}
}
