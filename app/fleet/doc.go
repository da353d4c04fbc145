// Package fleet keeps a data set: a folder with the tables of many captures, one
// partition for each host and time, which engines such as DuckDB read as a whole.
// A partition is written whole or not at all, and what is there and unchanged is
// not written again.
package fleet
