package main

import (
	"encoding/json"
	"testing"

	"github.com/spoolscope/spoolscope/web"
)

// A bill of the page names its scripts beside its modules.
func TestBillHasVendored(t *testing.T) {
	got, err := withVendored([]byte(`{"bomFormat": "CycloneDX", "components": [{"name": "github.com/alecthomas/kong"}]}`), web.Purify)
	if err != nil {
		t.Fatal(err)
	}
	var bill struct {
		BomFormat  string
		Components []struct {
			Name, Version, Purl string
			Hashes              []struct{ Alg, Content string }
		}
	}
	if err := json.Unmarshal(got, &bill); err != nil {
		t.Fatal(err)
	}
	if bill.BomFormat != "CycloneDX" || len(bill.Components) != 2 || bill.Components[0].Name != "github.com/alecthomas/kong" {
		t.Fatalf("the bill is %s", got)
	}
	if c := bill.Components[1]; c.Name != "DOMPurify" || c.Version != web.Purify.Version || c.Purl != "pkg:npm/dompurify@"+c.Version || len(c.Hashes) != 1 || c.Hashes[0].Content != web.Purify.SHA256 {
		t.Errorf("the script is %+v", c)
	}
	if _, err := withVendored([]byte(`{}`), web.Purify); err == nil {
		t.Error("a bill without components is no error")
	}
}
