/** Servers with the handler of a gateway, mounted as the documentation in gateway.d.ts shows. */
import { once } from "node:events";
import { createServer } from "node:http";
import { createServer as createHttp2Server } from "node:http2";
import { Module } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import "reflect-metadata";
import connect from "connect";
import express from "express";
import express4 from "express-4";
import fastify from "fastify";

const elsewhere = (request, response) => response.end("elsewhere");

/** The handler in Express, before or after a body parser. */
function inExpress(create, ...parsers) {
  return async (handler) => {
    const app = create();
    for (const parser of parsers)
      app.use(create[parser]({ extended: false, type: parser === "urlencoded" ? undefined : "application/json" }));
    app.use(handler);
    app.use(elsewhere);
    return createServer(app);
  };
}

/** Functions by server name that return a server with the handler, not yet listening. */
export const mounts = {
  "Node's http": async (handler) =>
    createServer((request, response) => handler(request, response, () => elsewhere(request, response))),
  "Node's http2": async (handler) =>
    createHttp2Server((request, response) => handler(request, response, () => elsewhere(request, response))),
  Connect: async (handler) => createServer(connect().use(handler).use(elsewhere)),
  "Express 4": inExpress(express4),
  "Express 4 after express.json()": inExpress(express4, "json"),
  "Express 4 after a parser of something else": inExpress(express4, "urlencoded"),
  "Express 4 after express.raw()": inExpress(express4, "raw"),
  "Express 5": inExpress(express),
  "Express 5 after express.json()": inExpress(express, "json"),
  "Express 5 after express.text()": inExpress(express, "text"),
  "Express 5, mounted at a path": async (handler) => {
    const router = express.Router();
    router.use("/auth", handler);
    return createServer(express().use("/2fa", router).use(elsewhere));
  },
  async NestJS(handler) {
    class AppModule {}
    Module({})(AppModule);
    const app = await NestFactory.create(AppModule, { logger: false });
    app.use(handler);
    app.use(elsewhere);
    await app.init();
    return app.getHttpServer();
  },
  async Fastify(handler) {
    const app = fastify();
    app.all("/2fa/*", (request, reply) => {
      reply.hijack();
      request.raw.body = request.body;
      return handler(request.raw, reply.raw);
    });
    app.get("/", () => "elsewhere");
    await app.ready();
    return app.server;
  },
  async "Fastify by an onRequest hook"(handler) {
    const app = fastify();
    app.addHook("onRequest", (request, reply, done) => void handler(request.raw, reply.raw, done));
    app.get("/", () => "elsewhere");
    await app.ready();
    return app.server;
  },
};

/** Opens a server on a free port for one test; returns its URL. */
export async function listen(t, server) {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => {
    server.closeAllConnections?.();
    server.close();
  });
  return `http://127.0.0.1:${server.address().port}`;
}
