import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What of JSON Schema the frozen schemas use. */
export interface FrozenSchema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, FrozenSchema>>;
  readonly required?: readonly string[];
  readonly items?: FrozenSchema;
  readonly anyOf?: readonly FrozenSchema[];
  readonly enum?: readonly string[];
  readonly const?: unknown;
  readonly format?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly additionalProperties?: boolean | FrozenSchema;
}

/** A golden sample with the frozen schema beside it: two records of one promise, written apart. */
export interface Sample {
  readonly type: string;
  readonly version: number;
  /** `<type>.v<version>.json`, in the folder of the samples and in that of the schemas. */
  readonly file: string;
  readonly data: unknown;
  readonly schema: FrozenSchema;
}

/** A value inside of a sample. */
export interface Place {
  readonly path: readonly string[];
  readonly value: unknown;
  readonly schema: FrozenSchema;
  /** Its part in what contains it. */
  readonly as: 'whole' | 'required' | 'optional' | 'item';
}

const FILE = /^([a-z]+\.[A-Za-z]+)\.v([1-9]\d*)\.json$/;

/** The sample of every version of every event, sorted by type and version; what is no such file is left out. */
export function samples(): readonly Sample[] {
  const read = (folder: string, file: string): unknown =>
    JSON.parse(readFileSync(join(import.meta.dirname, '..', folder, file), 'utf8'));
  return readdirSync(join(import.meta.dirname, '..', 'golden'))
    .flatMap((file) => {
      const [, type, version] = FILE.exec(file) ?? [];
      if (type === undefined) return [];
      const schema = read('schemas', file) as FrozenSchema;
      return [{ type, version: Number(version), file, data: read('golden', file), schema }];
    })
    .sort((a, b) => (a.type === b.type ? a.version - b.version : a.type < b.type ? -1 : 1));
}

/** The samples of the versions that are written today. */
export function currentSamples(): readonly Sample[] {
  return samples().filter((sample, at, all) => all[at + 1]?.type !== sample.type);
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What stands in such an object is the business of another schema. */
export function isOpen({ additionalProperties }: FrozenSchema): boolean {
  return typeof additionalProperties === 'object';
}

/** Every value of a sample from the outside in, the whole first. */
export function placesOf({ data, schema }: Sample): readonly Place[] {
  return below({ path: [], value: data, schema, as: 'whole' });
}

function below(place: Place): readonly Place[] {
  const { path, value, schema } = place;
  if (Array.isArray(value)) {
    const items = value.map((item: unknown, at) =>
      below({ path: [...path, String(at)], value: item, schema: schema.items ?? {}, as: 'item' }),
    );
    return [place, ...items.flat()];
  }
  if (!isRecord(value) || isOpen(schema)) return [place];
  const members = Object.entries(value).map(([name, member]) => {
    const as = schema.required?.includes(name) === true ? 'required' : 'optional';
    return below({ path: [...path, name], value: member, schema: schema.properties?.[name] ?? {}, as });
  });
  return [place, ...members.flat()];
}

/** The sample with another value at a path; `undefined` leaves the member out. */
export function withValueAt(data: unknown, path: readonly string[], value: unknown): unknown {
  const [first, ...rest] = path;
  if (first === undefined) return value;
  if (Array.isArray(data))
    return data.map((item: unknown, at) => (String(at) === first ? withValueAt(item, rest, value) : item));
  if (!isRecord(data)) throw new TypeError(`nothing stands at ${path.join('/')}`);
  const changed = Object.entries(data).map(([name, member]) => [
    name,
    name === first ? withValueAt(member, rest, value) : member,
  ]);
  return Object.fromEntries(changed.filter(([, member]) => member !== undefined));
}

/** Every value at a path of member names; `*` stands for each item of a list. */
export function valuesAt(value: unknown, path: string): readonly unknown[] {
  return path.split('.').reduce<readonly unknown[]>(
    (found, step) =>
      found.flatMap((outer) => {
        if (step === '*') return Array.isArray(outer) ? (outer as unknown[]) : [];
        return isRecord(outer) && step in outer ? [outer[step]] : [];
      }),
    [value],
  );
}
