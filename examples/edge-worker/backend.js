import { tickets } from "verigator/gateway";

const { mint, readReceipt } = tickets(process.env.TICKET_SECRET);

/** Returns the ticket for the page of a user who passed the first factor. */
export function mintTicket(user) {
  return mint(user.verigatorId);
}

/** Returns whether the cookie `verigator-receipt` of the page's next request completes the user's login. */
export async function completesLogin(user, cookie) {
  const receipt = await readReceipt(cookie);
  return receipt?.userId === user.verigatorId;
}
