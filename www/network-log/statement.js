import { isNumberVerification, verificationResult, verificationStatement } from "./number-verification.js";

/** Returns the JavaScript statement that sent a recorded request, derived from the request itself. */
export function statementOf(record) {
  if (isNumberVerification(record)) return verificationStatement(record);
  const { source, operation, path, requestBody } = record;
  const statement = statements[operation]?.(idsIn(path), requestBody ? JSON.parse(requestBody) : {});
  return source === "browser" ? statement?.replace("user.", "me.") : statement;
}

/** Returns the operation of a request to a gateway, whose client emits no `onRequest` events. */
export function gatewayOperationOf({ method, body }) {
  const authentications = { sms: "authenticateUsingSms", totp: "authenticateUsingTotp" };
  if (method === "GET") return "status";
  const { method: requested, token } = body ? parseObject(body) : {};
  return token === undefined ? authentications[requested] : "verifyPin";
}

const quote = (text) => JSON.stringify(text);

const statements = {
  createService: (_, { name, fqdn }) => `await verigator.createService(${quote(name)}, ${quote(fqdn)})`,
  getService: ({ serviceId }) => `await verigator.getService(${quote(serviceId)})`,
  deleteService: () => "await service.delete()",
  registerUser: (_, { id_in_service, phone_number }) =>
    `await service.registerUser(${quote(id_in_service)}, ${quote(phone_number)})`,
  getUser: ({ userId }) => `await service.getUser(${quote(userId)})`,
  getUsers: () => "await service.getUsers()",
  deleteUser: () => "await user.delete()",
  authenticateUsingTotp: () => "await user.authenticateUsingTotp()",
  authenticateUsingSms: () => "await user.authenticateUsingSms()",
  status: () => "await gateway.status()",
  verifyPin: (_, { token }) => `await user.verifyPin(${quote(token)})`,
};

/** Returns a short result of a successful call where the status alone does not say it, e.g. `verified`. */
export function resultOf(record) {
  const { operation, responseBody, status } = record;
  const isSuccess = status >= 200 && status < 300 && responseBody;
  if (isSuccess && isNumberVerification(record)) return verificationResult(record);
  return isSuccess ? results[operation]?.(parseObject(responseBody)) : undefined;
}

const results = {
  authenticateUsingTotp: ({ method }) => method,
  authenticateUsingSms: ({ method }) => method,
  verifyPin: ({ verified, status }) => (verified ? "verified" : `rejected${reasonOf(status)}`),
};

function reasonOf(status) {
  const reason = ["throttled", "expired", "invalid"].find((name) => status?.[name]);
  return reason ? `, ${reason}` : "";
}

/** Parses a body that may be anything: faults produce responses that are not JSON or not the expected object. */
function parseObject(text) {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}

/** Returns the ids in a path, e.g. in `/v1/service/service/{serviceId}/users/{userId}/auth`. */
export function idsIn(path) {
  const [, serviceId, userId] = /\/service\/service(?:\/([^/]+))?(?:\/users\/([^/]+))?/.exec(path) ?? [];
  return { serviceId: serviceId && decodeURIComponent(serviceId), userId: userId && decodeURIComponent(userId) };
}
