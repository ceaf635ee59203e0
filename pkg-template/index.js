/** The public names of the package. Each entry exports these, having said how its runtime gets hold of the wasm. */
export { GatewayClient, Service, User, Verigator } from "./classes.js";
export { init } from "./loading.js";
export { normalizePin } from "./normalize-pin.js";
export {
  ConnectionError,
  InternalError,
  InvalidDataError,
  InvalidInvocationError,
  InvalidResponseError,
  NoSuchResourceError,
  RateLimitedError,
  RedirectError,
  ResourceAlreadyExistsError,
  ResourceForbiddenError,
  TimeoutError,
  VerigatorError,
  WrongCredentialsError,
} from "./errors.js";
