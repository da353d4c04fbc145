// inflateMain runs inside a worker of its own, from its source text, so it must not
// refer to anything outside itself. It decompresses a gzip file in native code while
// Go parses the earlier pieces. It receives the file, the milliseconds that the browser
// may take to store a piece, and a port, on which the worker that parses says how many
// more pieces may be sent, and gets them: none of them passes through the page.
function inflateMain() {
  const sliceSize = 1 << 20;
  const pieceSize = 4 << 20;
  const step = 64 << 10; // a gzip bomb expands to at most 64 MiB before it is paused
  const packed = new DecompressionStream("gzip");
  const writer = packed.writable.getWriter();
  let file, port, limit, room = 0, taken = 0, wake = () => {}, kept = Promise.resolve(), lost = "";
  const asked = new Map(); // what the page has not answered yet
  let byPage = false, questions = 0;

  const fail = (err) => port.postMessage({ kind: "error", text: String(err) });

  // WebKit reads neither files nor Blobs inside a worker of a page from file://, so
  // the page does it there.
  async function bytes(blob, from, to) {
    if (!byPage) {
      try {
        return await blob.slice(from, to).arrayBuffer();
      } catch {
        byPage = true;
      }
    }
    return new Promise((resolve, reject) => {
      const id = ++questions;
      asked.set(id, ({ buffer, error }) => buffer ? resolve(buffer) : reject(new Error(error)));
      postMessage({ id, blob, from, to });
    });
  }
  const slice = (from) => bytes(file, from, Math.min(from + sliceSize, file.size));

  async function write() {
    let next = slice(0);
    for (let from = 0; from < file.size; from += sliceSize) {
      const read = new Uint8Array(await next);
      if (from + sliceSize < file.size) {
        next = slice(from + sliceSize); // is read while this one decodes
        next.catch(() => {}); // reported when it is its turn
      }
      for (let at = 0; at < read.length; at += step) {
        const part = read.subarray(at, at + step);
        await writer.write(part);
        taken += part.length;
      }
    }
    await writer.close();
  }

  // A piece is sent, in order, once the browser has stored a copy of it: when a
  // byte of it can be read. A Blob exists at once, and fails later. From the first
  // one that fails on, pieces are sent without a copy.
  function keep(buffer, read) {
    const blob = lost ? undefined : new Blob([buffer]);
    const stored = blob && bytes(blob, 0, 1);
    stored?.catch(() => {}); // reported below
    kept = kept.then(async () => {
      try {
        if (!lost && blob.size !== buffer.byteLength) throw new Error(`the browser stored only ${blob.size} of ${buffer.byteLength} bytes`);
        if (!lost) await within(stored);
      } catch (err) {
        lost = String(err);
      }
      port.postMessage(lost ? { kind: "piece", buffer, lost, read } : { kind: "piece", buffer, blob, read }, [buffer]);
    });
    kept.catch(fail);
  }

  // Chromium leaves a Blob unanswered for ever when a private window has no memory for it.
  function within(stored) {
    let timer;
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(`the browser stored nothing for ${limit / 1000} seconds`), limit);
    });
    return Promise.race([stored, late]).finally(() => clearTimeout(timer));
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
    if (data.id) {
      asked.get(data.id)(data);
      asked.delete(data.id);
      return;
    }
    ({ file, port, limit } = data);
    port.onmessage = ({ data }) => {
      room += data.room;
      wake();
    };
    write().catch(fail);
    read().catch(fail);
  });
}
