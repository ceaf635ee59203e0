import { Script, createContext } from "node:vm";

const timeoutMs = 100;
const isTooSlow = Symbol("isTooSlow");

/** Matches paths by regular expressions with a time limit, so that a pattern with catastrophic backtracking cannot block the server. */
export function createPatternMatcher() {
  const context = createContext(Object.create(null));
  const script = new Script("new RegExp(source, flags).test(path)");
  const slowPatterns = new Set();

  return (source, flags, path) => {
    const key = `${flags}/${source}`;
    if (slowPatterns.has(key)) return false;
    Object.assign(context, { source, flags, path });
    // A busy machine may pause any match for so long, but hardly two in a row.
    let result = match();
    if (result === isTooSlow) result = match();
    if (result !== isTooSlow) return result;
    slowPatterns.add(key);
    console.error(
      `verigator sandbox: the pattern of a fault took longer than ${timeoutMs} ms and is ignored from now on`,
    );
    return false;
  };

  function match() {
    try {
      return script.runInContext(context, { timeout: timeoutMs });
    } catch (error) {
      return error.code === "ERR_SCRIPT_EXECUTION_TIMEOUT" ? isTooSlow : undefined;
    }
  }
}
