// Package stream gives random access to bytes that are not in memory, without
// any JavaScript: the same code runs in the worker and in tests.
//
// In the worker the files belong to the page. Reads asks it for slices of them:
// larger ones, and ahead of need, if a source is read from front to back, and
// whole batches of small files. A decoded archive goes back to the page piece
// by piece (Keeper), unless the page itself decodes it (Unpacked). For the
// command, Spill keeps a decoded archive in memory and a spill file, and Lazy
// opens the files of a folder when they are read.
package stream
