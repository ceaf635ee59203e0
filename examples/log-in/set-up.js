import { verigator } from "./account.js";

const service = await verigator.createService("Coffee Shop", "coffeeshop.com");
console.log(`VERIGATOR_SERVICE_ID=${service.id}`);
