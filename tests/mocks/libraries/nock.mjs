import nock from "nock";

/** Mocks the servers of the measurement with nock. */
export async function createMock(_, { origins, serviceOf }) {
  let bodySeen;
  nock.disableNetConnect();
  for (const origin of origins) nock(origin).get(/.*/).reply(200, serviceOf("mock")).persist();
  const see = (body) => {
    bodySeen = JSON.stringify(body);
    return true;
  };
  // Not a function as the reply, with which nock 15.0.6 never answers any fetch.
  nock("https://any-body.invalid").put(/.*/, see).reply(200, { verified: true });
  nock("https://matched-body.invalid").put(/.*/, { token: "4711" }).reply(200, { verified: true });
  const refused = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
  nock("https://refused.invalid").post(/.*/).replyWithError(refused).persist();
  return { bodySeen: () => bodySeen };
}
