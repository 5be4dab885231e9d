import { isJsonObject, type JsonObject } from '../../shared/json.ts';

/** IAM gives policies as JSON, escaped as in a URL. */
export function policyOf(document: string | undefined): unknown {
  return document === undefined ? undefined : JSON.parse(decodeURIComponent(document));
}

/** IAM's own wildcards. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html */
export function isLike(pattern: string, text: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 'i').test(text);
}

/** A statement of a policy: whatever stands there. */
export interface Statement {
  Effect?: unknown;
  Action?: unknown;
  Resource?: unknown;
  Principal?: unknown;
  Condition?: unknown;
}

/** Those of a policy, which may be one alone. */
export function statementsOf(policy: unknown): Statement[] {
  const statements = memberOf(policy, 'Statement');
  return (Array.isArray(statements) ? statements : [statements]).filter(isJsonObject) as Statement[];
}

/** One text or a list of them. */
export function textsIn(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter((text) => typeof text === 'string');
}

/** Undefined where the value is no object. */
export function memberOf(value: unknown, name: string): unknown {
  return isJsonObject(value) ? (value as JsonObject)[name] : undefined;
}
