/** The sandbox server that served this page. */
export async function open() {
  return { fetch: (...request) => fetch(...request), baseUrl: location.origin };
}
