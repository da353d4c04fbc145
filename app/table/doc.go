// Package table makes tables of captures for database engines: one row for each
// message, recipient, reply, cause, problem and capture, as Parquet or as JSON
// lines. The row types are the schema: their tags name, type and document each
// column, and [Tables] reads them. It is for the command only; the page does not
// link it.
package table
