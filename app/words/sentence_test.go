package words

import "testing"

func TestUpperFirst(t *testing.T) {
	for in, want := range map[string]string{
		"":                           "",
		"the file ends":              "The file ends",
		"zip: not read":              "Zip: not read",
		"ärger":                      "Ärger",
		"so-called listing":          "So-called listing",
		"it's over":                  "It's over",
		"MTA queue":                  "MTA queue",
		"7z archive":                 "7z archive",
		"sendmail -bP announces 3":   "sendmail -bP announces 3",
		"mailq: command not found":   "mailq: command not found",
		"mqueue/qfAB12 is empty":     "mqueue/qfAB12 is empty",
		"spool.tgz is damaged":       "spool.tgz is damaged",
		"ann@example.org is unknown": "ann@example.org is unknown",
		"sendmail's limit":           "sendmail's limit",
	} {
		if got := UpperFirst(in); got != want {
			t.Errorf("UpperFirst(%q) = %q, want %q", in, got, want)
		}
	}
}
