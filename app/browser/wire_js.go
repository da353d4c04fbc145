package browser

// Messages between page and worker are JavaScript objects with a field kind.
//
//	page to worker
//	  (start)  module            the compiled module; boot.js takes this one
//	  ask      id, json          a request
//	  data     id, buffer|error  what a read found
//	  stored   id, error         a piece was kept
//	  port     keeper, port      pieces of what a source decodes to come through it
//	  failed   keeper, error     its decoder could not start, or crashed
//	  reader   port|error        another worker, which reads a source for this one; or that it has been ended
//	  walk     port, json, first  makes this worker such a reader: the source, and keepers before its own
//
//	worker to page
//	  ready                      Go runs and listens
//	  answer   id, json, last, file
//	  read     id, source, sources, offset, length
//	  store    id, keeper, buffer
//	  heard                      a request to cancel has arrived
//	  unpack   source, keeper    asks for a decoder
//	  kept     keeper, blob      a piece that the decoder stored
//	  leave    keeper            no piece is wanted any more
//	  forget   keeper            drop kept streams with lower numbers
//	  apart    json, first       asks for a reader
//	  done                       it is not needed any more
//	  fault    text              a panic that was recovered
//	  exit     text              Go has ended; sent by boot.js
//
// Sources count up from 1; streams kept for the worker count down from -1, so
// that a read names either with one number. A read of several sources is one
// of all their bytes in a row.
const (
	kindAsk    = "ask"
	kindData   = "data"
	kindStored = "stored"
	kindPort   = "port"
	kindFailed = "failed"
	kindReader = "reader"
	kindWalk   = "walk"

	kindReady  = "ready"
	kindAnswer = "answer"
	kindRead   = "read"
	kindStore  = "store"
	kindHeard  = "heard"
	kindUnpack = "unpack"
	kindKept   = "kept"
	kindLeave  = "leave"
	kindForget = "forget"
	kindApart  = "apart"
	kindDone   = "done"
	kindFault  = "fault"
	kindExit   = "exit"
)
