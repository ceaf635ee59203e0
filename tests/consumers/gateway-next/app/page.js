import { tickets } from "verigator/gateway";
import { Login } from "./login.js";

export const dynamic = "force-dynamic";

/** The page after the first factor, which USER_ID has passed. */
export default async function Page() {
  return <Login ticket={await tickets(process.env.TICKET_SECRET).mint(process.env.USER_ID)} />;
}
