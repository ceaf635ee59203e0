/** Checks the types of `verigator/login` against the contract. Needs no DOM. */
import type * as contract from "./contract/login.js";
import { fits, same } from "./same.js";
import { Verigator } from "verigator";
import { createLogin, type Login, type LoginState } from "verigator/login";

fits<typeof createLogin, typeof contract.createLogin>();
fits<Login, contract.Login>();
fits<LoginState, contract.LoginState>();
same<LoginState["step"], contract.LoginState["step"]>();
same<LoginState["rejection"], contract.LoginState["rejection"]>();

const login = createLogin({ gateway: "/2fa", ticket: async () => "a.b.c", timeoutMs: 5_000, pinLength: 6 });
const same_ = createLogin(Verigator.viaGateway("/2fa"));
const unsubscribe: () => void = login.subscribe(({ step, error }) => step === "failed" && error?.code === "timeout");
unsubscribe();
void same_.start("totp").then(() => login.verify("123456"));

// @ts-expect-error: a method that there is not
void login.start("fax");
// @ts-expect-error: a snapshot is read only
login.state = { step: "idle" };
