import type { Random } from '../support/random.ts';

/** As much of JSON Schema as the API's document uses. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly format?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly minItems?: number;
  readonly examples?: readonly unknown[];
}

/** Texts that somebody's program once stumbled over, and the days at the edges. */
const TEXTS: readonly string[] = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\ud800',
  'x\udc00y',
  `${'x'.repeat(119)}🍇`,
  `${'x'.repeat(298)}👩‍👩‍👧‍👦`,
  'Nume\u0301link',
  'A\u202egnorw',
  '\u200b',
  '\uffff',
  'two\nlines\r\n\tand a tab',
  'x'.repeat(20_000),
  '%00',
  '%ff',
  '../../etc/passwd',
  "'; drop table store.events; --",
  '<script>alert(1)</script>',
  '__proto__',
  'constructor',
  '{"$personal":1}',
  'null',
  '-1',
  '1e400',
  '0x10',
  '00000000-0000-0000-0000-000000000000',
  '018F0A10-0000-7000-8000-0000000000C1',
  '0000-01-01',
  '1799-12-31',
  '1800-01-01',
  '2015-02-29',
  '2200-12-31',
  '2201-01-01',
  '9999-12-31',
  '+010000-01-01',
  '2016-01-01T00:00:00Z',
  '9999-12-31T23:59:59.999Z',
  '𝒳'.repeat(300),
  'ﷺ'.repeat(50),
];
const NUMBERS: readonly number[] = [-1, 0, -0, 0.5, 1, 2 ** 31, 2 ** 53 - 1, 2 ** 53, 1e21, 1e308, Number.MIN_VALUE];
const OTHERS: readonly unknown[] = [
  null,
  true,
  false,
  [],
  {},
  [[[[]]]],
  { a: { b: { c: null } } },
  { __proto__: null },
];

/** One in so many values of a body is replaced. */
const REPLACED = 12;

/** Values for the schemas of a document: such as the schema asks for, and hostile ones in their place. */
export class Values {
  constructor(
    private readonly random: Random,
    private readonly schemas: Readonly<Record<string, Schema>>,
    /** Ids that stand for something by now, so that commands meet what is there. */
    private readonly ids: readonly string[],
  ) {}

  hostileText(): string {
    return this.#oneOf(TEXTS);
  }

  hostile(): unknown {
    const kind = this.random.below(6);
    if (kind < 4) return this.hostileText();
    return kind === 4 ? this.#oneOf(NUMBERS) : this.#oneOf(OTHERS);
  }

  /** A value of the schema, with hostile ones in it or not. */
  of(schema: Schema, { replaced }: { readonly replaced: boolean }, depth = 0): unknown {
    if (replaced && this.random.below(REPLACED) === 0) return this.hostile();
    const inner = this.#resolved(schema);
    const choices = inner.anyOf ?? inner.oneOf;
    if (choices !== undefined) return this.of(this.#oneOf(choices), { replaced }, depth);
    if (inner.const !== undefined) return inner.const;
    if (inner.enum !== undefined) return this.#oneOf(inner.enum);
    if (inner.properties !== undefined) return this.#object(inner, replaced, depth);
    if (inner.type === 'array') return this.#list(inner, replaced, depth);
    if (inner.type === 'integer' || inner.type === 'number') return (inner.minimum ?? 0) + this.random.below(20);
    if (inner.type === 'boolean') return this.random.below(2) === 0;
    if (inner.type === 'null') return null;
    return this.#text(inner);
  }

  #object({ properties = {}, required = [] }: Schema, replaced: boolean, depth: number): object {
    const wanted = Object.entries(properties).filter(
      ([name]) => required.includes(name) || (depth < 6 && this.random.below(3) === 0),
    );
    const entries = wanted.map(([name, member]) => [name, this.of(member, { replaced }, depth + 1)] as const);
    const surplus = replaced && this.random.below(30) === 0 ? [[this.hostileText(), this.hostile()] as const] : [];
    return Object.fromEntries([...entries, ...surplus]);
  }

  #list({ items = {}, minItems = 0 }: Schema, replaced: boolean, depth: number): readonly unknown[] {
    const length = minItems + (depth < 6 ? this.random.below(3) : 0);
    return Array.from({ length }, () => this.of(items, { replaced }, depth + 1));
  }

  #text({ format, pattern = '', examples = [] }: Schema): string {
    if (format === 'date') return `20${this.#two(10, 15)}-${this.#two(1, 12)}-${this.#two(1, 28)}`;
    if (format === 'date-time') return '2026-11-28T12:00:00.000Z';
    if (pattern.includes('[0-9a-f]{8}-')) return this.#oneOf(this.ids);
    if (pattern.includes('{64}')) return 'a'.repeat(64);
    const example = examples.length === 0 ? undefined : this.#oneOf(examples);
    return typeof example === 'string' ? example : `text ${String(this.random.below(1_000))}`;
  }

  #two(from: number, to: number): string {
    return String(from + this.random.below(to - from + 1)).padStart(2, '0');
  }

  #resolved(schema: Schema): Schema {
    const name = schema.$ref?.split('/').at(-1);
    if (name !== undefined) return this.#resolved(this.schemas[name] ?? {});
    return (schema.allOf ?? []).reduce((all, one) => ({ ...all, ...this.#resolved(one) }), schema);
  }

  #oneOf<T>(items: readonly T[]): T {
    const item = this.random.oneOf(items);
    if (item === undefined && items.length === 0) throw new RangeError('nothing to choose from');
    return item as T;
  }
}
