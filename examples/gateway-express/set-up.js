import { Verigator } from "verigator";

const { VERIGATOR_USERNAME, VERIGATOR_PASSWORD, VERIGATOR_BASE_URL } = process.env;

/** Creates the service, once, and prints its id. */
const verigator = new Verigator(VERIGATOR_USERNAME, VERIGATOR_PASSWORD, { baseUrl: VERIGATOR_BASE_URL });
const service = await verigator.createService("Coffee Shop", `coffeeshop-${Date.now()}.example`);
console.log(service.id);
