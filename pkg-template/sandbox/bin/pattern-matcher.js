import { Script, createContext } from "node:vm";

const timeoutMs = 100;

/** Matches paths by regular expressions with a time limit, so that a pattern with catastrophic backtracking cannot block the server. */
export function createPatternMatcher() {
  const context = createContext(Object.create(null));
  const script = new Script("new RegExp(source, flags).test(path)");
  const slowPatterns = new Set();

  return (source, flags, path) => {
    const key = `${flags}/${source}`;
    if (slowPatterns.has(key)) return false;
    Object.assign(context, { source, flags, path });
    try {
      return script.runInContext(context, { timeout: timeoutMs });
    } catch (error) {
      if (error.code !== "ERR_SCRIPT_EXECUTION_TIMEOUT") return undefined;
      slowPatterns.add(key);
      console.error(`verigator sandbox: the pattern of a fault took longer than ${timeoutMs} ms and is ignored from now on`);
      return false;
    }
  };
}
