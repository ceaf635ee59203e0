/** The environment of the server, which SvelteKit reads when it starts. */
import { defineEnvVars } from "@sveltejs/kit/env";

export const variables = defineEnvVars({
  TICKET_SECRET: { description: "At least 32 bytes, which only your servers know." },
  VERIGATOR_USERNAME: { description: "The API username of your Messente account." },
  VERIGATOR_PASSWORD: { description: "Its API password." },
  // With a schema that accepts undefined, a variable is optional.
  VERIGATOR_SERVICE_ID: { description: "The id that createService of Verigator returned.", schema: (id) => id },
  VERIGATOR_API: { description: "number-verification, or else Verigator.", schema: (api) => api },
  VERIGATOR_BASE_URL: { description: "The URL of a sandbox, if there is one.", schema: (url) => url },
});
