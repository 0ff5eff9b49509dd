/**
 * otelier: OpenTelemetry for Node.js by one flag. Most applications need nothing of this module: `node --import otelier/register app.js`
 * starts everything from the environment. Import it to start from code, or to add attributes to what is recorded.
 */
export type { DescribedValue, ResolvedConfig } from './configuration/description.ts';
export type { ConfigSource } from './configuration/layers.ts';
export { withAttributes } from './processors/context-attributes.ts';
export { type OtelierHandle, start } from './start.ts';
export type { StartOptions } from './start-options.ts';
