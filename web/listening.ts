/** Ends all listeners that were added with its signal at once, as an effect does. */
export function listening() {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort() };
}
