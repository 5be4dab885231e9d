import type { AttributeValue } from '@aws-sdk/client-dynamodb';

export type Attributes = Record<string, AttributeValue>;

/** The JSON value of an attribute this project wrote. */
export function fromAttributeValue(value: AttributeValue): unknown {
  if (value.S !== undefined) return value.S;
  if (value.N !== undefined) return Number(value.N);
  if (value.BOOL !== undefined) return value.BOOL;
  if (value.M !== undefined) return fromAttributes(value.M);
  if (value.L !== undefined) return value.L.map(fromAttributeValue);
  return null;
}

/** The JSON object of attributes this project wrote: no name among them is `__proto__`. */
export function fromAttributes(attributes: Readonly<Attributes>): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  for (const name in attributes) object[name] = fromAttributeValue(attributes[name] as AttributeValue);
  return object;
}
