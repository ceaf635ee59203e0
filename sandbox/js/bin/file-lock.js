import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { StartError } from "./flags.js";

/** Locks a file for this process by a file `FILE.lock` with its id. Returns a function that unlocks it. */
export function lockFile(path) {
  const lock = `${path}.lock`;
  while (!tryToCreate(lock, path)) {
    const owner = readOwner(lock);
    if (isRunning(owner)) {
      throw new StartError(`--data: ${path} is in use by process ${owner}; if that is not a sandbox, delete ${lock}`);
    }
    removeStaleLock(lock, owner);
  }
  return () => rmSync(lock, { force: true });
}

function tryToCreate(lock, path) {
  try {
    writeFileSync(lock, String(process.pid), { flag: "wx", mode: 0o600 });
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    // On a full disk the file was created, but without the id.
    if (error.syscall !== "open") rmSync(lock, { force: true });
    throw new StartError(`--data: ${path} could not be written (${error.message})`);
  }
}

function readOwner(lock) {
  try {
    return readFileSync(lock, "utf8");
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw new StartError(`--data: ${lock} could not be read (${error.message})`);
  }
}

/** Returns whether the owner of a lock is running. This process's own id is that of an earlier container; a crash may leave a lock without an id. */
function isRunning(owner) {
  const id = Number(owner);
  if (!(Number.isInteger(id) && id > 0) || id === process.pid) return false;
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return error.code !== "ESRCH";
  }
}

/** Removes the lock of a process that ended. Renamed first, since another process may have replaced it meanwhile. */
function removeStaleLock(lock, owner) {
  const renamed = `${lock}.${process.pid}`;
  try {
    renameSync(lock, renamed);
  } catch (error) {
    if (error.code === "ENOENT") return;
    throw error;
  }
  if (readOwner(renamed) === owner) {
    rmSync(renamed, { force: true });
  } else {
    renameSync(renamed, lock);
  }
}
