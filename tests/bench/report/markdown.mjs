/** The measured part of BENCHMARKS.md. */
import { mebibytes } from "../memory/measure.mjs";
import { median } from "../speed/interleave.mjs";
import { picture } from "./charts.mjs";

export function markdown(measured, about, date) {
  return [
    "# Benchmarks",
    `\`cargo xtask bench\` measured this and wrote it here, last on ${date}. Without arguments it measures all in one run, with the names of parts those alone. verigator ${about.package} beside ${about.others.join(", ")}; ` +
      `${about.runtimes.join(", ")}; ${about.tools.join(", ")}; ${about.processor}.`,
    "The machine did other work meanwhile: absolute times are noisy. Ratios are taken in turns of a few calls each, so that the noise falls on all alike, " +
      "and are medians of the rounds, with the lowest and the highest round in brackets.",
    sizes(measured.sizes),
    crates(measured.crates),
    speed("In Node", measured.speed),
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
    needsNode ? `${name} (only with Node's built-ins left out)` : name,
    ...["raw", "gzip", "brotli"].map((kind) => number(all[kind])),
    wasm.raw ? `${number(wasm.gzip)} / ${number(wasm.brotli)}` : "",
  ]);
  return section(
    "Size",
    `${picture("size", "Bar chart of the Worker bundles' sizes")}\n\nBytes of what an app imports, bundled and minified by esbuild. ` +
      "`sandbox` is only in a bundle that imports it.",
    [["bundle", "raw", "gzip", "brotli", "of which wasm, gzip / brotli"], ...rows],
  );
}

function crates(weighed) {
  const listed = (bytes) => Object.entries(bytes).filter(([, size]) => size > 500).map(([owner, size]) => `${owner} ${number(size)}`).join(", ");
  const rows = Object.entries(weighed).map(([part, bytes]) => [part, number(Object.values(bytes).reduce((a, b) => a + b)), listed(bytes)]);
  return section("Whose bytes the wasm is made of", "Raw bytes by the crate whose function they are in; what was inlined counts for the function that took it in.", [
    ["part", "bytes", "by crate"],
    ...rows,
  ]);
}

function speed(title, plans) {
  const clocks = Object.keys(Object.values(plans[0].results)[0]);
  const columns = plans.flatMap((plan) => clocks.map((clock) => ({ ...plan, clock })));
  const heads = columns.map(({ title: plan, clock }) => `${plan}${clock === "processor" ? ", processor time" : ""}`);
  const rows = Object.keys(plans[0].results).map((name) => [name, ...columns.map(({ results, clock }) => ratio(results[name][clock]))]);
  const note = clocks.length > 1 ? " Processor time is that of the calling process alone." : " The page and the API have one origin.";
  const chart = title === "In Node" ? `${picture("speed", "Bar chart of the ratios to raw fetch in Node")}\n\n` : "";
  return section(`Time per call: ${title.toLowerCase().replace("node", "Node").replace("chromium", "Chromium")}`, `${chart}Ratio to \`fetch(url, init)\` and \`.json()\` doing the same POST on loopback; in brackets the rounds' spread; then µs per call.${note}`, [
    ["client", ...heads],
    ...rows,
  ]);
}

function ratio({ ratios, microseconds }) {
  return `${median(ratios).toFixed(2)} (${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}), ${median(microseconds).toFixed(0)} µs`;
}

function start(results) {
  const rows = Object.entries(results).map(([name, figures]) => [name, Object.entries(figures).map(([title, ms]) => `${title} ${ms.toFixed(1)} ms`).join(", ")]);
  return section("Cold start", "Each in a fresh process, runtime or page; medians.", [["", ""], ...rows]);
}

function memory(results) {
  const change = ({ before, after }, kind) => `${mebibytes(before[kind])} → ${mebibytes(after[kind])}`;
  const rows = Object.entries(results).map(([name, figures]) => [name, change(figures, "wasm"), change(figures, "heapUsed"), change(figures, "rss")]);
  return section("Memory after 100 000 calls", "MiB after 1 000 calls and after 100 000 more, each with a `Service` and a `User` of its own, in Node.", [
    ["objects", "wasm memory", "JavaScript heap", "process"],
    ...rows,
  ]);
}

function sandbox(results) {
  const rows = Object.entries(results).map(([name, { load, rss, listMs }]) => [
    name,
    number(load.requests),
    number(load.perSecond),
    mebibytes(rss),
    listMs ? `${listMs.toFixed(1)} ms` : "",
  ]);
  return section("The sandbox", "A tenth of the requests registers users, the others read one or start an SMS; over HTTP 50 at a time. Afterwards the list held every user once.", [
    ["", "requests", "per second", "MiB", "list of 10 000 users"],
    ...rows,
  ]);
}

function gateway({ logins, trips }) {
  const [[, proxy]] = Object.entries(logins);
  const overhead = ({ time }) => (median(time.microseconds) - median(proxy.time.microseconds)) / 2;
  const rows = Object.entries(logins).map(([name, result]) => [name, ratio(result.time), result === proxy ? "" : `${overhead(result).toFixed(0)} µs`]);
  return section(
    "The gateway",
    "A login, one start and one verification, of a user and from an address that have not been there before; beside a Worker that only forwards both with the password. Each in a workerd of its own on this machine, " +
      `the Durable Objects' databases in memory if it has \`/dev/shm\`. On Cloudflare an object may be in another place, so the round trips to the store count: ${Object.entries(trips).map(([name, count]) => `${name} ${count}`).join(", ")}.`,
    [["Worker", "ratio to the proxy, spread, and µs per login", "more than the proxy, per call"], ...rows],
  );
}

function page({ transferred, firstLoginMs }) {
  const all = Object.values(transferred).reduce((sum, sizes) => Object.fromEntries(Object.keys(sizes).map((kind) => [kind, sum[kind] + sizes[kind]])));
  const rows = Object.entries({ ...transferred, all }).map(([part, { files, raw, gzip, brotli }]) => [part, ...[files, raw, gzip, brotli].map(number)]);
  const [least, most] = [Math.min(...firstLoginMs), Math.max(...firstLoginMs)].map((ms) => ms.toFixed(0));
  return section(
    "The demo page",
    `Bytes that a first visit to the static page transfers, compressed file by file. In headless Chromium with nothing cached the first login by SMS took ${median(firstLoginMs).toFixed(0)} ms (${least} to ${most}) ` +
      "from the navigation to the user being signed in, typed and clicked by a program.",
    [["part", "files", "raw", "gzip", "brotli"], ...rows],
  );
}

function section(title, text, [head, ...rows]) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [`## ${title}`, "", text, "", line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

function number(value) {
  return String(value).replace(/\B(?=(\d{3})+$)/g, " ");
}
