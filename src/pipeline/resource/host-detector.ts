// The official one, which knows all systems.
export { hostDetector } from '@opentelemetry/resources';
