// Draws the cells of a row of the list from its attribute data-row, which Go writes:
// [picked, label of the box, cell, …] as JSON. A cell, and each element in it, is a list:
// tag, class, title, and what it holds; a text is a string. Elements stay as long as
// the next row has the same, since a list that scrolls draws hundreds of cells a frame.

const cells = (() => {
  const shown = new WeakMap(); // what a row shows

  function create(spec) {
    if (typeof spec === "string") return document.createTextNode(spec);
    const [tag, , title] = spec;
    let el;
    if (tag === "svg" || tag === "use") {
      el = document.createElementNS(document.querySelector("svg").namespaceURI, tag);
      if (tag === "svg") el.setAttribute("aria-hidden", "true");
    } else {
      el = document.createElement(tag);
      if (tag === "td") el.setAttribute("role", "gridcell");
    }
    if (title) name(el, tag, title);
    update(el, [tag, "", title], spec);
    return el;
  }

  // The third of an element is its title, of a drawing what it uses.
  function name(el, tag, title) {
    const attribute = tag === "use" ? "href" : "title";
    if (title) el.setAttribute(attribute, title);
    else el.removeAttribute(attribute);
  }

  // Makes an element that shows one thing show another one with the same tag.
  function update(el, was, is) {
    if (was[1] !== is[1]) el.setAttribute("class", is[1]);
    if (was[2] !== is[2]) name(el, is[0], is[2]);
    let child = el.firstChild;
    for (let n = 3; n < is.length; n++) {
      child = place(el, child, was[n], is[n]).nextSibling;
    }
    while (child) {
      const next = child.nextSibling;
      child.remove();
      child = next;
    }
  }

  // Puts what is to be seen in the place of a child, null after the last one, and
  // returns it.
  function place(el, child, was, is) {
    if (child && typeof was === "string" && typeof is === "string") {
      if (was !== is) child.data = is;
      return child;
    }
    if (child && typeof was === "object" && typeof is === "object" && was[0] === is[0]) {
      update(child, was, is);
      return child;
    }
    const made = create(is);
    if (child) child.replaceWith(made);
    else el.append(made);
    return made;
  }

  // The box has a cell of its own, where a click does not open the message.
  function box() {
    const td = create(["td", "k-chk", ""]), input = document.createElement("input");
    td.addEventListener("click", (e) => e.stopImmediatePropagation());
    input.type = "checkbox";
    input.className = "check";
    input.tabIndex = -1;
    td.append(input);
    return td;
  }

  function draw(tr, text) {
    if (text === "") {
      tr.replaceChildren();
      shown.delete(tr);
      return;
    }
    const is = JSON.parse(text), was = shown.get(tr) ?? [];
    shown.set(tr, is);
    if (was.length === 0) tr.replaceChildren(box());
    const input = tr.firstChild.firstChild;
    input.checked = is[0] === 1;
    if (was[1] !== is[1]) input.setAttribute("aria-label", is[1]);
    let child = tr.firstChild.nextSibling;
    for (let n = 2; n < is.length; n++) child = place(tr, child, was[n], is[n]).nextSibling;
    while (child) {
      const next = child.nextSibling;
      child.remove();
      child = next;
    }
  }

  return { draw };
})();
