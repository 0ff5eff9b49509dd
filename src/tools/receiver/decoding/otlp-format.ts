/** The two encodings of OTLP/HTTP bodies: https://opentelemetry.io/docs/specs/otlp/#otlphttp */
export type OtlpFormat = 'protobuf' | 'json';

export const CONTENT_TYPES: Readonly<Record<OtlpFormat, string>> = {
  protobuf: 'application/x-protobuf',
  json: 'application/json',
};

/** The format that a content-type header names, parameters such as `charset` aside; undefined for any other. */
export function readOtlpFormat(contentType: string | undefined): OtlpFormat | undefined {
  const mediaType = contentType?.split(';', 1)[0]?.trim().toLowerCase();
  if (mediaType === CONTENT_TYPES.json) return 'json';
  return mediaType === CONTENT_TYPES.protobuf ? 'protobuf' : undefined;
}
