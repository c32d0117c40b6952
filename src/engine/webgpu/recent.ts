/** Values by key, of which those that were asked for least recently make room for new ones. */
export class Recent<Value> {
  readonly #limit: number;
  readonly #drop: (value: Value) => void;
  readonly #values = new Map<string, Value>();

  /** @param drop takes a value that has made room */
  constructor(limit: number, drop: (value: Value) => void = () => {}) {
    this.#limit = limit;
    this.#drop = drop;
  }

  /** The value of a key, made now if there is none. */
  get(key: string, make: () => Value): Value {
    const found = this.#values.get(key);
    const value = found ?? make();
    // A map keeps the order in which its keys were set.
    if (found !== undefined) this.#values.delete(key);
    this.#values.set(key, value);
    if (this.#values.size > this.#limit) this.#dropOldest();
    return value;
  }

  #dropOldest(): void {
    const [[key, value]] = this.#values;
    this.#values.delete(key);
    this.#drop(value);
  }
}
