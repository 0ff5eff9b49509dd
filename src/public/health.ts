/**
 * `otelier/health`: whether the application is alive and can take requests. `HealthChecker` and `ReadinessChecker` find out, `HealthEndpoints`
 * serves it on a port of its own, `expressMiddleware` and `fastifyPlugin` on the application's; `loadShedding` refuses requests in time.
 */
export type { Check, CheckOutcome, CheckResult, HealthStatus } from '../library/health/checks/check-result.ts';
export type { CheckOptions } from '../library/health/checks/check-runner.ts';
export { HealthChecker, type HealthCheckerOptions } from '../library/health/checks/health-checker.ts';
export type { Heartbeat } from '../library/health/checks/heartbeat.ts';
export { HealthEndpoints, type HealthEndpointsOptions } from '../library/health/endpoints/health-endpoints.ts';
export type { CustomHandler, ReadableMetrics } from '../library/health/endpoints/health-router.ts';
export type { ExpectedStatus } from '../library/health/readiness/http-check.ts';
export {
  type DatabaseDependency,
  type HttpDependency,
  ReadinessChecker,
  type TcpDependency,
} from '../library/health/readiness/readiness-checker.ts';
export { expressMiddleware, type Middleware } from '../library/health/web/express-middleware.ts';
export { type FastifyHooks, fastifyPlugin } from '../library/health/web/fastify-plugin.ts';
export { type LoadShedding, type LoadSheddingLimits, loadShedding } from '../library/health/web/load-shedding.ts';
export type { MountOptions, RequestMetrics } from '../library/health/web/mounted-health.ts';
