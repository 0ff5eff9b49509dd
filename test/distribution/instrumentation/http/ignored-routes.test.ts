import { expect, test } from '@jest/globals';
import { createIgnoredRoutes } from '../../../../src/distribution/instrumentation/http/ignored-routes.ts';
import { resolved } from '../../../foundation/configuration/resolved.ts';

const ignored = (patterns: string | undefined, target: string | undefined): boolean =>
  createIgnoredRoutes(resolved({ OTELIER_IGNORE_ROUTES: patterns }).config.ignoreRoutes)(target);

test.each([
  ['/health', true],
  ['/health?verbose=1', true],
  ['/health/live', true],
  ['/healthz', true],
  ['/metrics', true],
  ['/metrics?name[]=up', true],
  ['/metrics/', false],
  ['/metricsfoo', false],
  ['/livez', true],
  ['/readyz', true],
  ['/ready', false],
  ['/', false],
  ['/api/health', false],
  ['/?next=/health', false],
  ['/Health', false],
  ['', false],
  [undefined, false],
])('by default %j is ignored: %p', (target, expected) => {
  expect(ignored(undefined, target)).toBe(expected);
});

test.each([
  ['/up', '/up', true],
  ['/up', '/health', false],
  [' /a , /b/* ', '/b/c', true],
  ['/b/*', '/b', false],
  ['*', '/anything', true],
  ['/a*b', '/axb', false],
  ['/a.c', '/abc', false],
  [',', '/health', false],
])('OTELIER_IGNORE_ROUTES=%j: %s is ignored: %p', (patterns, target, expected) => {
  expect(ignored(patterns, target)).toBe(expected);
});
