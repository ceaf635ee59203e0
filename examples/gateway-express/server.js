import express from "express";
import { Verigator } from "verigator";
import { createApp, phoneNumbers } from "./app.js";

const {
  VERIGATOR_USERNAME,
  VERIGATOR_PASSWORD,
  VERIGATOR_BASE_URL,
  VERIGATOR_SERVICE_ID,
  VERIGATOR_API,
  PORT = "3000",
} = process.env;

// Your users are in your database, with their numbers or their Verigator ids. This site has one.
const ada = VERIGATOR_API === "number-verification" ? { id: "ada" } : await register("+46701740605");
phoneNumbers.set(ada.id, "+46701740605");

/** Registers the user at Verigator, anew at each start. */
function register(phoneNumber) {
  const verigator = new Verigator(VERIGATOR_USERNAME, VERIGATOR_PASSWORD, { baseUrl: VERIGATOR_BASE_URL });
  return verigator.service(VERIGATOR_SERVICE_ID).registerUser(`ada-${Date.now()}@example.com`, phoneNumber);
}

// Your first factor.
const app = createApp(async (username, password) =>
  username === "ada" && password === "correct horse" ? ada.id : null,
);

app.use(express.static("page"));
app.use("/verigator", express.static("node_modules/verigator")); // without a bundler, the page loads the package from here
const server = app.listen(Number(PORT), "127.0.0.1", (error) => {
  if (error) throw error;
  console.log(`http://localhost:${server.address().port}`);
});
