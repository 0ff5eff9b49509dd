import type { ReceivedSpan } from '../../src/tools/receiver/telemetry/telemetry-model.ts';
import type { Ending } from './endings.ts';
import { type EndingSpans, said, spansOf } from './model-spans.ts';
import type { ComparedRun } from './program-run.ts';
import { differencesOf, processDifferences } from './sights.ts';
import type { Subject } from './subjects.ts';

/** What is wrong with one ending, in words; nothing where it is as it should be. */
export interface Verdict {
  readonly ending: Ending;
  /** What the application sees of it. */
  readonly seen: readonly string[];
  /** One span for each call, under the application's span. */
  readonly spans: readonly string[];
  /** Ended in time, as a failure or as none, with finish reason and usage where the provider has told them. */
  readonly end: readonly string[];
}

/** The same for any instrumentation, in whichever words its spans are. */
export function judge(run: ComparedRun): readonly Verdict[] {
  const isLast = run.endings.length === 1;
  return run.endings.map((ending) => {
    const found = spansOf(run.watched.spans, ending.name);
    return {
      ending,
      seen: isLast ? processDifferences(run) : differencesOf(run, ending.name),
      spans: shortfallsOfCount(found, ending),
      end: found.models.length === 0 ? ['no span has ended'] : endShortfalls(found, ending, run),
    };
  });
}

function shortfallsOfCount({ application, models, agents }: EndingSpans, { calls = 1 }: Ending): readonly string[] {
  const parents = [application, ...agents].map((span) => span?.spanId);
  const strays = models.filter(({ parentSpanId }) => !parents.includes(parentSpanId));
  return [
    ...(models.length === calls ? [] : [`${models.length} spans instead of ${calls}`]),
    ...strays.map(({ name }) => `"${name}" is not under the application's span`),
  ];
}

/** What the Vercel SDK pipes is not let go of while the provider may send more. */
const isHeld = ({ subject }: ComparedRun, { end }: Ending): boolean => subject.api === 'vercel' && end === 'abandoned';

function endShortfalls({ application, models }: EndingSpans, ending: Ending, run: ComparedRun): readonly string[] {
  const mayBeLate = run.endings.length === 1 || isHeld(run, ending);
  return models.flatMap((span) => [
    ...statusShortfalls(span, ending),
    ...(ending.answer === 'whole' ? answerShortfalls(span, run.subject) : []),
    ...(mayBeLate || endedIn(span, application) ? [] : ['the span ends when the next stream has begun']),
  ]);
}

const endedIn = (span: ReceivedSpan, application: ReceivedSpan | undefined): boolean =>
  application !== undefined && span.endTimeUnixNano <= application.endTimeUnixNano;

/** Whether a stream that the application aborted or forgot has failed is a matter of taste, and whose fault its own error is. */
function statusShortfalls({ status }: ReceivedSpan, { name, end }: Ending): readonly string[] {
  if (end === 'aborted' || end === 'abandoned' || name === 'throw') return [];
  const isFailed = status.code === 'ERROR';
  return isFailed === (end === 'failed') ? [] : [`status ${status.code}, though it was ${end}`];
}

/** The responses API has no word for why the model stopped. */
function answerShortfalls(span: ReceivedSpan, { api }: Subject): readonly string[] {
  const [input, output] = [said(span, 'inputTokens'), said(span, 'outputTokens')];
  return [
    ...(input === 9 && output === 4 ? [] : [`usage is ${input}/${output} instead of 9/4`]),
    ...(api !== 'responses' && said(span, 'finishReason') === undefined ? ['no finish reason'] : []),
  ];
}
