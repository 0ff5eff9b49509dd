import type { AttributeDefinition, AttributeType } from './definition.ts';

type Rest = Partial<Omit<AttributeDefinition, 'type' | 'description'>>;
type AttributeOf = (description: string, rest?: Rest) => AttributeDefinition;

const attributeOf =
  (type: AttributeType): AttributeOf =>
  (description, rest = {}) => ({ type, description, stability: 'development', ...rest });

/** Rows of a table of attributes, by type; `development` unless they say otherwise. */
export const string = attributeOf('string');
export const strings = attributeOf('string[]');
export const int = attributeOf('int');
export const double = attributeOf('double');
export const boolean = attributeOf('boolean');
export const any = attributeOf('any');
