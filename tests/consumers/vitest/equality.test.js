// @vitest-environment node
import { expect, test } from "vitest";
import { Verigator } from "verigator";

test("objects are equal if their ids are", () => {
  const client = () => new Verigator("username", "password");
  const service = client().service("service-id");
  expect(service.user("a")).toEqual(service.user("a"));
  expect(service.user("a")).toStrictEqual(service.user("a"));
  expect(service.user("a")).not.toEqual(service.user("b"));
  expect(service).not.toEqual(client().service("other-id"));
  expect(client()).not.toEqual(new Verigator("other", "other"));
});
