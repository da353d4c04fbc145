package browser

import "github.com/hack-pad/safejs"

// take collects the files and folders of a drop or paste. The browser forgets
// them when the event is over, so all entries are taken now and read later.
func (p *Page) take(transfer safejs.Value) {
	items := get(transfer, "items")
	var files []found
	var entries, handles []safejs.Value
	for i := range int(numberOf(get(items, "length"))) {
		item, err := items.Index(i)
		if err != nil || stringOf(get(item, "kind")) != "file" {
			continue
		}
		if entry, err := item.Call("webkitGetAsEntry"); err == nil && truthy(get(entry, "isDirectory")) {
			// QUIRK: on file:// Chromium makes entries that it does not let read
			// (EncodingError), but handles that it does.
			if fromDisk() && isFunction(get(item, "getAsFileSystemHandle")) {
				if handle, err := item.Call("getAsFileSystemHandle"); err == nil {
					handles = append(handles, handle)
				}
			} else {
				entries = append(entries, entry)
			}
			continue
		}
		if file, err := item.Call("getAsFile"); err == nil && truthy(file) {
			files = append(files, found{file, stringOf(get(file, "name"))})
		}
	}
	p.run(func() {
		for _, e := range entries {
			files = p.walk(e, files)
		}
		for _, promise := range handles {
			if h, err := p.result(promise, nil); err == nil {
				files = p.walkHandle(h, stringOf(get(h, "name")), files)
			}
		}
		if len(files) == 0 && len(entries)+len(handles) > 0 {
			p.chose(nil)
			return
		}
		p.addAll(files)
	})
}

// walk appends the files in a dropped folder. Files that the system does not
// let the browser read are left out, as tar would.
func (p *Page) walk(entry safejs.Value, files []found) []found {
	if truthy(get(entry, "isFile")) {
		file, err := p.await(func(ok, fail safejs.Func) error {
			_, err := entry.Call("file", ok, fail)
			return err
		})
		if err != nil {
			return files
		}
		return append(files, found{file, stringOf(get(entry, "fullPath"))})
	}
	reader, err := entry.Call("createReader")
	if err != nil {
		return files
	}
	// A reader returns at most 100 entries at a time, and none at the end.
	for {
		batch, err := p.await(func(ok, fail safejs.Func) error {
			_, err := reader.Call("readEntries", ok, fail)
			return err
		})
		n := int(numberOf(get(batch, "length")))
		if err != nil || n == 0 {
			return files
		}
		for i := range n {
			if e, err := batch.Index(i); err == nil {
				files = p.walk(e, files)
			}
		}
	}
}

// walkHandle is walk for a folder's handle.
func (p *Page) walkHandle(folder safejs.Value, path string, files []found) []found {
	handles, err := folder.Call("values")
	if err != nil {
		return files
	}
	for {
		next, err := p.result(handles.Call("next"))
		if err != nil || truthy(get(next, "done")) {
			return files
		}
		h := get(next, "value")
		at := path + "/" + stringOf(get(h, "name"))
		if stringOf(get(h, "kind")) == "directory" {
			files = p.walkHandle(h, at, files)
		} else if file, err := p.result(h.Call("getFile")); err == nil {
			files = append(files, found{file, at})
		}
	}
}

// result awaits the promise that a call returned.
func (p *Page) result(promise safejs.Value, err error) (safejs.Value, error) {
	if err != nil {
		return promise, err
	}
	return p.await(func(ok, fail safejs.Func) error {
		_, err := promise.Call("then", ok, fail)
		return err
	})
}

// fromDisk reports whether the page was opened from a file.
func fromDisk() bool { return stringOf(get(safejs.Global(), "location", "protocol")) == "file:" }
