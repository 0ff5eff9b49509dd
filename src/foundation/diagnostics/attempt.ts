/** The result of `read`, or undefined when it throws: getters, proxies and methods of the application may. */
export function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
