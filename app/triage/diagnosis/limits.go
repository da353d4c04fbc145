package diagnosis

const (
	tiny         = 10 // messages; with fewer, each obstacle is described and no shares are given
	leastOf      = 30 // messages; shares are given of this many or more
	maxHeadline  = 16 // words of a headline
	maxWords     = 70 // of the sentences, not counting hosts and what was not read
	maxObstacles = 2  // that are named in one sentence
	maxHosts     = 4  // that get a sentence of their own

	// Anything below smallShare per cent and smallCount messages is left out.
	smallShare = 5
	smallCount = 50

	// Bounces: from this share and count on they are what the queue is about.
	bounceShare = 30
	bounceCount = 50

	// One source: from this share of the ordinary messages and this count on.
	sourceShare = 40
	sourceCount = 100

	// A login used from at least this many addresses for at least this many
	// messages is probably stolen: a person has a few addresses, a program one.
	stolenAddresses = 5
	stolenMessages  = 1000

	// An obstacle is the headline from this share on, and a fault of this
	// server that stops all further mail from a smaller one.
	mainShare  = 40
	faultShare = 20

	// A queue is healthy with fewer messages than this, none older than this many
	// seconds, and at most this share of bounces.
	healthyCount   = 100
	healthyAge     = 12 * 3600
	healthyBounces = 10

	// Damaged and quarantined messages are the headline from these shares on.
	brokenShare = 20
	heldShare   = 20

	// A step on this server comes first unless it is about less than this share.
	stepShare = 5
	// Nor does one that is less than one in dwarf of an obstacle elsewhere that
	// is the headline.
	dwarf = 4
	// A source whose last message arrived within this many seconds before the
	// capture is still sending.
	active = 3600
)

// share reports whether n is at least percent of a whole.
func share(n, of, percent int) bool { return 100*n >= percent*of && n > 0 }
