package command

import (
	"bufio"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/spoolscope/spoolscope/app/stream"
	"github.com/spoolscope/spoolscope/parser"
	"github.com/spoolscope/spoolscope/parser/hook"
)

// files holds the files opened for a command until it ends.
type files struct {
	closers []io.Closer
	again   bool            // sources are read twice: pipes go to a spill file
	piped   time.Time       // when the data in a pipe was made, zero if unknown
	missing map[string]bool // files of folders that were removed before they were read
}

// Close closes all files.
func (f *files) Close() {
	for _, c := range f.closers {
		c.Close()
	}
}

// open makes sources from paths: one for each file of a folder, and the standard
// input for "-".
func (f *files) open(stdin io.Reader, paths []string) ([]parser.Source, error) {
	var sources []parser.Source
	for _, p := range paths {
		if p == "-" {
			src, err := f.standardInput(stdin)
			if err != nil {
				return nil, err
			}
			sources = append(sources, src)
			continue
		}
		info, err := os.Stat(p)
		if err != nil {
			return nil, err
		}
		if info.IsDir() {
			folder, err := f.folder(p)
			if err != nil {
				return nil, err
			}
			sources = append(sources, folder...)
			continue
		}
		file, err := os.Open(p)
		if err != nil {
			return nil, err
		}
		f.closers = append(f.closers, file)
		src := parser.Source{Name: filepath.ToSlash(p), Size: info.Size(), At: file, ModTime: info.ModTime()}
		if !info.Mode().IsRegular() { // /dev/fd/63
			if src, err = f.pipe(src.Name, file); err != nil {
				return nil, err
			}
		}
		sources = append(sources, src)
	}
	return sources, nil
}

// zipMagic begins a zip file, whose directory is at its end.
const zipMagic = "PK\x03\x04"

// standardInput reads a redirected file in place and a pipe as it arrives. A
// zip file in a pipe is kept first.
func (f *files) standardInput(stdin io.Reader) (parser.Source, error) {
	const name = "-"
	if file, ok := stdin.(*os.File); ok {
		if info, err := file.Stat(); err == nil && info.Mode().IsRegular() {
			return parser.Source{Name: name, Size: info.Size(), At: file, ModTime: info.ModTime()}, nil
		}
	}
	return f.pipe(name, stdin)
}

// pipe reads a stream as it arrives, or keeps it first.
func (f *files) pipe(name string, r io.Reader) (parser.Source, error) {
	in := bufio.NewReader(r)
	if magic, _ := in.Peek(len(zipMagic)); string(magic) != zipMagic && !f.again {
		return parser.Source{Name: name, Size: -1, R: in, ModTime: f.piped}, nil
	}
	kept := &stream.Spill{}
	f.closers = append(f.closers, kept)
	size, err := io.Copy(kept, in)
	return parser.Source{Name: name, Size: size, At: kept, ModTime: f.piped}, err
}

// folder returns the files below a folder ordered by name. Links to folders are
// followed, once each: queue directories may be links.
func (f *files) folder(root string) ([]parser.Source, error) {
	lazy := &stream.Lazy{}
	f.closers = append(f.closers, lazy)
	given := filepath.ToSlash(root)
	if full, err := filepath.Abs(root); err == nil { // the name of "." is known to the system
		given = filepath.ToSlash(full)
	}
	var sources []parser.Source
	var seen []string
	var walk func(dir string) error
	walk = func(dir string) error {
		real, err := filepath.EvalSymlinks(dir)
		if err != nil || slices.Contains(seen, real) {
			return err
		}
		seen = append(seen, real)
		entries, err := os.ReadDir(dir)
		if err != nil {
			return err
		}
		for _, e := range entries {
			p := filepath.Join(dir, e.Name())
			info, err := os.Stat(p)
			switch {
			case errors.Is(err, fs.ErrNotExist): // delivered meanwhile, or a link to nowhere
			case err != nil:
				return err
			case info.IsDir():
				if err := walk(p); err != nil {
					return err
				}
			case info.Mode().IsRegular():
				sources = append(sources, parser.Source{
					Name: filepath.ToSlash(p), Size: info.Size(), At: noted{lazy.File(p), f, filepath.ToSlash(p)}, ModTime: info.ModTime(), Folder: given,
				})
			}
		}
		return nil
	}
	err := walk(root)
	if err == nil && len(sources) == 0 {
		sources = []parser.Source{{Name: given, Folder: given, Empty: true}}
	}
	return sources, err
}

// noted is a file of a folder that records if it is missing: a running server
// delivers messages while its queue is read.
type noted struct {
	io.ReaderAt
	files *files
	name  string
}

// ReadAt implements io.ReaderAt.
func (n noted) ReadAt(p []byte, off int64) (int, error) {
	got, err := n.ReaderAt.ReadAt(p, off)
	if errors.Is(err, fs.ErrNotExist) {
		if n.files.missing == nil {
			n.files.missing = map[string]bool{}
		}
		n.files.missing[n.name] = true
	}
	return got, err
}

// keep makes a spill file for a decoded archive.
func (f *files) keep(string) hook.Keeper {
	s := &stream.Spill{}
	f.closers = append(f.closers, s)
	return s
}
