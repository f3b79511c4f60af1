/**
 * What was worked out for somebody a moment ago and will be wanted again: at least the last `most` that were wanted, and
 * never more than twice as many, so that strangers cannot fill the memory.
 */
export class Recent<Value> {
  #young = new Map<string, Value>();
  #old = new Map<string, Value>();

  constructor(readonly most = 10_000) {}

  get(key: string): Value | undefined {
    const value = this.#young.get(key);
    if (value !== undefined) return value;
    const older = this.#old.get(key);
    return older === undefined ? undefined : this.set(key, older);
  }

  set(key: string, value: Value): Value {
    // All the old at once: a `Map` whose first entry is deleted again and again is slow to find its first entry.
    if (this.#young.size >= this.most) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(key, value);
    return value;
  }
}
