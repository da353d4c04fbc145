// inflateMain runs inside a worker of its own, from its source text, so it must not
// refer to anything outside itself. It decompresses a gzip file in native code while
// Go parses the earlier pieces. It receives the file and a port, on which the worker
// that parses says how many more pieces may be sent, and gets them: none of them
// passes through the page.
function inflateMain() {
  const sliceSize = 1 << 20;
  const pieceSize = 4 << 20;
  const step = 64 << 10; // a gzip bomb expands to at most 64 MiB before it is paused
  const packed = new DecompressionStream("gzip");
  const writer = packed.writable.getWriter();
  let file, port, room = 0, taken = 0, wake = () => {}, kept = Promise.resolve();
  let byPage = false, answered = () => {};

  const fail = (err) => port.postMessage({ kind: "error", text: String(err) });

  // WebKit cannot read a file inside a worker of a page from file://, so the page
  // does it there.
  async function slice(from) {
    const to = Math.min(from + sliceSize, file.size);
    if (!byPage) {
      try {
        return await file.slice(from, to).arrayBuffer();
      } catch {
        byPage = true;
      }
    }
    return new Promise((resolve, reject) => {
      answered = ({ buffer, error }) => buffer ? resolve(buffer) : reject(new Error(error));
      postMessage({ from, to });
    });
  }

  async function write() {
    let next = slice(0);
    for (let from = 0; from < file.size; from += sliceSize) {
      const bytes = new Uint8Array(await next);
      if (from + sliceSize < file.size) {
        next = slice(from + sliceSize); // is read while this one decodes
        next.catch(() => {}); // reported when it is its turn
      }
      for (let at = 0; at < bytes.length; at += step) {
        const part = bytes.subarray(at, at + step);
        await writer.write(part);
        taken += part.length;
      }
    }
    await writer.close();
  }

  // A piece is sent, in order, once the browser has stored a copy of it: when a
  // byte of it can be read. A Blob exists at once, and fails later.
  function keep(buffer, read) {
    const blob = new Blob([buffer]);
    if (blob.size !== buffer.byteLength) throw new Error(`the browser stored only ${blob.size} of ${buffer.byteLength} bytes`);
    const stored = blob.slice(0, 1).arrayBuffer();
    stored.catch(() => {}); // reported by kept
    kept = kept.then(() => stored).then(() => port.postMessage({ kind: "piece", buffer, blob, read }, [buffer]));
    kept.catch(fail);
  }

  async function read() {
    const reader = packed.readable.getReader();
    let piece = new Uint8Array(pieceSize), n = 0;
    const flush = async () => {
      while (room === 0) await new Promise((resolve) => { wake = resolve; });
      room--;
      const { buffer } = n < pieceSize ? piece.slice(0, n) : piece;
      keep(buffer, taken);
      piece = new Uint8Array(pieceSize);
      n = 0;
    };
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      for (let at = 0; at < value.length;) {
        const part = value.subarray(at, at + pieceSize - n);
        piece.set(part, n);
        n += part.length;
        at += part.length;
        if (n === pieceSize) await flush();
      }
    }
    if (n > 0) await flush();
    await kept;
    port.postMessage({ kind: "end" });
  }

  addEventListener("message", ({ data }) => {
    if (!data.port) return answered(data);
    ({ file, port } = data);
    port.onmessage = ({ data }) => {
      room += data.room;
      wake();
    };
    write().catch(fail);
    read().catch(fail);
  });
}
