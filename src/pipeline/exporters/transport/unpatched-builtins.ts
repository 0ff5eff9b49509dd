/** Taken before anything can patch it: what an exporter loads so is neither announced to instrumentations nor patched by them. */
export const getBuiltinModule: typeof process.getBuiltinModule = process.getBuiltinModule;
