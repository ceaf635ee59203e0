/** The same types under `require`. */
import verigator = require("verigator");
import type * as numberVerification from "./contract/number-verification";
import type * as contract from "./contract/verigator";
import { fits } from "./same";

fits<typeof verigator.NumberVerification, typeof numberVerification.NumberVerification>();
fits<typeof verigator.Verigator, typeof contract.Verigator>();
fits<verigator.VerigatorError, contract.VerigatorError>();
