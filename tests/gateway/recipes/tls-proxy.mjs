import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { request as openRequest } from "node:http";
import { createServer } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { listen } from "../servers/mounts.mjs";

/** Starts a proxy for one test that terminates TLS in front of a server, with a self-signed certificate. Returns its URL. */
export async function openTlsProxy(t, target) {
  const { hostname, port } = new URL(target);
  const server = createServer(createCertificate(t), (incoming, outgoing) => {
    const { "x-forwarded-for": before, ...headers } = incoming.headers;
    const forwarded = {
      "x-forwarded-for": [before, incoming.socket.remoteAddress].filter(Boolean).join(", "),
      "x-forwarded-proto": "https",
      "x-forwarded-host": incoming.headers.host,
    };
    const sent = openRequest({
      hostname,
      port,
      method: incoming.method,
      path: incoming.url,
      headers: { ...headers, ...forwarded },
    });
    sent.on("response", (response) => response.pipe(outgoing.writeHead(response.statusCode, response.headers)));
    sent.on("error", () => outgoing.destroy());
    incoming.pipe(sent);
  });
  return (await listen(t, server)).replace("http:", "https:");
}

function createCertificate(t) {
  const folder = mkdtempSync(join(tmpdir(), "verigator-tls-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const [key, cert] = ["key.pem", "cert.pem"].map((name) => join(folder, name));
  const kind = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1"];
  execFileSync("openssl", ["req", ...kind, "-subj", "/CN=127.0.0.1", "-keyout", key, "-out", cert], { stdio: "pipe" });
  return { key: readFileSync(key), cert: readFileSync(cert) };
}
