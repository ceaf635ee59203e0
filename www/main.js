import { mountCode } from "./code/code.js";
import { createActionStatus } from "./controls/action-status.js";
import { mountControls } from "./controls/controls.js";
import { createGatewayMode, createPageGateway } from "./gateway/gateway.js";
import { AccountActions } from "./login/account-actions.js";
import { createCallState } from "./login/call-state.js";
import { mountLogin } from "./login/login.js";
import { createLogins } from "./login/logins.js";
import { NumberVerificationApi } from "./login/number-verification-api.js";
import { fillPin } from "./login/second-factor.js";
import { createSession } from "./login/session.js";
import { SiteSource } from "./login/site-source.js";
import { VerigatorApi } from "./login/verigator-api.js";
import { mountNetworkLog } from "./network-log/network-log.js";
import { Recorder } from "./network-log/recorder.js";
import { mountPhone } from "./phone/phone.js";
import { createClock } from "./sandbox/clock.js";
import { connectSandbox } from "./sandbox/sandbox.js";
import { mountSpaceChoice } from "./sandbox/space-choice.js";
import { applyLink, forgetVisit, readLink } from "./state/link.js";
import { init } from "./verigator/browser.js";

const byId = (id) => document.getElementById(id);

addEventListener("hashchange", () => readLink(location.hash) && location.reload());

try {
  await start();
} catch (error) {
  showStartError(`The page could not start: ${error.message}`);
  throw error;
}

async function start() {
  if (!isSecureContext) showStartError("This page needs a secure context. Open it at 127.0.0.1 or by https.");
  const link = readLink(location.hash);
  const sandbox = connectSandbox();
  const canApply = link && sandbox.location === "page";
  if (canApply) forgetVisit();
  const clock = createClock(sandbox);
  const session = createSession();
  const callState = createCallState(session);
  const recorder = new Recorder({ onFailure: () => sandbox.emit("change") });
  const gatewayMode = createGatewayMode();
  const apis = {
    verigator: new VerigatorApi({ sandbox, recorder, session }),
    "number-verification": new NumberVerificationApi({ sandbox, recorder, session }),
  };
  const context = {
    sandbox,
    clock,
    session,
    callState,
    recorder,
    gatewayMode,
    logins: connectLogins({ sandbox, clock, session, recorder, gatewayMode, apis }),
    actions: new AccountActions({ apis, session, callState }),
    actionStatus: createActionStatus(),
    fillPin: (pin) => fillPin(pin) || sayThatPinIsNotAsked(callState),
  };

  mountLogin(byId("login"), context);
  mountNetworkLog(byId("network-log"), context);
  mountControls(byId("controls"), context);
  mountCode(byId("code"), context);
  const phone = mountPhone(byId("phone"), context);
  showConnection(sandbox);
  await Promise.all([sandbox.settings, init(), phone, mountSpaceChoice(byId("spaces"), context)]);
  await sandbox.start();
  if (canApply) await applyLink(link.wanted, context);
  if (link) endLink(link, canApply);
  document.documentElement.dataset.ready = "";
  if (sandbox.location === "page") await enableOfflineUse();
}

function showStartError(text) {
  const message = byId("start-error");
  message.hidden = false;
  message.textContent = text;
}

/** Lets the site itself or the gateway of this page start logins and verify their PINs, as the visitor has chosen. */
function connectLogins({ apis, ...context }) {
  const { session, gatewayMode, clock } = context;
  const gatewaySource = createPageGateway(context);
  const createSource = (userId) =>
    gatewayMode.value.isEnabled
      ? gatewaySource(userId)
      : new SiteSource({ api: apis[session.value.api], session, clock }, userId);
  return createLogins({ session, gatewayMode, clock, createSource });
}

function sayThatPinIsNotAsked(callState) {
  callState.fail("no_pin_field");
  byId("login").scrollIntoView({ block: "nearest" });
}

/**
 * Reports the parts of a link that were ignored, and removes the link from the URL, so that a reload continues. Opening another link starts over.
 *
 * A sandbox server ignores links: any page could open one, and tests may be running there.
 */
function endLink({ problems }, isApplied) {
  const problem = isApplied ? problems.join("; ") : "links with a state need a page whose sandbox runs in it";
  const notice = byId("link-notice");
  notice.hidden = problem === "";
  notice.textContent = `The link to this page was not followed completely: ${problem}.`;
  history.replaceState(null, "", location.pathname + location.search);
}

/** Shows in the page header where the sandbox runs, and if it is unreachable. */
function showConnection({ location, baseUrl, connection }) {
  const status = byId("connection");
  const name = location === "page" ? "Sandbox in this page" : `Sandbox at ${baseUrl}`;
  connection.subscribe(({ isConnected }) => {
    status.textContent = isConnected ? name : `${name} is ${isConnected === false ? "unreachable" : "loading"}`;
    status.classList.toggle("offline", isConnected === false);
  });
}

/** Caches the static page for use without a network. The page of a sandbox server is never cached, so that it always matches its server. */
async function enableOfflineUse() {
  await navigator.serviceWorker?.register("service-worker.js").catch(() => {});
}
