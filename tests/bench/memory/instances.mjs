/** Collects the memories of all wasm instances that are made from now on. */
export function memoryOfInstances() {
  const memories = [];
  const { Instance } = WebAssembly;
  WebAssembly.Instance = class extends Instance {
    constructor(...values) {
      super(...values);
      memories.push(Object.values(this.exports).find((value) => value instanceof WebAssembly.Memory));
    }
  };
  return memories;
}
