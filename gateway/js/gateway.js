/** Puts the parts of a gateway together. */
import { Calls } from "./calls.js";
import { loadCore } from "./loading.js";
import { readOptions } from "./options.js";
import { Pages } from "./pages.js";
import { createIds } from "./plans.js";
import { Reporter } from "./reporter.js";
import { Users } from "./users.js";

export function createGateway(options) {
  loadCore();
  const settings = readOptions(options);
  const reporter = new Reporter(settings);
  const calls = new Calls(settings, reporter);
  const createId = createIds();
  const pages = new Pages(settings, calls, createId, reporter);
  const users = new Users(settings, calls, createId, reporter);
  return {
    handle: (request, context) => pages.handle(request, context),
    fetch: (request, ...contexts) => pages.fetch(request, ...contexts),
    user: (userId, caller) => users.user(userId, caller),
    status: (userId) => users.status(userId),
    unlock: (userId) => users.unlock(userId),
  };
}
