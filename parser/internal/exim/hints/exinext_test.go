package hints

import "testing"

const next = `root@mx:~# exinext refused.example
Transport: mx.refused.example [192.0.2.1] error 111: Connection refused
  first failed: 27-Sep-2023 13:21:55
  last tried:   28-Sep-2023 10:21:47
  next try at:  28-Sep-2023 16:21:47
Route: fig.example error -36: host lookup did not complete
  first failed: 27-Sep-2023 13:21:55
  last tried:   28-Sep-2023 10:21:47
  next try at:  28-Sep-2023 16:21:47
  past final cutoff time
`

func TestNext(t *testing.T) {
	var got []Retry
	ParseNext(next, func(r Retry) { got = append(got, r) })
	if !BeginsNext([]byte(next)) || len(got) != 2 || got[0].Key != "T:mx.refused.example:192.0.2.1" || got[0].Errno != 111 || got[0].Next-got[0].Last != 6*3600 || got[0].Expired ||
		got[1].Key != "R:fig.example" || got[1].Text != "host lookup did not complete" || !got[1].Expired {
		t.Errorf("got %+v", got)
	}
	for _, other := range []string{"", "Transport: x\n", "root@mx:~# exinext x\nNo retry data found for x\n"} {
		if BeginsNext([]byte(other)) {
			t.Errorf("%q is taken for output of exinext", other)
		}
	}
}

func FuzzNext(f *testing.F) {
	f.Add(next)
	f.Fuzz(func(t *testing.T, text string) {
		BeginsNext([]byte(text))
		ParseNext(text, func(Retry) {})
	})
}
