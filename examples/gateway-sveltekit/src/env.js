/** The environment of the server, which SvelteKit reads when it starts. */
import { defineEnvVars } from "@sveltejs/kit/env";

export const variables = defineEnvVars({
  TICKET_SECRET: { description: "At least 32 bytes, which only your servers know." },
  VERIGATOR_USERNAME: { description: "The API username of your Messente account." },
  VERIGATOR_PASSWORD: { description: "Its API password." },
  VERIGATOR_SERVICE_ID: { description: "The id that createService returned." },
  // With a schema that accepts undefined, a variable is optional.
  VERIGATOR_BASE_URL: { description: "The URL of a sandbox, if there is one.", schema: (url) => url },
});
