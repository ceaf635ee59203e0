/** Answers every request as Verigator answers a started authentication, as fast as Node can. Tells its parent the port. */
import { createServer } from "node:http";

const answer = JSON.stringify({ method: "sms" });
const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(answer) };

const server = createServer((request, response) => {
  request.resume();
  request.on("end", () => response.writeHead(201, headers).end(answer));
});
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => process.send(server.address().port));
process.once("disconnect", () => process.exit());
