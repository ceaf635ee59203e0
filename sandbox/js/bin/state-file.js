import { randomUUID } from "node:crypto";
import { readFileSync, readdirSync, realpathSync, rmSync, statSync } from "node:fs";
import { open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { lockFile } from "./file-lock.js";
import { StartError } from "./flags.js";

const minDelayMs = 100;

/**
 * Restores the state from a file, if it exists, and keeps the file up to date. Another process cannot use the file meanwhile.
 *
 * A save writes a new file in chunks, between which requests are handled, and renames it, so that a crash leaves the previous file intact.
 */
export async function openStateFile(path, sandbox, engine) {
  if (isFolder(path)) {
    throw new StartError(`--data: ${path} could not be read (it is a folder)`);
  }
  const file = resolveLinks(path);
  const unlock = lockFile(file);
  process.once("exit", unlock);
  removeTemporaryFiles(file);
  restore(path, sandbox);
  const saver = createSaver(() => writeState(file, engine), path);
  if (!(await saver.save())) {
    throw new StartError(`--data: ${path} could not be written (${saver.error.message})`);
  }
  return saver;
}

function isFolder(path) {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** Schedules saves, at most one at a time, and reports failures on standard error. */
function createSaver(write, path) {
  let timer;
  let current;
  let isChanged = false;
  let lastDurationMs = 0;
  let error;
  let isOpen = false;

  function markChanged() {
    isChanged = true;
    // Large states are saved less often, so that saving takes a third of the time at most.
    timer ??= setTimeout(() => void save(), Math.max(minDelayMs, 2 * lastDurationMs));
  }

  /** Saves the current state and resolves to whether it succeeded. */
  async function save() {
    while (current) await current;
    clearTimeout(timer);
    timer = undefined;
    isChanged = false;
    current = run();
    await current;
    current = undefined;
    isOpen = true;
    return error === undefined;
  }

  async function run() {
    const startedAt = performance.now();
    try {
      await write();
      if (error) console.error(`verigator sandbox: the state is written to ${path} again`);
      error = undefined;
    } catch (cause) {
      // The wasm crashed, so no later save can succeed. Uncaught, this ends the process.
      if (cause instanceof WebAssembly.RuntimeError) throw cause;
      if (isOpen && !error) console.error(`verigator sandbox: ${failureMessage(cause)}`);
      error = cause;
    }
    lastDurationMs = performance.now() - startedAt;
  }

  function failureMessage(cause) {
    return `the state could not be written to ${path} (${cause.message})`;
  }

  /** Saves what changed since the last save and resolves to whether the file is up to date. */
  async function close() {
    return isChanged || current || error ? save() : true;
  }

  return {
    markChanged,
    save,
    close,
    get error() {
      return error;
    },
    get failure() {
      return error && failureMessage(error);
    },
  };
}

async function writeState(path, engine) {
  const temporary = `${path}.${randomUUID()}.tmp`;
  const file = await open(temporary, "wx", 0o600);
  try {
    try {
      for (const chunk of engine.snapshotChunks()) await file.appendFile(chunk);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
    await syncFolder(dirname(path));
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** Makes the rename durable, where folders can be synced. */
async function syncFolder(path) {
  const folder = await open(path, "r").catch(() => undefined);
  await folder?.sync().catch(() => {});
  await folder?.close();
}

/** Resolves symbolic links, so that a save replaces the file and not the link. */
function resolveLinks(path) {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** Removes the unfinished files of a process that was killed. */
function removeTemporaryFiles(path) {
  const prefix = `${basename(path)}.`;
  const isTemporary = (name) => name.startsWith(prefix) && /^[\da-f-]{36}\.tmp$/.test(name.slice(prefix.length));
  for (const name of readdirSync(dirname(path)).filter(isTemporary)) {
    rmSync(join(dirname(path), name), { force: true });
  }
}

function restore(path, sandbox) {
  const text = read(path);
  if (text === undefined) {
    return;
  }
  try {
    sandbox.restore(JSON.parse(text));
  } catch (error) {
    const reason = error instanceof SyntaxError ? "invalid JSON" : error.message;
    throw new StartError(`--data: ${path} does not contain a valid state (${reason})`);
  }
}

function read(path) {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error.code === "ENOENT") {
      return undefined;
    }
    throw new StartError(`--data: ${path} could not be read (${error.message})`);
  }
}
