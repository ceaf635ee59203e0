import { Verigator } from "verigator";

try {
  new Verigator("username", "password");
} catch (error) {
  globalThis.message = error.message;
}
