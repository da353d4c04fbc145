package fleet

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
)

// Dataset is a folder with partitions. Its methods may be called from several
// goroutines, except for Commit and Keep, which belong to one.
type Dataset struct {
	dir     string
	lock    io.Closer
	drafts  atomic.Int64
	claimed map[string]string // by partition: its archive in this run
}

// own is the folder of a data set for everything that is not data: records of what
// was written, and partitions in progress. Engines skip names that begin with an
// underscore.
const own = "_spoolscope"

// ErrInUse is returned when another program writes to the data set.
var ErrInUse = errors.New("another export writes to this folder")

// Open opens a data set, and makes its folder if there is none. What an export that
// was killed left unfinished is removed.
func Open(dir string) (*Dataset, error) {
	d := &Dataset{dir: dir, claimed: map[string]string{}}
	if err := os.MkdirAll(filepath.Join(dir, own), 0o777); err != nil {
		return nil, err
	}
	var err error
	if d.lock, err = lock(filepath.Join(dir, own, "lock")); err != nil {
		return nil, err
	}
	if err := os.RemoveAll(d.drafted()); err != nil {
		d.lock.Close()
		return nil, err
	}
	return d, nil
}

// Close ends the work on the data set.
func (d *Dataset) Close() error {
	return errors.Join(os.RemoveAll(d.drafted()), d.lock.Close())
}

func (d *Dataset) drafted() string { return filepath.Join(d.dir, own, "unfinished") }

// Record says which partitions an archive gave.
type Record struct {
	Schema     string      `json:"schema"`
	Partitions []Partition `json:"partitions"`
}

// Partition is the files of one host and time.
type Partition struct {
	Path  string           `json:"path"` // in the data set, with slashes
	Files map[string]int64 `json:"files"`
}

// stamp is the file of a partition that says what it was made from.
const stamp = "_made_from"

// Draft is a partition that is being written.
type Draft struct {
	Partition
	dir string
}

// Draft begins a partition.
func (d *Dataset) Draft(path string) (*Draft, error) {
	dir := filepath.Join(d.drafted(), fmt.Sprint(d.drafts.Add(1)))
	return &Draft{Partition{path, map[string]int64{}}, dir}, os.MkdirAll(dir, 0o777)
}

// Create makes a file of the partition.
func (p *Draft) Create(name string) (io.WriteCloser, error) {
	f, err := os.Create(filepath.Join(p.dir, name))
	return &file{File: f, size: func(n int64) { p.Files[name] = n }}, err
}

// Discard removes what was written.
func (p *Draft) Discard() error { return os.RemoveAll(p.dir) }

// file is on the disk once it is closed.
type file struct {
	*os.File
	size func(int64)
}

// Close implements io.Closer.
func (f *file) Close() error {
	info, err := f.Stat()
	if err == nil {
		f.size(info.Size())
	}
	return errors.Join(err, f.Sync(), f.File.Close())
}

// Has reports whether everything from an archive was written: key is what Key
// returned for it.
func (d *Dataset) Has(key string) (Record, bool) {
	var r Record
	text, err := os.ReadFile(d.record(key))
	if err != nil || json.Unmarshal(text, &r) != nil {
		return r, false
	}
	for _, p := range r.Partitions {
		dir := filepath.Join(d.dir, filepath.FromSlash(p.Path))
		if from, err := os.ReadFile(filepath.Join(dir, stamp)); err != nil || string(from) != key {
			return r, false
		}
		for name, size := range p.Files {
			if info, err := os.Stat(filepath.Join(dir, name)); err != nil || info.Size() != size {
				return r, false
			}
		}
	}
	return r, true
}

func (d *Dataset) record(key string) string { return filepath.Join(d.dir, own, key+".json") }

// claim notes that partitions belong to an archive. It is an error if another
// archive gave any of them in this run: one of the two would be lost.
func (d *Dataset) claim(archive string, partitions []Partition) error {
	for _, p := range partitions {
		if other, ok := d.claimed[strings.ToLower(p.Path)]; ok {
			return fmt.Errorf("%s has the same host and time (%s)", other, p.Path)
		}
	}
	for _, p := range partitions {
		d.claimed[strings.ToLower(p.Path)] = archive
	}
	return nil
}

// Keep notes that the partitions of an archive are there already.
func (d *Dataset) Keep(archive string, r Record) error { return d.claim(archive, r.Partitions) }

// Commit puts the partitions of an archive in their places, each whole at once, and
// records them. What was there before is replaced. A Record without a file of its
// own is written again by the next export.
func (d *Dataset) Commit(archive, key, schema string, drafts []*Draft) error {
	r := Record{Schema: schema, Partitions: []Partition{}}
	for _, p := range drafts {
		r.Partitions = append(r.Partitions, p.Partition)
	}
	slices.SortFunc(r.Partitions, func(a, b Partition) int { return strings.Compare(a.Path, b.Path) })
	if err := d.claim(archive, r.Partitions); err != nil {
		return err
	}
	for _, p := range drafts {
		if err := d.place(p, key); err != nil {
			return err
		}
	}
	text, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	return d.save(d.record(key), append(text, '\n'))
}

// save writes a small file at once.
func (d *Dataset) save(name string, text []byte) error {
	draft := filepath.Join(d.drafted(), filepath.Base(name))
	if err := os.MkdirAll(d.drafted(), 0o777); err != nil {
		return err
	}
	if err := write(draft, text); err != nil {
		return err
	}
	if err := os.Rename(draft, name); err != nil {
		return err
	}
	return syncDir(filepath.Dir(name))
}

// write writes a file that is on the disk afterwards.
func write(name string, text []byte) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	return errors.Join(err, f.Sync(), f.Close())
}

// place moves a partition to its place.
func (d *Dataset) place(p *Draft, key string) error {
	if err := write(filepath.Join(p.dir, stamp), []byte(key)); err != nil {
		return err
	}
	to := filepath.Join(d.dir, filepath.FromSlash(p.Path))
	if err := os.MkdirAll(filepath.Dir(to), 0o777); err != nil {
		return err
	}
	if err := syncDir(p.dir); err != nil {
		return err
	}
	err := os.Rename(p.dir, to)
	if err != nil && exists(to) { // a folder that is not empty is not replaced
		old := p.dir + ".old"
		if err := os.Rename(to, old); err != nil {
			return err
		}
		if err = os.Rename(p.dir, to); err == nil {
			err = os.RemoveAll(old)
		}
	}
	if err != nil {
		return err
	}
	return syncDir(filepath.Dir(to))
}

func exists(name string) bool {
	_, err := os.Lstat(name)
	return !errors.Is(err, fs.ErrNotExist)
}

// syncDir makes renames in a folder last. Systems that cannot do that for a folder
// do it by themselves.
func syncDir(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	f.Sync()
	return f.Close()
}
