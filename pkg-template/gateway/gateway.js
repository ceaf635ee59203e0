/** Puts the parts of a gateway together. */
import { createCalls } from "./calls.js";
import { loadCore } from "./loading.js";
import { readOptions } from "./options.js";
import { createPages } from "./pages.js";
import { createIds } from "./plans.js";
import { createReporter } from "./reporter.js";
import { createUsers } from "./users.js";

export function createGateway(options) {
  loadCore();
  const settings = readOptions(options);
  const reporter = createReporter(settings);
  const calls = createCalls(settings, reporter);
  const createId = createIds();
  const { handle, fetch } = createPages(settings, calls, createId, reporter);
  const { user, status, unlock } = createUsers(settings, calls, createId, reporter);
  return { handle, fetch, user, status, unlock };
}
