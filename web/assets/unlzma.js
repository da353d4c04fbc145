// Unpacks the module of the single file, in a worker and from this function's
// own source: it may use nothing else. The build puts it behind boot.js.
//
// The page posts the packed bytes, in parts: an .lzma file with lc=3, lp=0 and
// pb=0 (package web/lzma, and the LZMA specification of 7-Zip), then the CRC-32
// of it, lowest byte first. Posted back are pieces of the module as soon as
// they are done, then null. A damaged file throws before the first piece.
function unlzma() {
  const chunk = 1 << 20;

  function crc32(bytes) {
    const table = new Int32Array(256);
    for (let i = 0; i < 256; i++) {
      let c = i;
      for (let k = 0; k < 8; k++) c = c & 1 ? c >>> 1 ^ 0xedb88320 : c >>> 1;
      table[i] = c;
    }
    let c = -1;
    for (let i = 0; i < bytes.length; i++) c = table[(c ^ bytes[i]) & 255] ^ c >>> 8;
    return ~c;
  }

  function unpack(input, emit) {
    const size = new DataView(input.buffer).getUint32(5, true);
    const out = new Uint8Array(size);

    // The probabilities that a bit is 0, of 2048, in one table.
    const isMatch = 0, isRep = 12, isRep0 = 24, isRep1 = 36, isRep2 = 48, isRep0Long = 60;
    const slots = 72, special = 328, align = 443, matchLength = 459, repLength = 733, literals = 1007;
    const probs = new Uint16Array(literals + (0x300 << 3)).fill(1024);

    let at = 18;
    let range = -1; // 32 bits without a sign, as is the code
    let code = input[14] << 24 | input[15] << 16 | input[16] << 8 | input[17];

    function bit(i) {
      const p = probs[i];
      const bound = Math.imul(range >>> 11, p);
      let b = 0;
      if (code >>> 0 < bound >>> 0) {
        range = bound;
        probs[i] = p + (2048 - p >> 5);
      } else {
        range = range - bound | 0;
        code = code - bound | 0;
        probs[i] = p - (p >> 5);
        b = 1;
      }
      if (range >>> 0 < 0x1000000) {
        range <<= 8;
        code = code << 8 | input[at++];
      }
      return b;
    }

    function direct(n) {
      let v = 0;
      for (; n > 0; n--) {
        range >>>= 1;
        const b = code >>> 0 < range ? 0 : 1;
        if (b) code = code - range | 0;
        v = v << 1 | b;
        if (range < 0x1000000) {
          range <<= 8;
          code = code << 8 | input[at++];
        }
      }
      return v;
    }

    function tree(base, n) {
      let m = 1;
      for (let i = 0; i < n; i++) m = m << 1 | bit(base + m);
      return m - (1 << n);
    }

    function reverseTree(base, n) {
      let m = 1, v = 0;
      for (let i = 0; i < n; i++) {
        const b = bit(base + m);
        m = m << 1 | b;
        v |= b << i;
      }
      return v;
    }

    function lengthOf(base) {
      if (!bit(base)) return 2 + tree(base + 2, 3);
      if (!bit(base + 1)) return 10 + tree(base + 10, 3);
      return 18 + tree(base + 18, 8);
    }

    function distanceOf(length) {
      const slot = tree(slots + (Math.min(length - 2, 3) << 6), 6);
      if (slot < 4) return slot;
      const n = (slot >> 1) - 1;
      const base = (2 | slot & 1) << n;
      if (slot < 14) return base + reverseTree(special + base - slot, n);
      return base + (direct(n - 4) << 4) + reverseTree(align, 4);
    }

    // A byte after a match is not the one its distance points to, which
    // predicts the bits as long as they agree.
    function literalAfterMatch(base, predicted) {
      let s = 1;
      for (let i = 7; i >= 0; i--) {
        const p = predicted >> i & 1;
        const b = bit(base + (1 + p << 8) + s);
        s = s << 1 | b;
        if (p !== b) break;
      }
      while (s < 0x100) s = s << 1 | bit(base + s);
      return s;
    }

    let state = 0, rep0 = 0, rep1 = 0, rep2 = 0, rep3 = 0;
    let done = 0, told = 0, before = 0;
    while (done < size) {
      if (done - told >= chunk) {
        emit(out.slice(told, done));
        told = done;
      }
      if (!bit(isMatch + state)) {
        const base = literals + 0x300 * (before >> 5);
        before = state < 7 ? tree(base, 8) : literalAfterMatch(base, out[done - rep0 - 1]) & 255;
        out[done++] = before;
        state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
        continue;
      }
      let length = 1;
      if (!bit(isRep + state)) {
        rep3 = rep2;
        rep2 = rep1;
        rep1 = rep0;
        length = lengthOf(matchLength);
        rep0 = distanceOf(length);
        state = state < 7 ? 7 : 10;
      } else {
        let again = false; // one byte of the last distance
        if (!bit(isRep0 + state)) {
          again = !bit(isRep0Long + state);
        } else {
          let d = rep1;
          if (bit(isRep1 + state)) {
            d = rep2;
            if (bit(isRep2 + state)) {
              d = rep3;
              rep3 = rep2;
            }
            rep2 = rep1;
          }
          rep1 = rep0;
          rep0 = d;
        }
        if (!again) length = lengthOf(repLength);
        state = state < 7 ? (again ? 9 : 8) : 11;
      }
      const end = done + length;
      for (let from = done - rep0 - 1; done < end;) out[done++] = out[from++];
      before = out[done - 1];
    }
    emit(out.slice(told, done));
  }

  addEventListener("message", ({ data: parts }) => {
    const packed = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
    let n = 0;
    for (const p of parts) {
      packed.set(p, n);
      n += p.length;
    }
    const size = packed.length - 4;
    if (size < 18 || crc32(packed.subarray(0, size)) !== new DataView(packed.buffer).getInt32(size, true)) {
      throw new Error("this file is damaged; get it again");
    }
    unpack(packed, (bytes) => postMessage(bytes, [bytes.buffer]));
    postMessage(null);
  }, { once: true });
}
