/**
 * A gateway as a route handler of Next.js. The page gets a ticket from `POST /log-in` after the first factor, and passes it to
 * `Verigator.viaGateway("/2fa", { ticket })`.
 */
import { site } from "../../gateway.js";

const handle = (request) => site().gateway.fetch(request);

export { handle as GET, handle as POST, handle as PUT, handle as OPTIONS };
