/** The login around the gateway: `POST` takes the first factor, and `PUT` completes the login after the second one. */
import { checkPassword, startSession } from "../first-factor.js";
import { site } from "../gateway.js";

/** On a trusted device the first factor is enough. Otherwise the page gets a ticket for the gateway. */
export async function POST(request) {
  const { username, password } = await request.json();
  const userId = await checkPassword(username, password);
  if (!userId) return Response.json({ message: "Wrong username or password." }, { status: 401 });
  const { devices, office } = site();
  if (!(await devices.isTrusted(request, userId))) return Response.json({ ticket: await office.mint(userId) });
  return logIn(userId, await devices.trust(request, userId));
}

/** Takes the receipt that the gateway has left in a cookie. The page sends `trust` if the user ticked "Do not ask again on this device". */
export async function PUT(request) {
  const { trust } = await request.json();
  const [, token = ""] = /(?:^|; )__Host-receipt=([^;]+)/.exec(request.headers.get("cookie")) ?? [];
  const { devices, office } = site();
  const receipt = await office.readReceipt(token);
  if (!receipt) return Response.json({ message: "Enter the PIN first." }, { status: 401 });
  return logIn(receipt.userId, trust ? await devices.trust(request, receipt.userId) : undefined);
}

async function logIn(userId, deviceHeaders) {
  const headers = new Headers(deviceHeaders);
  headers.append("set-cookie", await startSession(userId));
  return Response.json({ userId }, { headers });
}
