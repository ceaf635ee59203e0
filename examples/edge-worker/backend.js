import { tickets } from "verigator/gateway";

const office = tickets(process.env.TICKET_SECRET);

/** After the first factor: gives the ticket that the page of this user needs. */
export function mintTicket(user) {
  return office.mint(user.verigatorId);
}

/** With the page's next request: tells whether its cookie `verigator-receipt` completes the login of this user. */
export async function completesLogin(user, cookie) {
  const receipt = await office.readReceipt(cookie);
  return receipt?.userId === user.verigatorId;
}
