/**
 * Creates an HTML element. An attribute named `on…` adds an event listener. Attributes and children that are `undefined` or `false` are
 * left out.
 */
export function element(name, attributes = {}, ...children) {
  return fill(document.createElement(name), attributes, children);
}

/** Creates an SVG element. */
export function svgElement(name, attributes = {}, ...children) {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", name), attributes, children);
}

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) {
      node.addEventListener(name.slice(2), value);
    } else if (value !== undefined && value !== false) {
      node.setAttribute(name, value === true ? "" : value);
    }
  }
  node.append(...children.flat(Infinity).filter((child) => child !== undefined && child !== false));
  return node;
}

/**
 * Shows or hides an element. If it has the focus when it is hidden, `moveFocus` has to focus another element: otherwise the focus falls to the
 * body, and the next Tab starts at the top of the page.
 */
export function setHidden(node, isHidden, moveFocus) {
  const hadFocus = isHidden && node.contains(document.activeElement);
  node.hidden = isHidden;
  if (hadFocus) moveFocus();
}

/** Highlights the string literals of a piece of JavaScript. Returns child nodes for an element. */
export function highlightStrings(code) {
  return code
    .split(/("[^"\n]*")/)
    .map((part, index) => (index % 2 === 0 ? part : element("span", { class: "string" }, part)));
}

/**
 * Returns a function that renders a list of items as the children of `parent`. An item keeps its node as long as it keeps its key, so focus
 * and open `<details>` survive an update. `create` returns `{ node, update }`; `update` is optional and is called with the item each time.
 */
export function keyedList(parent, keyOf, create) {
  let rendered = new Map();

  return (items) => {
    const next = new Map(items.map((item) => [keyOf(item), rendered.get(keyOf(item)) ?? create(item)]));
    for (const [key, { node }] of rendered) {
      if (!next.has(key)) node.remove();
    }
    items.forEach((item) => next.get(keyOf(item)).update?.(item));
    reorder(
      parent,
      [...next.values()].map(({ node }) => node),
    );
    rendered = next;
  };
}

function reorder(parent, nodes) {
  let current = parent.firstElementChild;
  for (const node of nodes) {
    if (node === current) {
      current = current.nextElementSibling;
    } else {
      parent.insertBefore(node, current);
    }
  }
}
