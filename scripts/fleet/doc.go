// Package fleet tries the queries of this folder on real engines, with the data set
// that spoolscope export writes, and compares their numbers with what spoolscope
// group, summary and diff count.
package fleet
