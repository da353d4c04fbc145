package drive

// For engines whose protocol cannot drop files: an input takes them from the
// disk, and events bring them to the page as a drop does.
const (
	// DropInput makes the input and gives it.
	DropInput = `(() => {
		document.getElementById('test-drop')?.remove();
		const input = Object.assign(document.createElement('input'), {type: 'file', id: 'test-drop', multiple: true});
		// The page's own listeners must not take the choice for one of theirs.
		for (const kind of ['input', 'change', 'cancel']) input.addEventListener(kind, e => e.stopPropagation());
		document.body.append(input);
		return input;
	})()`
	// DropFiles drops what is in the input on the middle of the window.
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
