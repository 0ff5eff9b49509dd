import { sayLastWords } from '../diagnostics/last-words.ts';
import type { LifecycleOptions } from './lifecycle.ts';

type Ends = Pick<LifecycleOptions, 'shutdown' | 'hurry' | 'last'>;

/** Whichever way the process ends, who still waits for something (a stream that nobody has read to its end) records it before all is sent. */
export function withLastWords<E extends Ends>(ends: E): E {
  const after =
    <T>(work: () => T) =>
    (): T => {
      sayLastWords();
      return work();
    };
  const { prepare, deliver } = ends.last;
  return {
    ...ends,
    shutdown: after(ends.shutdown),
    hurry: after(ends.hurry),
    last: { prepare: after(() => prepare.call(ends.last)), deliver: after(() => deliver.call(ends.last)) },
  };
}
