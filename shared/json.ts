/** A JSON object whose members are not known: Twilio's data before, and where, no schema vouches for it. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The objects of a list; none of what is no list. */
export function objectsIn(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

/**
 * True where a member says something: Twilio sends null, `""` and `{}` for values it does not have. An object of nulls
 * is as empty as the table, which leaves nulls out, gives it back.
 */
export function isPresent(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return false;
  return !isJsonObject(value) || Object.values(value).some((member) => member !== null && member !== undefined);
}
