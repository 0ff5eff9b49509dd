import { type Environment, readEnvironment, resolveLayers } from './layers.ts';
import { decimal, setting, text, type ValuesOf } from './settings/setting.ts';

const rate = decimal({ min: 0, max: 1 });

/** What `SentryExporter.fromEnv()` reads. https://docs.sentry.io/platforms/javascript/guides/node/configuration/options/ */
const sentrySettings = {
  dsn: setting(text, { variables: 'SENTRY_DSN', default: undefined, about: 'where errors go', secret: true }),
  environment: setting(text, {
    variables: 'SENTRY_ENVIRONMENT',
    default: undefined,
    about: 'environment of the events',
  }),
  release: setting(text, { variables: 'SENTRY_RELEASE', default: undefined, about: 'release of the events' }),
  sampleRate: setting(rate, {
    variables: 'SENTRY_SAMPLE_RATE',
    default: 1,
    about: 'share of the errors that are sent',
  }),
  tracesSampleRate: setting(rate, {
    variables: 'SENTRY_TRACES_SAMPLE_RATE',
    default: 0.1,
    about: 'share of the traces that are sent',
  }),
};

export interface SentryEnvironment {
  readonly values: ValuesOf<typeof sentrySettings>;
  /** One line for each variable that could not be used; free of secrets. */
  readonly warnings: readonly string[];
}

/** The SENTRY_* variables. Never throws on a bad environment. */
export function readSentryEnvironment(environment: Environment = readEnvironment()): SentryEnvironment {
  const { values, problems } = resolveLayers(sentrySettings, { code: {}, environment });
  return { values, warnings: [...problems.values()] };
}
