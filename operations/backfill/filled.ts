import { isJsonObject, isPresent, type JsonObject } from '../../shared/json.ts';

/**
 * What Twilio's resource shows, and what is stored where it shows nothing: a null, or no member, says nothing, in the
 * objects inside, too. What it shows itself stays; a list counts as one value. Pure.
 * @param takes whether a stored value is worth taking
 */
export function filled(
  shown: JsonObject,
  stored: JsonObject,
  takes: (name: string, value: unknown) => boolean = () => true,
): JsonObject {
  const members = Object.entries(stored).flatMap(([name, value]): [string, unknown][] => {
    const own = Object.hasOwn(shown, name) ? shown[name] : undefined;
    if (isJsonObject(own) && isJsonObject(value)) return [[name, filled(own, value, takes)]];
    return !isPresent(own) && isPresent(value) && takes(name, value) ? [[name, value]] : [];
  });
  return { ...shown, ...Object.fromEntries(members) };
}
