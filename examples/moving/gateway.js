import { NumberVerification } from "verigator";
import { createGateway } from "verigator/gateway";

const { MESSENTE_USERNAME = "", MESSENTE_PASSWORD = "", MESSENTE_BASE_URL } = process.env;

/** `identify` returns the id of the user at your site, and `phoneNumber` the number of that user, in E.164. */
export const openNumberVerification = (phoneNumber, options) =>
  createGateway({
    numberVerification: new NumberVerification(MESSENTE_USERNAME, MESSENTE_PASSWORD, { baseUrl: MESSENTE_BASE_URL }),
    phoneNumber,
    ...options,
  });
