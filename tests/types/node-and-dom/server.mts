/** A project with a page and a server. node-fetch's types need the DOM. */
import nodeFetch from "node-fetch";
import { Verigator } from "verigator";

new Verigator("username", "password", { fetch: nodeFetch });
