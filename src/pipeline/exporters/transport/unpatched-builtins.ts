/** Captured before anything can patch it: modules that exporters load this way are neither announced to instrumentations nor patched by them. */
export const getBuiltinModule: typeof process.getBuiltinModule = process.getBuiltinModule;
