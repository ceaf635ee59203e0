/** The bindings of the Worker in the npm README, as `wrangler types` declares them. */
interface Env {
  SERVICE_ID: string;
  VERIGATOR_USERNAME: string;
  VERIGATOR_PASSWORD: string;
}
