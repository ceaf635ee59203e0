import { Verigator } from "verigator";
import { createGateway } from "verigator/gateway";

const { VERIGATOR_USERNAME = "", VERIGATOR_PASSWORD = "", VERIGATOR_SERVICE_ID = "", VERIGATOR_BASE_URL } = process.env;

/** `identify` returns the Verigator id of the user who passed the first factor. */
export const openVerigator = (options) =>
  createGateway({
    verigator: new Verigator(VERIGATOR_USERNAME, VERIGATOR_PASSWORD, { baseUrl: VERIGATOR_BASE_URL }),
    serviceId: VERIGATOR_SERVICE_ID,
    ...options,
  });
