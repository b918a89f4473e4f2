import { z } from 'zod';
import { contracts, type GrappeEvents } from './contexts.ts';
import type { EventDefinition, EventDefinitions, OlderVersion } from './definition.ts';
import { personalFieldsOf, withoutSeals, type PersonalField } from './personal.ts';

export type EventType = keyof GrappeEvents;

type Data = Readonly<Record<string, unknown>>;

/** What stores and readers need to know of the event types. Its members are what a store asks of its catalog. */
export interface EventCatalog {
  /** The version in which an event of this type is written today; undefined for an unknown type. */
  currentVersion(type: string): number | undefined;
  /** Nothing when the data fit the schema of that type and version, personal texts sealed or not; else one line for each fault, with its path. */
  check(type: string, schemaVersion: number, data: unknown): readonly string[] | 'unknown-type' | 'unknown-version';
  /**
   * Data of an older version in the current one, through every version between; other data as they are, so that a reader who
   * is older than the writer gets them untouched. The data given are never changed.
   */
  upcast<Own>(type: string, schemaVersion: number, data: Own): { readonly schemaVersion: number; readonly data: Own };
  /** The personal texts of a type, in the version in which it is written today. */
  personalFields(type: string): readonly PersonalField[];
  embargoField(type: string): string | undefined;
  privateField(type: string): string | undefined;
  /** Whether every event of the type is for readers with the right only. */
  isConfidential(type: string): boolean;
  /** The civil day on which an event with these data took legal effect, as far as they say it. */
  legalDay(type: string, data: Data): string | undefined;
  /** How many bytes of the largest event are left free for the event that carries these data later. */
  reservedBytes(type: string): number;
  /** The path of the member of the data that holds the civil day on which it took legal effect; undefined where the event has none. */
  dayField(type: string): string | undefined;
  /** In which order events count, whatever the order in which they were recorded. */
  readonly order: ReadingOrder;
  /** The current definition of an event type; undefined for an unknown type. */
  definitionOf(type: string): EventDefinition | undefined;
  /** Every event type, sorted. */
  eventTypes(): readonly string[];
}

/** The order of the days of events, and of those of one day. */
export interface ReadingOrder {
  /** The civil day from which an event counts; undefined where it counts from the beginning. */
  dayOf(type: string, data: Data): string | undefined;
  /** Of one day, events count in the order of the contracts. */
  rankOf(type: string): number;
  /** The types of the events that correct and void the events of a type; undefined where nothing does. */
  correctionsOf(type: string): { readonly corrected: string; readonly voided: string } | undefined;
}

/** Contracts whose versions do not lead from one to the next: an error in the contracts, found when they are loaded. */
export class BrokenVersions extends TypeError {
  override readonly name = 'BrokenVersions';
  constructor(
    readonly type: string,
    found: readonly number[],
    current: number,
  ) {
    super(`${type} has the older versions [${found.join(', ')}]; needed are 1 to ${String(current - 1)}, each once`);
  }
}

/** What the day of an event is called in the contracts, in the order in which one stands for it. */
export const DAYS = ['effectiveOn', 'on', 'since', 'inForceFrom', 'convenedOn', 'figure.on'];

/** The events of Grappe. */
export const catalog = catalogOf(contracts);

/** The catalog of contracts given by context. @throws BrokenVersions */
export function catalogOf(contracts: Readonly<Record<string, EventDefinitions>>): EventCatalog {
  const definitions = definitionsOf(contracts);
  const definitionOf = (type: string): EventDefinition | undefined => definitions.get(type);
  const fieldsOf = personalFields();
  const days = new Map([...definitions].map(([type, { schema }]) => [type, dayFieldOf(schema)]));
  return {
    currentVersion: (type) => definitionOf(type)?.version,
    check: (type, schemaVersion, data) => check(definitionOf(type), schemaVersion, data, fieldsOf),
    upcast: (type, schemaVersion, data) => upcast(definitionOf(type)?.older ?? [], schemaVersion, data),
    personalFields: (type) => fieldsOf(definitionOf(type)?.schema),
    embargoField: (type) => definitionOf(type)?.embargoField,
    privateField: (type) => definitionOf(type)?.privateField,
    isConfidential: (type) => definitionOf(type)?.isConfidential === true,
    reservedBytes: (type) => definitionOf(type)?.carriedWithBytes ?? 0,
    dayField: (type) => days.get(type),
    legalDay: (type, data) => textAt(data, days.get(type)),
    order: orderOf(definitions, days),
    definitionOf,
    eventTypes: () => [...definitions.keys()].sort(),
  };
}

function definitionsOf(contracts: Readonly<Record<string, EventDefinitions>>): ReadonlyMap<string, EventDefinition> {
  const entries = Object.entries(contracts).flatMap(([context, events]) =>
    Object.entries(events).map(([name, definition]) => [`${context}.${name}`, definition] as const),
  );
  for (const [type, definition] of entries) assertVersions(type, definition);
  return new Map(entries);
}

function orderOf(
  definitions: ReadonlyMap<string, EventDefinition>,
  days: ReadonlyMap<string, string | undefined>,
): ReadingOrder {
  const ranks = new Map([...definitions.keys()].map((type, rank) => [type, rank]));
  return {
    dayOf: (type, data) => {
      const field = definitions.get(type)?.opens === true ? undefined : days.get(type);
      return textAt(data, field);
    },
    rankOf: (type) => ranks.get(type) ?? ranks.size,
    correctionsOf: (type) => {
      const corrections = { corrected: `${type}Corrected`, voided: `${type}Voided` };
      return definitions.has(corrections.corrected) ? corrections : undefined;
    },
  };
}

function dayFieldOf(schema: z.ZodType): string | undefined {
  return DAYS.find((path) => path.split('.').reduce<unknown>(memberOf, schema) !== undefined);
}

function memberOf(schema: unknown, name: string): unknown {
  return schema instanceof z.ZodObject ? (schema.shape as Readonly<Record<string, unknown>>)[name] : undefined;
}

/** The text at a path of names joined by dots. */
function textAt(data: Data, path: string | undefined): string | undefined {
  const found = path?.split('.').reduce<unknown>((value, name) => (value as Data | undefined)?.[name], data);
  return typeof found === 'string' ? found : undefined;
}

function assertVersions(type: string, { version, older = [] }: EventDefinition): void {
  const found = older.map((one) => one.version).sort((a, b) => a - b);
  const isDense = found.length === version - 1 && found.every((one, at) => one === at + 1);
  if (older.length > 0 && !isDense) throw new BrokenVersions(type, found, version);
}

/** The personal texts of a schema, found once. */
function personalFields(): (schema: z.ZodType | undefined) => readonly PersonalField[] {
  const found = new Map<z.ZodType, readonly PersonalField[]>();
  return (schema) => {
    if (schema === undefined) return [];
    const fields = found.get(schema) ?? personalFieldsOf(schema);
    found.set(schema, fields);
    return fields;
  };
}

function check(
  definition: EventDefinition | undefined,
  schemaVersion: number,
  data: unknown,
  fieldsOf: (schema: z.ZodType) => readonly PersonalField[],
): readonly string[] | 'unknown-type' | 'unknown-version' {
  if (definition === undefined) return 'unknown-type';
  const versions = [definition, ...(definition.older ?? [])];
  const schema = versions.find(({ version }) => version === schemaVersion)?.schema;
  if (schema === undefined) return 'unknown-version';
  const parsed = schema.safeParse(withoutSeals(data, fieldsOf(schema)));
  return parsed.success ? [] : parsed.error.issues.map(describe);
}

function upcast<Own>(
  older: readonly OlderVersion[],
  from: number,
  data: Own,
): { readonly schemaVersion: number; readonly data: Own } {
  const step = older.find(({ version }) => version === from);
  return step === undefined
    ? { schemaVersion: from, data }
    : upcast(older, from + 1, step.upcast(data as never) as Own);
}

function describe(issue: z.core.$ZodIssue): string {
  return `/${issue.path.join('/')}: ${issue.message}`;
}
