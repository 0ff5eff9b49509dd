/** The destinations of the content of messages. */
export const CONTENT_PLACES = ['NO_CONTENT', 'SPAN_ONLY', 'EVENT_ONLY', 'SPAN_AND_EVENT'] as const;
export type ContentPlace = (typeof CONTENT_PLACES)[number];
