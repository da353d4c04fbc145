package queue

import "testing"

func FuzzDecodeID(f *testing.F) {
	for _, id := range []string{"AA04242", "RAA04242", "X~A31337", "eA951Kp04242", "4259f7Kc031337", "416A00V8009936~", "q5UNxyAB000001"} {
		f.Add(id, AnyVersion, int64(1795435200))
		f.Add(id, 8, int64(0))
		f.Add(id, 4, int64(-1<<63))
	}
	f.Fuzz(func(t *testing.T, id string, version int, near int64) {
		info, ok := DecodeID(id, version, near)
		if !ok {
			if info != (IDInfo{}) {
				t.Errorf("DecodeID(%q, %d, %d) = %+v, false, want the zero value", id, version, near, info)
			}
			return
		}
		if last := id[len(id)-1]; last < '0' || last > '9' {
			t.Errorf("DecodeID(%q) accepts an id that does not end in a digit", id)
		}
		if info.PID < 0 || info.Hour < -1 || info.Hour > 23 {
			t.Errorf("DecodeID(%q) = %+v, out of range", id, info)
		}
		timed := info.Era == Era810 || info.Era == Era812
		if timed != (info.Time != 0) || (info.Era == Era87) != (info.Hour >= 0) {
			t.Errorf("DecodeID(%q) = %+v, which mixes eras", id, info)
		}
	})
}
