// The page's policy requires trusted types: a string becomes markup or a script only
// through a policy that it names. This one makes the addresses of the page's own
// scripts; nothing outside these files can reach it.

const ownScript = (() => {
  const policy = globalThis.trustedTypes?.createPolicy("spoolscope", { createScriptURL: (url) => url });
  return (url) => policy ? policy.createScriptURL(url) : url;
})();

// scriptOf returns an address for a script with this text.
const scriptOf = (text) => ownScript(URL.createObjectURL(new Blob([text], { type: "text/javascript" })));

