window.result = new Promise((resolve, reject) => {
  const worker = new Worker(`web-worker.js${location.search}`, { type: "module" });
  worker.onmessage = ({ data: { result, error } }) => (result ? resolve(result) : reject(new Error(error)));
  worker.onerror = ({ message }) => reject(new Error(message));
});
