import type { EventDefinition } from './definition.ts';
import { LEGACY, SINCE_1_41 } from './gen-ai-generations.ts';
import { constantsOf } from './table.ts';

type Since = Partial<Omit<EventDefinition, 'description'>>;
const event = (description: string, since: Since): EventDefinition => ({
  description,
  stability: 'development',
  ...since,
});

/** Events of generative AI: log records with these names. */
export const genAiEvents = {
  'gen_ai.client.inference.operation.details': event(
    'Request, response and usage, with messages if captured',
    SINCE_1_41,
  ),
  'gen_ai.client.operation.exception': event('The error that ended an operation; severity WARN', SINCE_1_41),
  'gen_ai.evaluation.result': event('The score of an answer', SINCE_1_41),
  'gen_ai.system.message': event('Instructions given to the model', LEGACY),
  'gen_ai.user.message': event('A message of the user', LEGACY),
  'gen_ai.assistant.message': event('An earlier message of the model', LEGACY),
  'gen_ai.tool.message': event('What a tool answered', LEGACY),
  'gen_ai.choice': event('An answer of the model', LEGACY),
};

/** `GenAiEvents.EVALUATION_RESULT` is `'gen_ai.evaluation.result'`. */
export const GenAiEvents = constantsOf('gen_ai', genAiEvents);
