/**
 * Every consumer: its folder, the commands or server that it runs, and what it needs on the server and in pages. Consumers of a row of the table are its
 * cells. The `quick` ones are part of `cargo xtask test`.
 */
import { runGatewayRecipe } from "./gateway-recipe.mjs";
import { frameworks } from "./rows/frameworks.mjs";
import { pages } from "./rows/pages.mjs";
import { runtimes } from "./rows/runtimes.mjs";
import { testRunners } from "./rows/test-runners.mjs";

/** The rows of the table. `title` names the tools with their versions, `packages` are those of the tools if the title does not name them. */
export const rows = [...runtimes, ...frameworks, ...testRunners, ...pages];

const gatewayRecipes = [
  {
    name: "gateway in Next.js",
    folder: "gateway-next",
    run: runGatewayRecipe("next build", "next start --hostname 127.0.0.1 --port PORT"),
  },
  { name: "gateway in SvelteKit", folder: "gateway-sveltekit", run: runGatewayRecipe("vite build", "node build") },
];

export const consumers = [...rows.flatMap(({ cells }) => cells), ...gatewayRecipes];
