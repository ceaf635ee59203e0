import { Verigator } from "verigator/inline";

/** A Worker that imports the entry with the wasm inside, which it cannot compile. Responds with the error's message. */
export default {
  async fetch() {
    try {
      return new Response(String(new Verigator("username", "password")));
    } catch (error) {
      return new Response(error.message);
    }
  },
};
