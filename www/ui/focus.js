/**
 * Shows or hides an element. If it has the focus when it is hidden, `moveFocus` has to focus another element: otherwise the focus falls to the
 * body, and the next Tab starts at the top of the page.
 */
export function setHidden(node, isHidden, moveFocus) {
  const hadFocus = isHidden && node.contains(document.activeElement);
  node.hidden = isHidden;
  if (hadFocus) moveFocus();
}
