/** The line of JavaScript that caused a request, from what the request itself says. */
export function statementOf({ from, operation, path, requestBody }) {
  const statement = statements[operation]?.(idsIn(path), requestBody ? JSON.parse(requestBody) : {});
  return from === "browser" ? statement?.replace("user.", "me.") : statement;
}

/** Which call a request to a gateway is; its client tells nobody. */
export function operationOf({ method, body }) {
  const started = { sms: "authenticateUsingSms", totp: "authenticateUsingTotp" };
  return { GET: "status", PUT: "verifyPin", POST: body && started[JSON.parse(body).method] }[method];
}

const quote = (text) => JSON.stringify(text);

const statements = {
  createService: (_, { name, fqdn }) => `await verigator.createService(${quote(name)}, ${quote(fqdn)})`,
  getService: ({ serviceId }) => `await verigator.getService(${quote(serviceId)})`,
  deleteService: () => "await service.delete()",
  registerUser: (_, { id_in_service, phone_number }) => `await service.registerUser(${quote(id_in_service)}, ${quote(phone_number)})`,
  getUser: ({ userId }) => `await service.getUser(${quote(userId)})`,
  getUsers: () => "await service.getUsers()",
  deleteUser: () => "await user.delete()",
  authenticateUsingTotp: () => "await user.authenticateUsingTotp()",
  authenticateUsingSms: () => "await user.authenticateUsingSms()",
  status: () => "await gateway.status()",
  verifyPin: (_, { token }) => `await user.verifyPin(${quote(token)})`,
};

/** What came of a call in a word, where its status does not say it. */
export function outcomeOf({ operation, responseBody, status }) {
  const isAnswered = status >= 200 && status < 300 && responseBody;
  return isAnswered ? outcomes[operation]?.(parsed(responseBody)) : undefined;
}

const outcomes = {
  authenticateUsingTotp: ({ method }) => method,
  authenticateUsingSms: ({ method }) => method,
  verifyPin: ({ verified, status }) => (verified ? "verified" : `refused${wordsFor(status)}`),
};

function wordsFor(status) {
  const reason = ["throttled", "expired", "invalid"].find((name) => status?.[name]);
  return reason ? `, ${reason}` : "";
}

/** A fault can make an answer that is no JSON, or none that was expected. */
function parsed(text) {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}

/** The ids in a path, as in `/v1/service/service/{serviceId}/users/{userId}/auth`. */
export function idsIn(path) {
  const [, serviceId, userId] = /\/service\/service(?:\/([^/]+))?(?:\/users\/([^/]+))?/.exec(path) ?? [];
  return { serviceId: serviceId && decodeURIComponent(serviceId), userId: userId && decodeURIComponent(userId) };
}
