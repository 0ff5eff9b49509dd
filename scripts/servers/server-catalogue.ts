import { collectorRecipe } from './collector-recipe.ts';
import { jaegerRecipe } from './jaeger-recipe.ts';
import { l0Recipe } from './l0-recipe.ts';
import { postgresRecipe } from './postgres-recipe.ts';
import { prometheusRecipe } from './prometheus-recipe.ts';
import { pythonRecipe } from './python-recipe.ts';
import { redisRecipe } from './redis-recipe.ts';
import type { ServerRecipe } from './server-recipe.ts';
import { zipkinRecipe } from './zipkin-recipe.ts';

/** Every real server the end-to-end tests use, by the name given on the command line. */
export const serverCatalogue = {
  collector: collectorRecipe,
  jaeger: jaegerRecipe,
  zipkin: zipkinRecipe,
  prometheus: prometheusRecipe,
  python: pythonRecipe,
  l0: l0Recipe,
  postgres: postgresRecipe,
  redis: redisRecipe,
} as const satisfies Record<string, ServerRecipe>;

export type ServerName = keyof typeof serverCatalogue;

export const serverNames = Object.keys(serverCatalogue) as ServerName[];

export function isServerName(name: string): name is ServerName {
  return Object.hasOwn(serverCatalogue, name);
}
