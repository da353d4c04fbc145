package share

import "testing"

func TestTextOfReport(t *testing.T) {
	page := "<!DOCTYPE html>\n<html><head><style>\nb{white-space:nowrap}\n</style><title>Mail of ubuntu</title></head>\n<body class=\"short\"><strong>a&lt;b</strong><a href=\"#x&amp;y\" title=\"strong\">mx7</a><br/></body></html>"
	want := "\n<i><i><i>\n\n</i><i>Mail of ubuntu</i></i>\n<i><i>a&lt;b</i><i title=\"#x&amp;y\" title=\"strong\">mx7</i><i></i></i>"
	if got := string(TextOfReport([]byte(page))); got != want {
		t.Errorf("TextOfReport = %q, want %q", got, want)
	}
}
