import { verigator } from "./account.js";

/** Creates the service, once, and prints its id. In production `fqdn` is the domain of your site. */
const fqdn = `coffeeshop-${Date.now()}.example`;
const service = await verigator.createService("Coffee Shop", fqdn);
console.log(service.id);
