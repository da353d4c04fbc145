package archive

// Limits bound what an archive may cost. Zero fields take the default.
type Limits struct {
	Members int   // files, folders and links; default 8,000,000
	Bytes   int64 // decoded bytes of one source; default 1 TiB
	Name    int   // bytes of a member name; default 4,096
	Depth   int   // archives inside archives; default 3
}
