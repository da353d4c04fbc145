package cleanup

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// ManifestName is the file name of the manifest.
const ManifestName = "manifest.sha256"

// MaxSums is the number of messages of a plan whose files are read again and
// summed: 20,000. If a plan has more, the manifest says so.
const MaxSums = 20_000

// Names returns the names of a plan's files: the script, the script that undoes it if
// there is one, and the manifest.
func (m Method) Names() []string {
	if !m.Undo() {
		return []string{m.File(), ManifestName}
	}
	return []string{m.File(), "undo.sh", ManifestName}
}

// File makes one of the files of a plan; it is nil if the method has no file of
// this name. The same plan gives the same bytes.
func (p *Plan) File(q *queue.Queue, m Method, about About, name string) ([]byte, error) {
	switch name {
	case m.File():
		return p.Script(m, about)
	case "undo.sh":
		return p.UndoScript(m, about)
	case ManifestName:
		return p.manifest(q, m, about)
	}
	return nil, nil
}

// manifest lists the SHA-256 sums of the scripts and of the planned messages'
// files as they were captured, with their paths on the server, where sha256sum
// -c --ignore-missing shows which are unchanged.
func (p *Plan) manifest(q *queue.Queue, m Method, about About) ([]byte, error) {
	var b bytes.Buffer
	fmt.Fprintf(&b, "# Plan %s of %d messages, written by Spoolscope.\n", p.ID(), len(p.Items))
	b.WriteString("# On the server: sha256sum -c --ignore-missing " + ManifestName + "\n")
	for _, name := range m.Names() {
		if name == ManifestName {
			continue
		}
		data, err := p.File(q, m, about, name)
		if err != nil {
			return nil, err
		}
		sum := sha256.Sum256(data)
		fmt.Fprintf(&b, "%s  %s\n", hex.EncodeToString(sum[:]), name)
	}
	add := func(f queue.FileRef, name string) {
		if sum, err := sum(q, f); err != nil {
			fmt.Fprintf(&b, "# could not be read again: %s\n", name)
		} else {
			fmt.Fprintf(&b, "%s  %s\n", hex.EncodeToString(sum), name)
		}
	}
	for n := range p.Items {
		if n == MaxSums {
			fmt.Fprintf(&b, "# Sums end here: only the files of the first %d messages were read again.\n", MaxSums)
			break
		}
		it := &p.Items[n]
		for _, f := range systems[p.System].files(p, q, it) {
			add(f.file, f.path)
		}
	}
	return b.Bytes(), nil
}

func sum(q *queue.Queue, f queue.FileRef) ([]byte, error) {
	r, err := q.Open(f)
	if err != nil {
		return nil, err
	}
	h := sha256.New()
	if n, err := io.Copy(h, r); err != nil || n != f.Size {
		return nil, fmt.Errorf("%d of %d bytes: %w", n, f.Size, err)
	}
	return h.Sum(nil), nil
}
