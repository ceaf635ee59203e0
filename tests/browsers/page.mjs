/** Loads a page and returns what its `window.sights` resolves to. It may come after the page is loaded. */
export async function sightsOf({ driver }, url) {
  await driver.get(url);
  const { sights, error } = await driver.executeAsyncScript(`
    const done = arguments[arguments.length - 1];
    async function look() {
      for (let number = 0; window.sights === undefined; number++) {
        if (number === 400) throw new Error("the page's script did not run");
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      return window.sights;
    }
    look().then((sights) => done({ sights }), (error) => done({ error: String(error.stack || error) + " " + error.message }));
  `);
  if (error) throw new Error(error);
  return sights;
}
