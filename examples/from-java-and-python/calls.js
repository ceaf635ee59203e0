// #region client
import { Verigator } from "verigator";

const { VERIGATOR_USERNAME = "", VERIGATOR_PASSWORD = "", VERIGATOR_BASE_URL } = process.env;
const verigator = new Verigator(VERIGATOR_USERNAME, VERIGATOR_PASSWORD, { baseUrl: VERIGATOR_BASE_URL });
// #endregion client

// #region create-service
const service = await verigator.createService("Coffee Shop", "coffeeshop.com");
// #endregion create-service

// #region get-service
const found = await verigator.getService(service.id);
// #endregion get-service
console.log(found.name);

// #region register-user
const user = await service.registerUser("ada@example.com", "+46701740605");
// #endregion register-user

// #region get-user
const same = await service.getUser(user.id);
const known = service.user(user.id); // sends no request
// #endregion get-user
console.log(same.id === known.id);

// #region get-users
const users = await service.getUsers();
// #endregion get-users
console.log(users.length);

// #region sms
const { method } = await user.authenticateUsingSms();
// #endregion sms
console.log(method);

// #region totp
const { method: used } = await user.authenticateUsingTotp();
// #endregion totp
console.log(used);

const pin = "000000";
// #region verify
const result = await user.verifyPin(pin);
if (result.verified) console.log("verified");
else console.log(result.reason); // invalid, expired, throttled or unknown
// #endregion verify

// #region errors
import { VerigatorError, WrongCredentialsError } from "verigator";

try {
  await verigator.getService("00000000-0000-4000-8000-000000000401");
} catch (error) {
  if (error instanceof WrongCredentialsError) console.log("check the password");
  else if (VerigatorError.is(error)) console.log(error.code, error.status);
  else throw error;
}
// #endregion errors

// #region delete
await user.delete();
await service.delete(); // only without users
// #endregion delete
