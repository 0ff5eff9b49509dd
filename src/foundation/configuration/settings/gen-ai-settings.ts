import { CONTENT_PLACES, type ContentPlace } from '../../semconv/operation/content-place.ts';
import { boolean, integer, listOf, oneOf, setting, type ValueType } from './setting.ts';

/** Two forms are about: an older boolean and the names of the places. In any case. */
const contentPlace: ValueType<ContentPlace> = {
  expected: `one of ${CONTENT_PLACES.join(', ')}, or true or false`,
  parse(value) {
    const upper = value.toUpperCase();
    if (upper === 'TRUE') return { value: 'SPAN_AND_EVENT' };
    if (upper === 'FALSE') return { value: 'NO_CONTENT' };
    const found = CONTENT_PLACES.find((place) => place === upper);
    return found === undefined ? {} : { value: found };
  },
};

/** How operations of generative AI are told. docs/genai-conventions.md */
export const genAiSettings = {
  /** The variable is for all conventions; the others are read by the instrumentations themselves. */
  optIn: setting(
    listOf(
      'gen_ai_latest_experimental',
      'http',
      'http/dup',
      'database',
      'database/dup',
      'messaging',
      'messaging/dup',
      'rpc',
      'rpc/dup',
      'code',
      'code/dup',
      'k8s',
      'k8s/dup',
      'service.peer',
      'service.peer/dup',
    ),
    {
      variables: 'OTEL_SEMCONV_STABILITY_OPT_IN',
      default: [],
      about: '`gen_ai_latest_experimental`: the latest gen_ai conventions instead of v1.41 (docs/genai-conventions.md)',
    },
  ),
  content: setting(contentPlace, {
    variables: 'OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT',
    default: 'NO_CONTENT',
    about: 'where the messages to and from models are exported; `true`: SPAN_AND_EVENT. Redacted in any case',
  }),
  maxContentLength: setting(integer({ min: 256 }), {
    variables: 'OTELIER_GENAI_MAX_CONTENT_LENGTH',
    default: 32_768,
    about: 'longest attribute with content, in characters of its JSON; longer ones are cut inside the JSON',
  }),
  mapping: setting(boolean, {
    variables: 'OTELIER_GENAI_MAPPING',
    default: true,
    about: 'spans of OpenLLMetry, OpenInference, the Vercel AI SDK and Langfuse get gen_ai attributes',
  }),
  originals: setting(oneOf('keep', 'drop'), {
    variables: 'OTELIER_GENAI_ORIGINAL_ATTRIBUTES',
    default: 'keep',
    about: 'what becomes of the attributes that were mapped; `drop` also drops their content unless it is captured',
  }),
};
