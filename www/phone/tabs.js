import { element } from "../dom/element.js";

/** The phone's two programs, of which one is in front. Arrow keys go from one to the other. */
export function createTabs(label, panels) {
  const tabs = panels.map(({ id, title, node }, index) => {
    node.id = `${id}-panel`;
    node.setAttribute("role", "tabpanel");
    node.setAttribute("aria-labelledby", `${id}-tab`);
    node.tabIndex = 0;
    return element("button", { type: "button", role: "tab", id: `${id}-tab`, "aria-controls": node.id, onclick: () => show(id), onkeydown: (event) => move(event, index) }, title);
  });

  function show(id) {
    panels.forEach((panel, index) => {
      const isShown = panel.id === id;
      panel.node.hidden = !isShown;
      tabs[index].setAttribute("aria-selected", String(isShown));
      tabs[index].tabIndex = isShown ? 0 : -1;
    });
  }

  function move({ key }, index) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[key];
    if (!step) return;
    const next = (index + step + panels.length) % panels.length;
    show(panels[next].id);
    tabs[next].focus();
  }

  show(panels[0].id);
  return { node: element("div", { role: "tablist", "aria-label": label }, tabs), show };
}
