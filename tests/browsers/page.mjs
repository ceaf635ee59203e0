/** Loads a page, and returns the value of its `window.result` once that is set and, if it is a promise, settled. */
export async function resultOf({ driver }, url) {
  await driver.get(url);
  const { result, error } = await driver.executeAsyncScript(`
    const done = arguments[arguments.length - 1];
    async function read() {
      for (let number = 0; window.result === undefined; number++) {
        if (number === 400) throw new Error("the page did not set window.result");
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      return window.result;
    }
    read().then((result) => done({ result }), (error) => done({ error: String(error.stack || error) + " " + error.message }));
  `);
  if (error) throw new Error(error);
  return result;
}
