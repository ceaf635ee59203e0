import { env } from "$env/dynamic/private";
import { tickets } from "verigator/gateway";

/** Runs after the first factor, which USER_ID has passed. */
export async function load() {
  return { ticket: await tickets(env.TICKET_SECRET).mint(env.USER_ID) };
}
