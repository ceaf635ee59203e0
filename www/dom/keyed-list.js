/**
 * Keeps the children of a node in step with a list. As long as an item has its key it has its node, and with it focus and what is unfolded.
 * `make` returns `{ node, update }`, where `update` is called with the item each time, and may be missing.
 */
export function keyedList(parent, keyOf, make) {
  let shown = new Map();

  return (items) => {
    const next = new Map(items.map((item) => [keyOf(item), shown.get(keyOf(item)) ?? make(item)]));
    for (const [key, { node }] of shown) {
      if (!next.has(key)) node.remove();
    }
    items.forEach((item) => next.get(keyOf(item)).update?.(item));
    arrange(parent, [...next.values()].map(({ node }) => node));
    shown = next;
  };
}

function arrange(parent, nodes) {
  let place = parent.firstElementChild;
  for (const node of nodes) {
    if (node === place) {
      place = place.nextElementSibling;
    } else {
      parent.insertBefore(node, place);
    }
  }
}
