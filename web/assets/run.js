// runGo starts a compiled module and resolves when the Go program runs. It calls
// ended once, with the details, when the program ends or crashes. Go's last output is
// kept for that, because a crash ends with it.
//
// The page and its worker both use it, the worker from this function's source, so it
// must not refer to anything outside itself but goRuntime and crashDetails.
async function runGo(module, ended) {
  const decoder = new TextDecoder();
  let printed = "", over = false;
  const writeSync = globalThis.fs.writeSync.bind(globalThis.fs);
  globalThis.fs.writeSync = (fd, bytes) => {
    printed = (printed + decoder.decode(bytes)).slice(-32768);
    return writeSync(fd, bytes);
  };
  const end = (err) => {
    if (over) return; // a crashed program goes on failing, and ended may call into it
    over = true;
    ended(crashDetails(printed, err));
  };
  const go = new Go();
  // A trap of the module does not end go.run: it is an exception in whatever called
  // into Go. Caught here, since WebKit hides it from listeners on file://.
  const resume = go._resume.bind(go);
  go._resume = () => {
    try {
      resume();
    } catch (err) {
      end(err);
      throw err;
    }
  };
  const instance = await WebAssembly.instantiate(module, go.importObject);
  go.run(instance).then(() => end(), end);
}

