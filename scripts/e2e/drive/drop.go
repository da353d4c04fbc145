package drive

// Scripts for engines whose protocol cannot drop files: an input reads them from
// disk, and synthetic events pass them to the page as a drop does.
const (
	// DropInput adds the input to the page and returns it.
	DropInput = `(() => {
		document.getElementById('test-drop')?.remove();
		const input = Object.assign(document.createElement('input'), {type: 'file', id: 'test-drop', multiple: true});
		// The page's listeners must not take this for a choice in their own inputs.
		for (const kind of ['input', 'change', 'cancel']) input.addEventListener(kind, e => e.stopPropagation());
		document.body.append(input);
		return input;
	})()`
	// DropFiles drops the input's files on the middle of the window and removes the
	// input.
	DropFiles = `(() => {
		const input = document.getElementById('test-drop');
		const data = new DataTransfer();
		for (const file of input.files) data.items.add(file);
		input.remove();
		const at = {clientX: innerWidth / 2, clientY: innerHeight / 2};
		const target = document.elementFromPoint(at.clientX, at.clientY) ?? document.body;
		for (const kind of ['dragenter', 'dragover', 'drop'])
			target.dispatchEvent(new DragEvent(kind, {...at, dataTransfer: data, bubbles: true, cancelable: true, composed: true}));
	})()`
)
