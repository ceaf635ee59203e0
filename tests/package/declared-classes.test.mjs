/** Compares the hand-written declarations of the classes with those that wasm-bindgen made of the Rust code. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import ts from "typescript-5-0";
import * as verigator from "verigator";

const declared = await classesOf("index.d.ts");
const generated = await classesOf("glue.js");
const names = ["GatewayClient", "NumberVerification", "Service", "User", "Verigator"];

/** What wasm-bindgen gives every class for itself. */
const internal = ["__destroy_into_raw", "__wrap"];
/** What `classes.js` gives every class. */
const added = ["[Symbol.dispose]", "toJSON"];

test("every class of the wasm is declared", () => {
  assert.deepEqual([...generated.keys()].sort(), names);
  assert.deepEqual([...declared.keys()].filter((name) => !name.endsWith("Error")).sort(), names);
});

for (const name of names) {
  test(`${name} is declared with the members that it has`, () => {
    // Its constructor throws, and TypeScript forbids it.
    const hidden = name === "GatewayClient" ? ["constructor"] : [];
    const expected = [...generated.get(name).keys(), ...added, ...hidden];
    const members = expected.filter((member) => !internal.includes(member));
    assert.deepEqual([...declared.get(name).keys()].sort(), members.sort());
  });

  test(`${name} is declared with the parameters that the wasm takes`, () => {
    for (const [member, { parameters }] of generated.get(name)) {
      if (internal.includes(member)) continue;
      const names = declared
        .get(name)
        .get(member)
        .parameters.map(({ name }) => name);
      assert.deepEqual(
        names,
        parameters.map(({ name }) => name),
        `${name}.${member}`,
      );
    }
  });
}

/** A value that each parameter accepts. Nothing leaves the process. */
const client = new verigator.Verigator("user", "password", { maxRetries: 0, fetch: async () => new Response("{}") });
const values = {
  baseUrl: "https://shop.example/2fa",
  fqdn: "shop.example",
  name: "Shop",
  options: {},
  password: "password",
  phoneNumber: "+46701740605",
  pin: "123456",
  service: client.service("1"),
  serviceId: "1",
  userId: "2",
  username: "user",
  verificationId: "vid00000000000001",
  verigator: client,
};
const messente = new verigator.NumberVerification("user", "password", {
  maxRetries: 0,
  fetch: async (url) => new Response(new URL(url).pathname.endsWith("start") ? "OK vid00000000000001" : "INVALID"),
});
const objects = {
  GatewayClient: verigator.Verigator.viaGateway(values.baseUrl, { fetch: async () => new Response("{}") }),
  NumberVerification: messente,
  Service: values.service,
  User: values.service.user("2"),
  Verigator: client,
};

for (const name of names) {
  for (const [member, { parameters, isStatic }] of declared.get(name)) {
    for (const [index, { name: parameter, isOptional }] of parameters.entries()) {
      const verb = isOptional ? "accepts" : "refuses";
      test(`${name}.${member} ${verb} undefined for ${parameter}`, async () => {
        const given = parameters.map(({ name }, position) => (position === index ? undefined : values[name]));
        const error = await call(name, member, isStatic, given);
        assert.equal(error instanceof verigator.InvalidInvocationError, !isOptional, String(error));
        if (!isOptional) assert.match(error.message, new RegExp(`${parameter}|a (Service|Verigator)`));
      });
    }
  }
}

/** Calls a member, and returns what it threw or rejected with. */
async function call(name, member, isStatic, given) {
  const Class = verigator[name];
  try {
    if (member === "constructor") new Class(...given);
    else await (isStatic ? Class : objects[name])[member](...given);
  } catch (error) {
    return error;
  }
  return undefined;
}

/** Returns the classes of a file with their members, and the parameters of each. */
async function classesOf(file) {
  const text = await readFile(new URL(`./node_modules/verigator/${file}`, import.meta.url), "utf8");
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const classes = source.statements.filter(ts.isClassDeclaration);
  return new Map(classes.map(({ name, members }) => [name.text, new Map(members.map(describe))]));
}

function describe(member) {
  const parameters = (member.parameters ?? []).map(({ name, questionToken }) => ({
    name: name.text,
    isOptional: questionToken !== undefined,
  }));
  const name = ts.isConstructorDeclaration(member) ? "constructor" : member.name.getText();
  const isStatic = member.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword) ?? false;
  return [name, { parameters, isStatic }];
}
