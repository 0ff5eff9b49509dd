// Jest's global teardown of the package suite.
export default () => globalThis.removePacked?.();
