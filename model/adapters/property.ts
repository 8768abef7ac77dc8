/** One property of a resource, or a place inside of one: read it as the type that is expected there. */
import type { Known, Unknown } from "../topology";
import { isRawObject, ownItems, ownNames, ownValue, rawValue } from "./rawValue";
import { wordsForUrn } from "./urn";

export class Property {
  readonly #raw: unknown;
  /** Where the value is said to be, for reports. */
  readonly path: string;
  /** URNs of the resources that the value comes from, as far as the engine tells: only whole properties have them. */
  readonly origins: readonly string[];

  constructor(raw: unknown, path: string, origins: readonly string[]) {
    this.#raw = raw;
    this.path = path;
    this.origins = origins;
  }

  /** The value, or why it is not known; `undefined` inside `known` where nothing is written. */
  value(): Known<unknown> {
    const raw = rawValue(this.#raw);
    if ("hidden" in raw) return this.#unknown(raw.hidden);
    return { known: raw.value === null ? undefined : raw.value };
  }

  /** True where nothing is written; a value that is not known is not absent. */
  isAbsent(): boolean {
    const value = this.value();
    return "known" in value && value.known === undefined;
  }

  /** The property of that name; where this one is not known, neither is that. */
  at(name: string): Property {
    const value = this.value();
    const raw = "known" in value ? ownValue(value.known, name) : this.#raw;
    return new Property(raw, `${this.path}.${name}`, this.origins);
  }

  /** The first of the names that is written; the first name where none is. */
  atOneOf(names: readonly [string, ...string[]]): Property {
    return this.at(names.find((name) => !this.at(name).isAbsent()) ?? names[0]);
  }

  /** Elements of a list; a single value counts as a list of one, since types differ only in that between versions. */
  items(): Known<readonly Property[]> {
    const value = this.value();
    if ("unknown" in value) return value;
    if (value.known === undefined) return { known: [] };
    const items = ownItems(value.known) ?? [value.known];
    return {
      known: items.map((item, index) => new Property(item, `${this.path}[${index}]`, this.origins)),
    };
  }

  /** The only or first element of a list, or the value itself where it is no list; an empty list has nothing. */
  single(): Property {
    const value = this.value();
    const items = "known" in value ? ownItems(value.known) : undefined;
    return items === undefined ? this : new Property(items[0], `${this.path}[0]`, this.origins);
  }

  /** Text; `undefined` for nothing and for the empty text that providers write for nothing. */
  text(): Known<string | undefined> {
    return this.#as((value) => (typeof value === "string" && value !== "" ? value : undefined));
  }

  flag(): Known<boolean | undefined> {
    return this.#as((value) => (typeof value === "boolean" ? value : readFlag(value)));
  }

  number(): Known<number | undefined> {
    return this.#as((value) => {
      const number = typeof value === "string" && value !== "" ? Number(value) : value;
      return typeof number === "number" && !Number.isNaN(number) ? number : undefined;
    });
  }

  /** Texts of a list; not known where one of them is not. */
  texts(): Known<readonly string[]> {
    const items = this.items();
    if ("unknown" in items) return items;
    const texts: string[] = [];
    for (const item of items.known) {
      const text = item.text();
      if ("unknown" in text) return text;
      if (text.known !== undefined) texts.push(text.known);
    }
    return { known: texts };
  }

  /** Name -> text of an object; not known where one of the texts is not. */
  textsByName(): Known<{ readonly [name: string]: string }> {
    const value = this.value();
    if ("unknown" in value) return value;
    const entries: [string, string][] = [];
    for (const name of ownNames(value.known)) {
      const text = this.at(name).value();
      if ("unknown" in text) return text;
      if (typeof text.known === "string") entries.push([name, text.known]);
    }
    return { known: Object.fromEntries(entries) };
  }

  /** A plain copy without any envelope, however deep; not known where anything inside is not. */
  plain(): Known<unknown> {
    const value = this.value();
    if ("unknown" in value || !isRawObject(value.known)) return value;
    const items = ownItems(value.known);
    if (items === undefined) return this.#plainObject(value.known);
    const copies: unknown[] = [];
    for (let index = 0; index < items.length; index += 1) {
      const copy = this.at(String(index)).plain();
      if ("unknown" in copy) return copy;
      copies.push(copy.known);
    }
    return { known: copies };
  }

  #plainObject(value: object): Known<unknown> {
    const entries: [string, unknown][] = [];
    for (const name of ownNames(value)) {
      const copy = this.at(name).plain();
      if ("unknown" in copy) return copy;
      entries.push([name, copy.known]);
    }
    return { known: Object.fromEntries(entries) };
  }

  #as<T>(read: (value: unknown) => T): Known<T> {
    const value = this.value();
    return "unknown" in value ? value : { known: read(value.known) };
  }

  #unknown(hidden: "until deployment" | "encrypted"): Unknown {
    const unknown =
      hidden === "encrypted"
        ? "encrypted in the export"
        : this.origins.length === 0
          ? "computed by the provider at deployment"
          : `comes from ${this.origins.map(wordsForUrn).join(", ")} at deployment`;
    return this.origins.length === 0 ? { unknown } : { unknown, from: this.origins };
  }
}

/** Provider properties arrive as text. */
function readFlag(value: unknown): boolean | undefined {
  return value === "true" ? true : value === "false" ? false : undefined;
}

/** The value under a default for nothing written. */
export function orElse<T>(value: Known<T | undefined>, fallback: T): Known<T> {
  return "unknown" in value ? value : { known: value.known ?? fallback };
}
