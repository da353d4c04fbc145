// crashDetails returns the lines of a crashed Go program's output that cannot quote
// mail: the Go runtime's own messages, and positions in the source. err, if not
// undefined, is the exception that JavaScript caught: of its stack, only functions of
// the module are kept, because the rest contains the address of the page.
//
// The page and its worker both use it, the worker from this function's source, so it
// must not refer to anything outside itself.
function crashDetails(printed, err) {
  const most = 8 << 10; // the first goroutine is what matters
  const begins = /^(panic: |fatal error: |runtime: out of memory)/;
  const runtimeWords = /^(panic: runtime error: |fatal error: |runtime: )/;
  const goroutine = /^goroutine \d+ (gp=\S+ m=\S+ (mp=\S+ )?)?\[[\w ,.()-]+\]:$/;
  const call = /^([\w./%~*()[\]{}·-]+\.[\w.*()[\]{}·~-]+)\([\da-fx?, {}._]*\)$/;
  const creator = /^created by [\w./%~*()[\]{}·-]+( in goroutine \d+)?$/;
  const position = /^\t\S+\.(go|s):\d+( \+0x[\da-f]+)?$/;

  const lines = printed.split(/\r?\n/);
  const from = lines.findLastIndex((line) => begins.test(line));
  const kept = [];
  let inStack = false; // a message may have several lines before the stack
  for (const line of lines.slice(Math.max(from, 0))) {
    if (goroutine.test(line)) {
      inStack = true;
      kept.push(line);
    } else if (inStack && (position.test(line) || creator.test(line))) {
      kept.push(line);
    } else if (inStack && call.test(line)) {
      kept.push(line.match(call)[1]); // the arguments are addresses
    } else if (runtimeWords.test(line)) {
      kept.push(line);
    } else if (line.startsWith("panic: ")) {
      kept.push("panic: (message left out: it may quote mail)");
    }
  }
  if (err) {
    const trap = err instanceof WebAssembly.RuntimeError || err instanceof RangeError;
    kept.push(trap ? err.name + ": " + err.message : String(err.name));
    for (const [at] of String(err.stack).matchAll(/wasm-function\[\d+\](:0x[\da-f]+)?/g)) kept.push("\t" + at);
  }
  while (kept.length > 1 && kept.join("\n").length >= most) kept.pop();
  return (kept.join("\n") || "no details") + "\n";
}

