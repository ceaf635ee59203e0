/** The lines of `examples/gateway-proxies` in the real programs: a caller can choose neither its address nor its origin. */
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, request } from "node:http";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { test } from "node:test";
import { nodeRequest, toNodeHandler } from "verigator/gateway";
import { freePort } from "../browsers/free-port.mjs";
import { createSite } from "./site.mjs";

const lines = (file) => readFileSync(new URL(`../../examples/gateway-proxies/${file}`, import.meta.url), "utf8");

/** For each proxy: the program, its configuration with the lines of the example, and how it is started. */
const proxies = {
  nginx: {
    program: "nginx",
    configure: (folder, port, site) => `daemon off; master_process off; pid ${folder}/pid; error_log stderr;
events {}
http { access_log off; ${["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => `${name}_temp_path ${folder}/${name};`).join(" ")}
upstream site { server 127.0.0.1:${site}; keepalive 4; }
server { listen 127.0.0.1:${port}; location / { proxy_pass http://site; proxy_http_version 1.1; proxy_set_header Connection "";
${lines("nginx.conf")} } } }`,
    flags: (file, folder) => ["-c", file, "-p", folder],
  },
  haproxy: {
    program: "haproxy",
    configure: (folder, port, site) => `defaults
    mode http
    timeout connect 5s
    timeout client 30s
    timeout server 30s
frontend page
    bind 127.0.0.1:${port}
${lines("haproxy.cfg")}
    default_backend site
backend site
    server one 127.0.0.1:${site}
`,
    flags: (file) => ["-db", "-f", file],
  },
  caddy: {
    program: "caddy",
    configure: (folder, port, site) => `{
  admin off
  auto_https off
}
http://127.0.0.1:${port} {
${lines("Caddyfile").replace("127.0.0.1:3000", `127.0.0.1:${site}`)}
}
`,
    flags: (file) => ["run", "--adapter", "caddyfile", "--config", file],
  },
  apache: {
    program: "apache2",
    configure: (folder, port, site) => `ServerRoot ${folder}
PidFile ${folder}/pid
DefaultRuntimeDir ${folder}
ErrorLog ${folder}/log
ServerName 127.0.0.1
Listen 127.0.0.1:${port}
${["mpm_event", "authz_core", "proxy", "proxy_http", "headers"].map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`).join("\n")}
<VirtualHost *:${port}>
ProxyPass / http://127.0.0.1:${site}/
${lines("apache.conf")}
</VirtualHost>
`,
    flags: (file) => ["-X", "-f", file],
  },
  varnish: {
    program: "varnishd",
    configure: (folder, port, site) => `vcl 4.1;
backend default { .host = "127.0.0.1"; .port = "${site}"; }
${lines("varnish.vcl")}
`,
    flags: (file, folder, port) => [
      "-F",
      "-a",
      `127.0.0.1:${port}`,
      "-f",
      file,
      "-n",
      join(folder, "work"),
      "-s",
      "default,10m",
    ],
  },
};

const search = `${process.env.PATH}${delimiter}/usr/sbin`;
const isInstalled = (program) => search.split(delimiter).some((folder) => existsSync(join(folder, program)));

/** Starts a proxy before a site, and waits until it answers. */
async function open(t, { program, configure, flags }, options) {
  const site = createSite({ address: undefined, policy: { sendsPerAddress: { count: 3, seconds: 3600 } }, ...options });
  const server = createServer(toNodeHandler(site.gateway, { trustedProxies: 1 })).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const folder = mkdtempSync(join(tmpdir(), "verigator-proxy-"));
  chmodSync(folder, 0o755);
  const port = await freePort();
  const file = join(folder, "configuration");
  writeFileSync(file, configure(folder, port, server.address().port));
  const child = spawn(program, flags(file, folder, port), {
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...process.env, PATH: search, HOME: folder },
  });
  const log = [];
  child.stderr.on("data", (text) => log.push(String(text)));
  t.after(async () => {
    server.close();
    server.closeAllConnections();
    if (child.exitCode === null && child.kill("SIGTERM")) await new Promise((resolve) => child.once("exit", resolve));
    rmSync(folder, { recursive: true, force: true });
  });
  const send = (method, body, headers) => sendTo(port, method, body, headers);
  while ((await send("GET", undefined, {}).catch(() => undefined))?.status !== 401) {
    if (child.exitCode !== null)
      throw new Error(`expected ${program} to listen, but it ended with ${child.exitCode}:\n${log.join("")}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { ...site, send, origin: `http://127.0.0.1:${port}` };
}

/** Sends a request with Node's http, which, unlike fetch, sends any header. */
function sendTo(port, method, body, headers) {
  return new Promise((resolve, reject) => {
    const text = body && JSON.stringify(body);
    const sent = request({
      host: "127.0.0.1",
      port,
      method,
      path: "/2fa/auth",
      agent: false,
      headers: { ...(text && { "content-type": "application/json", "content-length": text.length }), ...headers },
    });
    sent.once("error", reject).once("response", async (response) => {
      const received = Buffer.concat(await response.toArray()).toString();
      resolve({ status: response.statusCode, body: received.startsWith("{") ? JSON.parse(received) : received });
    });
    sent.end(text);
  });
}

for (const [name, proxy] of Object.entries(proxies)) {
  const options = { skip: !isInstalled(proxy.program) && `needs ${proxy.program}` };

  test(`${name}: a caller that writes X-Forwarded-For keeps its own address`, options, async (t) => {
    const { send } = await open(t, proxy);
    const statuses = [];
    for (let user = 1; user <= 5; user += 1) {
      const forged = `198.51.100.${user}`;
      statuses.push(
        (
          await send(
            "POST",
            { method: "sms" },
            { "x-user": `user-${user}`, "x-forwarded-for": forged, forwarded: `for=${forged}`, "x-real-ip": forged },
          )
        ).status,
      );
    }
    assert.deepEqual(statuses, [201, 201, 201, 429, 429]);
  });

  test(`${name}: the site's own origin is admitted, and one that the caller forges is not`, options, async (t) => {
    const { send, origin } = await open(t, proxy);
    const from = (headers) => send("POST", { method: "sms" }, { "x-user": `user-${Math.random()}`, ...headers });
    assert.equal((await from({ origin, "sec-fetch-site": "same-origin" })).status, 201);
    const forged = { origin: "https://evil.example", "x-forwarded-proto": "https", "x-forwarded-host": "evil.example" };
    assert.equal((await from(forged)).status, 403);
  });

  test(`${name}: a PIN whose response is lost reaches the API once, by POST and by PUT`, options, async (t) => {
    for (const method of ["POST", "PUT"]) assert.equal(await countOfLostPin(t, proxy, method), 1, method);
  });
}

test("nginx without the line repeats a PUT, and no POST", {
  skip: !isInstalled("nginx") && "needs nginx",
}, async (t) => {
  const { configure, ...nginx } = proxies.nginx;
  const without = { ...nginx, configure: (...values) => configure(...values).replace("proxy_next_upstream off;", "") };
  assert.deepEqual([await countOfLostPin(t, without, "POST"), await countOfLostPin(t, without, "PUT")], [1, 2]);
});

/** Sends a wrong PIN on a kept connection that is cut before the response. Returns how often the PIN reached the API. */
async function countOfLostPin(t, proxy, method) {
  let latest;
  const identify = (request) => ((latest = nodeRequest(request)), request.headers.get("x-user"));
  const { send, upstream } = await open(t, proxy, { identify });
  const verify = upstream.verify;
  upstream.verify = async (...values) => (latest.socket.destroy(), verify(...values));
  await send("POST", { method: "sms" }, { "x-user": "user-1" });
  await send(method, { token: "000000" }, { "x-user": "user-1" }).catch(() => undefined);
  return upstream.calls.filter(({ pin }) => pin).length;
}

test("the programs are those of the distribution", {
  skip: Object.values(proxies).some(({ program }) => !isInstalled(program)) && "needs all five",
}, () => {
  const version = (program, flag) => {
    const { stdout, stderr } = spawnSync(program, [flag], { env: { ...process.env, PATH: search }, encoding: "utf8" });
    return stdout + stderr;
  };
  assert.match(version("nginx", "-v"), /nginx\/1\./);
  assert.match(version("haproxy", "-v"), /HAProxy/);
});
