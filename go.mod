module github.com/spoolscope/spoolscope

go 1.26.8

require (
	github.com/alecthomas/kong v1.17.0 // flags of the command, not in the wasm; MIT
	github.com/hack-pad/safejs v0.1.1 // JavaScript errors as values; Apache-2.0
	github.com/klauspost/compress v1.20.3 // gzip that keeps what it has, zstd; BSD-3, Apache-2.0
	github.com/maxence-charriere/go-app/v10 v10.1.11 // the page, which is built without its HTTP server: see scripts/toolchain; MIT
	github.com/parquet-go/parquet-go v0.32.0 // Parquet tables of the command, not in the page: maintained, streams, pure Go; Apache-2.0
	github.com/rogpeppe/go-internal v1.16.0 // testscript, tests only; BSD-3
	github.com/therootcompany/xz v1.0.1 // xz that gives what stands before damage, a port of XZ Embedded; CC0
	github.com/ulikunitz/xz v0.5.17 // writes xz, tests only; BSD-3
	golang.org/x/net v0.62.0 // HTML tokenizer for reading HTML mail as text; BSD-3
	golang.org/x/term v0.47.0 // is it a terminal: the progress bar, not in the wasm; BSD-3
	golang.org/x/text v0.43.0 // charsets of the command; the page has TextDecoder; BSD-3
)

require (
	github.com/BurntSushi/toml v1.4.1-0.20240526193622-a339e1f7089c // indirect
	github.com/andybalholm/brotli v1.1.1 // indirect
	github.com/google/uuid v1.6.0 // indirect
	github.com/parquet-go/bitpack v1.0.0 // indirect
	github.com/parquet-go/jsonlite v1.0.0 // indirect
	github.com/pierrec/lz4/v4 v4.1.21 // indirect
	github.com/twpayne/go-geom v1.6.1 // indirect
	golang.org/x/exp/typeparams v0.0.0-20231108232855-2478ac86f678 // indirect
	golang.org/x/mod v0.42.0 // indirect
	golang.org/x/sync v0.24.0 // indirect
	golang.org/x/sys v0.49.0 // indirect
	golang.org/x/tools v0.52.0 // indirect
	google.golang.org/protobuf v1.34.2 // indirect
	honnef.co/go/tools v0.8.2 // indirect
)

tool honnef.co/go/tools/cmd/staticcheck
