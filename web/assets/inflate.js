// inflateMain runs inside a worker of its own, from its source text, so it must not
// refer to anything outside itself. It decompresses gzip in native code while Go
// parses the earlier pieces. It receives slices of the file, a message without one
// at the end, and how many more pieces it may send. It sends decompressed pieces,
// and asks for the next slice.
function inflateMain() {
  const pieceSize = 4 << 20;
  const step = 64 << 10; // a gzip bomb expands to at most 64 MiB before it is paused
  const packed = new DecompressionStream("gzip");
  const writer = packed.writable.getWriter();
  let room = 0, taken = 0, wake = () => {}, done = Promise.resolve(), kept = Promise.resolve();

  async function write(bytes) {
    for (let at = 0; at < bytes.length; at += step) {
      const part = bytes.subarray(at, at + step);
      await writer.write(part);
      taken += part.length;
    }
    postMessage({ kind: "want" });
  }

  // A piece is sent, in order, once the browser has stored a copy of it: when a
  // byte of it can be read. A Blob exists at once, and fails later.
  function keep(buffer, read) {
    const blob = new Blob([buffer]);
    if (blob.size !== buffer.byteLength) throw new Error(`the browser stored only ${blob.size} of ${buffer.byteLength} bytes`);
    const stored = blob.slice(0, 1).arrayBuffer();
    stored.catch(() => {}); // reported by kept
    kept = kept.then(() => stored).then(() => postMessage({ kind: "piece", buffer, blob, read }, [buffer]));
    kept.catch(fail);
  }

  const fail = (err) => postMessage({ kind: "error", text: String(err) });

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
    postMessage({ kind: "end" });
  }

  addEventListener("message", ({ data }) => {
    if (data.room) {
      room += data.room;
      wake();
    } else if (data.buffer) {
      done = done.then(() => write(new Uint8Array(data.buffer)));
      done.catch(fail);
    } else {
      done.then(() => writer.close()).catch(fail);
    }
  });
  read().catch(fail);
}

