/** The generated half of BENCHMARKS.md. */
import { mebibytes } from "../memory/measure.mjs";
import { median } from "../speed/interleave.mjs";
import { picture } from "./charts.mjs";

export function markdown(measured, about, date) {
  return [
    "# Benchmarks",
    `\`cargo xtask bench\` generated this on ${date}. It measures every part, or only the parts that you name. Versions: verigator ${about.package}; ${about.clients.join(", ")}; ` +
      `${about.runtimes.join(", ")}; ${about.tools.join(", ")}; ${about.processor}.`,
    "The machine also did other work, so absolute times are noisy. For ratios, the clients take turns of a few calls each, so that the noise affects all of them alike. " +
      "A ratio is the median of the rounds, with the lowest and the highest round in brackets.",
    sizes(measured.sizes),
    crates(measured.crates),
    speed("In Node", measured.speed),
    pins(measured.pins),
    speed("In Chromium", measured.chromium),
    start(measured.start),
    memory(measured.memory),
    sandbox(measured.sandbox),
    gateway(measured.gateway),
    page(measured.page),
  ].join("\n\n");
}

function sizes(weighed) {
  const rows = Object.entries(weighed).map(([name, { all, wasm, needsNode }]) => [
    needsNode ? `${name} (without Node's built-in modules, which it needs)` : name,
    ...["raw", "gzip", "brotli"].map((kind) => number(all[kind])),
    wasm.raw ? `${number(wasm.gzip)} / ${number(wasm.brotli)}` : "",
  ]);
  return section(
    "Size",
    `${picture("size", "Bar chart of the Worker bundles' sizes")}\n\nBytes of what an app imports, bundled and minified with esbuild. ` +
      "Only bundles that import `verigator/sandbox` contain the sandbox.",
    [["bundle", "raw", "gzip", "brotli", "of which wasm, gzip / brotli"], ...rows],
  );
}

function crates(weighed) {
  const listed = (bytes) =>
    Object.entries(bytes)
      .filter(([, size]) => size > 500)
      .map(([owner, size]) => `${owner} ${number(size)}`)
      .join("; ");
  const rows = Object.entries(weighed).map(([component, bytes]) => [
    component,
    number(Object.values(bytes).reduce((a, b) => a + b)),
    listed(bytes),
  ]);
  return section(
    "Wasm by crate",
    "Raw bytes of each crate's functions. Inlined code counts towards the function that contains it.",
    [["component", "bytes", "by crate"], ...rows],
  );
}

function speed(title, plans) {
  const clocks = Object.keys(Object.values(plans[0].results)[0]);
  const columns = plans.flatMap((plan) => clocks.map((clock) => ({ ...plan, clock })));
  const heads = columns.map(({ title: plan, clock }) => `${plan}${clock === "processor" ? ", processor time" : ""}`);
  const rows = Object.keys(plans[0].results).map((name) => [
    name,
    ...columns.map(({ results, clock }) => ratio(results[name][clock])),
  ]);
  const note =
    clocks.length > 1
      ? " Processor time is that of the calling process."
      : " The page and the API have the same origin.";
  const chart = title === "In Node" ? `${picture("speed", "Bar chart of the ratios to raw fetch in Node")}\n\n` : "";
  return section(
    `Time per call: ${title.toLowerCase().replace("node", "Node").replace("chromium", "Chromium")}`,
    `${chart}Ratio to the same POST on loopback by \`fetch(url, init)\` and \`.json()\`, its spread over the rounds in brackets, and the time per call.${note}`,
    [["client", ...heads], ...rows],
  );
}

function ratio({ ratios, microseconds }) {
  return `${median(ratios).toFixed(2)} (${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}), ${median(microseconds).toFixed(0)} µs`;
}

function pins(plans) {
  const apis = Object.keys(plans[0].results);
  return section(
    "verifyPin of both APIs",
    "Ratio to the same request on loopback by `fetch`, in Node: a PUT with JSON, or a POST with a query, an empty body and a reply of text.",
    [
      ["API", ...plans.map(({ title }) => title)],
      ...apis.map((api) => [api, ...plans.map(({ results }) => ratio(results[api]))]),
    ],
  );
}

function start(results) {
  const rows = Object.entries(results).map(([name, figures]) => [
    name,
    Object.entries(figures)
      .map(([title, ms]) => `${title} ${ms.toFixed(1)} ms`)
      .join(", "),
  ]);
  return section("Cold start", "Medians. Each start has a new process, runtime or page.", [["", ""], ...rows]);
}

function memory(results) {
  const change = ({ before, after }, kind) => `${mebibytes(before[kind])} → ${mebibytes(after[kind])}`;
  const rows = Object.entries(results).map(([name, figures]) => [
    name,
    change(figures, "wasm"),
    change(figures, "heapUsed"),
    change(figures, "rss"),
  ]);
  return section(
    "Memory after 100,000 calls",
    "MiB in Node after 1,000 calls, and after 100,000 more. Each call creates a `Service` and a `User`.",
    [["objects", "wasm memory", "JavaScript heap", "process"], ...rows],
  );
}

function sandbox(results) {
  const rows = Object.entries(results).map(([name, { load, rss, listMs }]) => [
    name,
    number(load.requests),
    number(load.perSecond),
    mebibytes(rss),
    listMs ? `${listMs.toFixed(1)} ms` : "",
  ]);
  return section(
    "The sandbox",
    "A tenth of the requests registers a user, the others get one or start an SMS. In process the requests are sequential, over HTTP 50 are in flight. `Request and Response alone`, msw and `node:http alone` " +
      "do the same with a `Map` of users and nothing else, json-server with its own collections: they check no credentials and keep no messages, clock, events or log of requests.",
    [["", "requests", "per second", "MiB", "list of 10,000 users"], ...rows],
  );
}

function gateway({ logins, trips, flexible }) {
  const [[, proxy]] = Object.entries(logins);
  const overhead = ({ time }) => (median(time.microseconds) - median(proxy.time.microseconds)) / 2;
  const rows = Object.entries(logins).map(([name, result]) => [
    name,
    ratio(result.time),
    result === proxy ? "" : `${overhead(result).toFixed(0)} µs`,
  ]);
  return (
    section(
      "The gateway",
      "A login is one start and one verification. Each user and each address is new, except in the last row of Workers, where one user returns. The baseline is a Worker that only forwards requests with the credentials. Each Worker has its own workerd on this machine, " +
        "and the databases of the Durable Objects are in memory if the machine has `/dev/shm`. On Cloudflare an object may be in another data centre, so the round trips to it count: " +
        `${Object.entries(trips)
          .map(([name, count]) => `${name} ${count}`)
          .join(", ")}.`,
      [["Worker", "ratio to the proxy, spread, and time per login", "added time per call"], ...rows],
    ) + besideFlexible(flexible)
  );
}

/** Older results have none. */
function besideFlexible(flexible = {}) {
  const rows = Object.entries(flexible).flatMap(([plan, results]) =>
    Object.entries(results).map(([way, { time, p50, p99 }]) => [
      `${way}, ${plan}`,
      ratio(time),
      `${p50.toFixed(2)} ms`,
      `${p99.toFixed(2)} ms`,
    ]),
  );
  if (rows.length === 0) return "";
  const head =
    "| A start with limits in Redis | ratio to rate-limiter-flexible, spread, and time | p50 | p99 |\n| --- | --- | --- | --- |";
  return `\n\n${head}\n${rows.map((cells) => `| ${cells.join(" | ")} |`).join("\n")}`;
}

function page({ transferred, firstLoginMs }) {
  const all = Object.values(transferred).reduce((sum, sizes) =>
    Object.fromEntries(Object.keys(sizes).map((kind) => [kind, sum[kind] + sizes[kind]])),
  );
  const rows = Object.entries({ ...transferred, all }).map(([component, { files, raw, gzip, brotli }]) => [
    component,
    ...[files, raw, gzip, brotli].map(number),
  ]);
  const [least, most] = [Math.min(...firstLoginMs), Math.max(...firstLoginMs)].map((ms) => ms.toFixed(0));
  return section(
    "The demo page",
    `Bytes that a first visit to the static page transfers, compressed file by file. In headless Chromium with an empty cache, the first login by SMS took ${median(firstLoginMs).toFixed(0)} ms (${least} to ${most}) ` +
      "from the start of the navigation until the user was signed in. A script types and clicks without pauses and animations.",
    [["component", "files", "raw", "gzip", "brotli"], ...rows],
  );
}

function section(title, text, [head, ...rows]) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [`## ${title}`, "", text, "", line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

function number(value) {
  return value.toLocaleString("en");
}
