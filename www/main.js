import { mountBench } from "./bench/bench.js";
import { createWay } from "./gateway/way.js";
import { createActivity } from "./login/activity.js";
import { LoginCalls } from "./login/login-calls.js";
import { mountLogin } from "./login/login.js";
import { createSession } from "./login/session.js";
import { mountPhone } from "./phone/phone.js";
import { mountReading } from "./reading/reading.js";
import { createClock } from "./sandbox/clock.js";
import { connect } from "./sandbox/sandbox.js";
import { init } from "./verigator/browser.js";
import { Recorder } from "./wire/recorder.js";
import { mountWire } from "./wire/wire.js";

const place = (id) => document.getElementById(id);

try {
  await begin();
} catch (error) {
  const trouble = place("trouble");
  trouble.hidden = false;
  trouble.textContent = `The page could not start: ${error.message}`;
  throw error;
}

async function begin() {
  const [sandbox] = await Promise.all([connect(), init()]);
  const clock = await createClock(sandbox);
  const session = createSession();
  const activity = createActivity();
  const recorder = new Recorder({ failed: () => sandbox.tell("change") });
  const way = createWay();
  const calls = new LoginCalls({ sandbox, recorder, clock, session, activity, way });
  const parts = { sandbox, clock, session, activity, recorder, way, calls, fillPin };

  mountLogin(place("login"), parts);
  mountWire(place("wire"), parts);
  mountBench(place("bench"), parts);
  mountReading(place("reading"), parts);
  await mountPhone(place("phone"), parts);
  sandbox.connection.subscribe(showConnection(sandbox));
  await sandbox.start();
  document.documentElement.dataset.ready = "";
  if (sandbox.place === "page") await keepOffline();
}

/** Fills the PIN into the login as a phone's keyboard would. */
function fillPin(pin) {
  const field = place("pin");
  if (!field) return;
  field.focus();
  field.value = pin;
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
}

function showConnection({ place: where, baseUrl }) {
  const sign = place("where");
  return ({ isConnected }) => {
    const there = where === "page" ? "Sandbox in this page" : `Sandbox at ${baseUrl}`;
    sign.textContent = isConnected ? there : `${there} is away`;
    sign.classList.toggle("away", !isConnected);
  };
}

/** The page then also opens without a network. Not so from the sandbox's server, whose page should always be that of the server. */
async function keepOffline() {
  await navigator.serviceWorker?.register("service-worker.js").catch(() => {});
}
