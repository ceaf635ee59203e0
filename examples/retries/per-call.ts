import { type AuthenticationResponse, type User, Verigator } from "verigator";

const { VERIGATOR_USERNAME = "", VERIGATOR_PASSWORD = "", VERIGATOR_BASE_URL } = process.env;
const verigator = new Verigator(VERIGATOR_USERNAME, VERIGATOR_PASSWORD, {
  baseUrl: VERIGATOR_BASE_URL,
  timeoutMs: 5_000,
});

/** Reads the users of a service for a nightly job, with a longer time limit, more retries and its own abort signal. */
export function listUsers(serviceId: string, signal: AbortSignal): Promise<User[]> {
  return verigator.service(serviceId).getUsers({ timeoutMs: 30_000, maxRetries: 5, signal });
}

/** Sends a PIN while a user waits: one attempt, and a response within 3 s. */
export function sendPin(serviceId: string, userId: string): Promise<AuthenticationResponse> {
  return verigator.service(serviceId).user(userId).authenticateUsingSms({ timeoutMs: 3_000, maxRetries: 0 });
}
