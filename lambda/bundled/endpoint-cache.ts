/**
 * Bundled in the place of the package in which the SDK keeps endpoints that it discovers, as it uses that: a function
 * has one endpoint, and the package is 7 KB.
 */
export default class EndpointCache<Value> extends Map<string, Value> {
  constructor(_capacity: number) {
    super();
  }

  peek(key: string): Value | undefined {
    return this.get(key);
  }
}
