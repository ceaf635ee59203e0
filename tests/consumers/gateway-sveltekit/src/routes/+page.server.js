import { TICKET_SECRET } from "$app/env/private";
import { tickets } from "verigator/gateway";

/** Runs after the first factor, which USER_ID has passed. */
export async function load() {
  return { ticket: await tickets(TICKET_SECRET).mint(process.env.USER_ID) };
}
