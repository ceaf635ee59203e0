const { serviceWorker } = navigator;

async function run() {
  const controlled = new Promise((resolve) =>
    serviceWorker.addEventListener("controllerchange", resolve, { once: true }),
  );
  await serviceWorker.register(`service-worker.js${location.search}`, { type: "module" });
  await controlled;
  const response = await fetch("/result");
  if (!response.ok) throw new Error(await response.text());
  return response.json();
}

window.result = run();
