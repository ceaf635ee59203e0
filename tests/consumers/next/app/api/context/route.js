import { cookies } from "next/headers";
import { Verigator } from "verigator";
import { expectedResult } from "../../../flow.mjs";

const path = "/api/context";
const tickets = ["e30.a.c2ln", "e30.b.c2ln", "e30.c.c2ln"];

/** One client for all visitors, whose ticket is in a cookie of the request that Next.js handles. All calls start in the same turn. */
const sent = [];
const arrived = new Set();
let open;
const opened = new Promise((resolve) => (open = resolve));
const client = Verigator.viaGateway("https://gateway.example", {
  ticket: async () => (await cookies()).get("ticket").value,
  async fetch(_, { headers, body }) {
    sent.push([headers.get("authorization"), JSON.parse(body).token]);
    return Response.json({ verified: true });
  },
});

export const dynamic = "force-dynamic";

/** A visitor's request, which waits for those of all others. */
export async function POST(request) {
  const ticket = await request.text();
  arrived.add(ticket);
  if (arrived.size === tickets.length) open();
  await opened;
  await client.me.verifyPin(ticket);
  return new Response();
}

/** Plays the visitors, and responds as the flow does if each request to the gateway had the ticket of its visitor. */
export async function GET(request) {
  const origin = `http://${request.headers.get("host")}`;
  await Promise.all(
    tickets.map((ticket) =>
      fetch(origin + path, { method: "POST", body: ticket, headers: { cookie: `ticket=${ticket}` } }),
    ),
  );
  const isRight =
    sent.length === tickets.length && sent.every(([authorization, token]) => authorization === `Bearer ${token}`);
  return Response.json(isRight ? expectedResult : { sent });
}
