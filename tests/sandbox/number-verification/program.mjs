/** Starts a verification whose second message is due in half an hour, and ends. */
import { Sandbox } from "verigator/sandbox";

const { fetch } = new Sandbox();
const credentials = "username=sandbox&password=sandbox";
const response = await fetch(
  `https://api2.messente.com/verify/start?${credentials}&to=46701740605&retry_delay=1799&validity=1800`,
);
console.log(await response.text());
