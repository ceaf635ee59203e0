import { Sandbox } from "verigator/sandbox";

const message = { to: "+46701740605", text: "1234", pin: "1234", sentAt: "1970-01-01T00:00:00Z", service: "Verigator" };
const verification = {
  account: "sandbox",
  message,
  expiresAt: "1970-01-01T00:05:00Z",
  failedAttempts: 0,
  sendsLeft: 1,
  nextSendAt: "1970-01-01T00:00:30Z",
  retryDelayMs: 30_000,
};

/** Both have a message to send later. They are created in the global scope, where a Worker forbids timers. Its clock stands at 1970. */
const restored = new Sandbox({ seed: 1 });
const snapshot = restored.snapshot();
snapshot.state.sessions = { byId: { 1: verification }, nextNumber: 1, verifiedDevices: [] };
restored.restore(snapshot);
const seeded = new Sandbox({ seedData: snapshot });

/** Responds with the number of messages in each inbox. The message of each is due by now. */
export default {
  fetch: () => Response.json([restored, seeded].map(({ inbox }) => inbox.messages().length)),
};
