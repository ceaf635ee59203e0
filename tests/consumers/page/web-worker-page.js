window.sights = new Promise((resolve, reject) => {
  const worker = new Worker("web-worker.js", { type: "module" });
  worker.onmessage = ({ data: { sights, error } }) => (sights ? resolve(sights) : reject(new Error(error)));
  worker.onerror = ({ message }) => reject(new Error(message));
});
