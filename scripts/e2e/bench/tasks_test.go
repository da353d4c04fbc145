package main

import (
	"slices"
	"strings"
	"testing"
)

// The longest task of the marked thread counts for the action in which it began, the
// workers' tasks add up, and what belongs to other tabs does not count.
func TestReadTasks(t *testing.T) {
	const trace = `{"metadata": {}, "traceEvents": [
		{"name":"thread_name","ph":"M","pid":7,"tid":3,"args":{"name":"DedicatedWorker thread"}},
		{"name":"thread_name","ph":"M","pid":7,"tid":1,"args":{"name":"CrRendererMain"}},
		{"name":"process_labels","ph":"M","pid":7,"tid":1,"args":{"name":5}},
		{"name":"bench: load","ph":"I","pid":7,"tid":1,"ts":1000},
		{"name":"RunTask","ph":"X","pid":7,"tid":1,"ts":900,"dur":50,"tdur":99000},
		{"name":"RunTask","ph":"X","pid":7,"tid":1,"ts":2000,"dur":90000,"tdur":30000},
		{"name":"RunTask","ph":"X","pid":7,"tid":1,"ts":95000,"dur":90000,"tdur":20000},
		{"name":"FunctionCall","ph":"X","pid":7,"tid":1,"ts":95000,"dur":90000,"tdur":90000},
		{"name":"RunTask","ph":"X","pid":7,"tid":3,"ts":3000,"dur":5000,"tdur":4000},
		{"name":"ThreadControllerImpl::RunTask","ph":"X","pid":7,"tid":3,"ts":4000,"dur":1000,"tdur":900},
		{"name":"RunTask","ph":"X","pid":7,"tid":3,"ts":9000,"dur":5000,"tdur":2000},
		{"name":"RunTask","ph":"X","pid":8,"tid":1,"ts":3000,"dur":90000,"tdur":80000},
		{"name":"bench: a jump","ph":"I","pid":7,"tid":1,"ts":190000},
		{"name":"RunTask","ph":"X","pid":7,"tid":1,"ts":191000,"dur":90000,"tdur":12500},
		{"name":"RunTask","ph":"X","pid":7,"tid":1,"ts":300000,"dur":9,"tdur":77000},
		{"name":"bench: ","ph":"I","pid":7,"tid":1,"ts":290000}
	]}`
	got, err := readTasks(strings.NewReader(trace))
	want := []Tasks{{"load", 30, 6}, {"a jump", 12.5, 0}}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("%+v, error %v, want %+v", got, err, want)
	}
	for _, bad := range []string{``, `{}`, `{"traceEvents": [`, `{"traceEvents": [{"name":"bench: load","ph":"I","ts":1}]}`} {
		if got, err := readTasks(strings.NewReader(bad)); err == nil {
			t.Errorf("%q: %+v, want an error", bad, got)
		}
	}
}
