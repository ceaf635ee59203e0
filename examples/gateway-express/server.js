import express from "express";
import { Verigator } from "verigator";
import { createApp } from "./app.js";

const { VERIGATOR_USERNAME, VERIGATOR_PASSWORD, VERIGATOR_BASE_URL, VERIGATOR_SERVICE_ID, PORT = "3000" } = process.env;

// Your users are in your database, each with its Verigator id. This site has one, who is registered anew at each start.
const verigator = new Verigator(VERIGATOR_USERNAME, VERIGATOR_PASSWORD, { baseUrl: VERIGATOR_BASE_URL });
const ada = await verigator.service(VERIGATOR_SERVICE_ID).registerUser(`ada-${Date.now()}@example.com`, "+46701740605");

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
