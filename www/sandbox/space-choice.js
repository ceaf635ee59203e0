import { element } from "../ui/element.js";
import { createControlClient } from "./control-api.js";

/** The option that creates a space. No space can have this name. */
const newSpace = "+";

/** Mounts the choice of spaces, which the page of a sandbox server has. Each space has a page of its own. */
export async function mountSpaceChoice(parent, { sandbox: { location, fetch, baseUrl }, actionStatus: { guard } }) {
  if (location !== "server") return;
  const [, rootUrl, current = ""] = /^(.*?)(?:\/spaces\/([^/]+))?$/.exec(baseUrl);
  const control = createControlClient({ fetch, baseUrl: rootUrl });
  const select = element("select", { id: "space", "aria-label": "Space", onfocus: guard(refresh) });

  async function refresh() {
    const names = await listSpaces();
    const options = [["", "Main sandbox"], ...names.map((name) => [name, `Space ${name}`]), [newSpace, "New space"]];
    const { value = current } = select.selectedOptions[0] ?? {};
    select.replaceChildren(
      ...options.map(([name, label]) => element("option", { value: name, selected: name === value }, label)),
    );
  }

  async function listSpaces() {
    const { spaces } = await control("GET", "spaces");
    return [...new Set([...spaces.map(({ name }) => name), current].filter(Boolean))].sort();
  }

  async function open() {
    const name = select.value === newSpace ? unusedName(await listSpaces()) : select.value;
    window.location.assign(name === "" ? `${rootUrl}/` : `${rootUrl}/spaces/${name}/`);
  }

  await refresh();
  parent.append(select, element("button", { type: "button", onclick: guard(open) }, "Open"));
  parent.hidden = false;
}

function unusedName(names) {
  let number = 1;
  while (names.includes(`space-${number}`)) number += 1;
  return `space-${number}`;
}
