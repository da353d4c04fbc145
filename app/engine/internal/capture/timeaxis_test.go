package capture

import (
	"math"
	"testing"

	"github.com/spoolscope/spoolscope/app/triage/triagetest"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// aged makes messages of ages from one number of seconds down to another.
func aged(from, to, step int64, state queue.State) []triagetest.Mail {
	var out []triagetest.Mail
	for age := from; age >= to; age -= step {
		out = append(out, triagetest.Mail{Age: age, State: state, Client: "a [192.0.2.1]"})
	}
	return out
}

func TestTimeAxis(t *testing.T) {
	const minute, hour, day = 60, 3600, 86400
	for _, tt := range []struct {
		what          string
		mails         []triagetest.Mail
		step          int64
		past, buckets int
		wave          int
	}{
		{"one hour needs no picture", aged(hour-1, 0, minute, queue.Deferred), 0, 0, 0, 0},
		{"two hours", aged(2*hour, 0, minute, queue.Deferred), minute, 121, 121, 121},
		{"a day", aged(day, 0, 10*minute, queue.Deferred), 15 * minute, 97, 97, 72},
		{"four days: what is a day old is given up in four", aged(4*day, 0, hour, queue.Deferred), 2 * hour, 49, 97, 12},
		{"quarantined mail is not given up", aged(4*day, 0, hour, queue.Quarantined), hour, 97, 97, 0},
		{"overdue mail is given up now", aged(6*day, 5*day, hour, queue.Deferred), hour, 145, 145, 0},
		{"half a year", aged(180*day, 0, day, queue.Quarantined), day, 150, 150, 0},
		{"strays are left out", append(aged(2*day, 0, 10*minute, queue.Deferred), triagetest.Mail{Age: 900 * day, State: queue.Orphan}), hour, 49, 49, 72},
	} {
		c := New(triagetest.Queue(queue.Dir{Path: "/var/spool/mqueue"}, tt.mails...), nil)
		a := c.TimeAxis()
		if a == nil {
			a = &TimeAxis{}
		}
		if a.Step != tt.step || a.Past != tt.past || a.Buckets != tt.buckets || a.Wave.Count != tt.wave {
			t.Errorf("%s: %d buckets of %d s, %d past, wave %d; want %d of %d, %d past, wave %d", tt.what, a.Buckets, a.Step, a.Past, a.Wave.Count, tt.buckets, tt.step, tt.past, tt.wave)
		}
	}
}

// Damaged files have any number as a time.
func TestTimeAxisOfAnyNumbers(t *testing.T) {
	for _, odd := range []int64{math.MinInt64, math.MinInt64 + 1, -1, 0, 1, 1 << 41, math.MaxInt64} {
		q := triagetest.Queue(queue.Dir{Path: "/var/spool/mqueue"}, aged(2*86400, 0, 3600, queue.Deferred)...)
		q.Created[0], q.LastTry[1] = odd, odd
		if a := New(q, nil).TimeAxis(); a == nil || a.Step != 3600 || a.Buckets < 48 || a.Buckets > 49 {
			t.Errorf("with a message created at %d the axis is %+v, want two days of hours", odd, a)
		}
		for i := range q.Created {
			q.Created[i] = odd
		}
		New(q, nil).TimeAxis()
		q.Taken = odd
		New(q, nil).TimeAxis()
	}
}

// Another queue lifetime moves the give-ups.
func TestTimeAxisLifetime(t *testing.T) {
	c := New(triagetest.Queue(queue.Dir{Path: "/var/spool/mqueue"}, aged(2*86400, 0, 3600, queue.Deferred)...), nil)
	before := c.TimeAxis().Buckets
	c.SetReturn(3)
	if a := c.TimeAxis(); a.Buckets <= before || a.Wave.Lasts != waveLasts {
		t.Errorf("with a lifetime of 3 days there are %d buckets and a wave of %d s, before %d buckets", a.Buckets, a.Wave.Lasts, before)
	}
}
