import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Application } from "typedoc";

const docs = join(import.meta.dirname, "..");
const output = join(docs, "generated/typedoc");
const guides = { verigator: "log-in", sandbox: "testing", gateway: "gateway", login: "page", element: "page" };
const first = ["Verigator", "Service", "User"];

/** Renders the package's declarations with TypeDoc, one page for each import. Returns the pages by name. */
export async function apiPages() {
  const app = await Application.bootstrapWithPlugins({
    options: join(docs, "typedoc.json"),
    tsconfig: join(docs, "tsconfig.json"),
  });
  const project = await app.convert();
  if (!project || app.logger.hasErrors() || app.logger.hasWarnings())
    throw new Error("TypeDoc could not read the declarations of pkg/");
  // Modules are named after their files, the first one "index". Pages are named after modules.
  for (const module of project.children)
    module.name = module.name === "index" ? "verigator" : module.name.replace("login/", "");
  removeInherited(project);
  for (const { name, groups } of project.children) {
    groups.forEach(({ children }) => children.sort((one, other) => rank(one) - rank(other)));
    // Its functions are what a reader looks for, not its one class.
    if (name === "gateway") groups.sort((one, other) => (other.title === "Functions") - (one.title === "Functions"));
  }
  await app.generateOutputs(project);
  return project.children.map(({ name }) => [name, addHeader(name)]);
}

/** Removes the members of base classes, which are documented there. */
function removeInherited(project) {
  for (const member of Object.values(project.reflections).filter(({ inheritedFrom }) => inheritedFrom))
    project.removeReflection(member);
  for (const owner of Object.values(project.reflections).filter(({ groups }) => groups)) {
    for (const group of owner.groups) group.children = group.children.filter(({ id }) => project.reflections[id]);
    owner.groups = owner.groups.filter(({ children }) => children.length > 0);
  }
}

/** The classes that readers look for come first, the others in the order of their source. */
function rank({ name }) {
  return first.includes(name) ? first.indexOf(name) : first.length;
}

/** Adds the title, an introduction and the outline to a page. */
function addHeader(name) {
  const specifier = name === "verigator" ? name : `verigator/${name}`;
  const introduction = `What you import from \`"${specifier}"\`. [The guides](/guides/${guides[name]}) show it in use.`;
  // The headings have lines above them already.
  const text = readFileSync(join(output, `${name}.md`), "utf8")
    .replaceAll("\n***\n", "\n")
    // The plugin takes the method `Gateway.user` and the type `GatewayUser` for two headings of one name.
    .replaceAll("(#gatewayuser-1)", "(#gatewayuser)");
  return `---\noutline: [2, 2]\n---\n\n# ${specifier}\n\n${introduction}\n\n${text}`;
}
