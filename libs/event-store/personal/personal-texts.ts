import { erasedAt, erasedText, openTexts, UnknownKey, type PersonalField, type SealedText } from '#libs/contracts';
import type { EventMetadata, Evidence, JsonObject, JsonValue, ProposedEvent, StreamName } from '#libs/kernel';
import type { StreamAppend } from '../port.ts';
import type { Destroyed, KeyRing, PersonalKey } from './key-ring.ts';
import { openText, sealText } from './seal.ts';

/** The keys for sealing, by subject. */
export type SealingKeys = ReadonlyMap<string, PersonalKey | Destroyed>;
/** The keys for opening, by id. */
type FetchedKeys = ReadonlyMap<string, Buffer | Destroyed>;
/** `as-stored` opens nothing and leaves an event in the version in which it was written. */
export type OpeningKeys = FetchedKeys | 'as-stored';

export const NO_KEYS: ReadonlyMap<string, never> = new Map<string, never>();

export interface PersonalTextsOptions {
  /** The personal texts of an event type; as `EventCatalog.personalFields`. */
  readonly fieldsOf: (type: string) => readonly PersonalField[];
  /** Without one nothing is sealed, and what is sealed does not open. */
  readonly keyRing?: KeyRing | undefined;
  /** False stores texts in clear from now on; those that are sealed still open. Default: true. */
  readonly seals?: boolean | undefined;
}

/** Every record with a sealed text has this in it. */
const MARK = '"$personal":';
const KEY_ID = /"k":"([^"]+)"/g;

/** For events in which nothing is sealed. */
export const nothingPersonal = (): PersonalTexts => new PersonalTexts({ fieldsOf: () => [] });

/** Seals the personal texts of events before they become stored text, and opens them when they come back. */
export class PersonalTexts {
  constructor(private readonly options: PersonalTextsOptions) {}

  /** The keys that these events need. @throws StoreUnavailable */
  async sealingKeys(appends: readonly StreamAppend[]): Promise<SealingKeys> {
    const { keyRing, seals = true } = this.options;
    if (keyRing === undefined || !seals) return NO_KEYS;
    const subjects = new Set<string>();
    for (const { stream, events } of appends)
      for (const event of events) this.#walk(stream, event, (_text, _bound, subject) => subjects.add(subject));
    return subjects.size === 0 ? NO_KEYS : await keyRing.keysFor([...subjects]);
  }

  /** The event as it is stored. */
  seal(stream: StreamName, event: ProposedEvent, keys: SealingKeys): ProposedEvent {
    if (keys.size === 0) return event;
    return this.#walk(stream, event, (text, bound, subject) => {
      const key = keys.get(subject);
      if (key === undefined) return text;
      return key === 'destroyed' ? erasedText({ k: subject }) : sealText(key, bound, text);
    });
  }

  /** The keys with which stored texts open, `NO_KEYS` where nothing is sealed; those that the ring does not know are not in it. @throws StoreUnavailable */
  openingKeys(records: readonly string[]): FetchedKeys | Promise<FetchedKeys> {
    const sealed = records.filter((record) => record.includes(MARK));
    if (sealed.length === 0) return NO_KEYS;
    const ids = new Set(sealed.flatMap((record) => [...record.matchAll(KEY_ID)].map(([, id = '']) => id)));
    return this.options.keyRing?.resolve([...ids]) ?? new Map<string, never>();
  }

  /** The event with its texts in clear; those whose key is destroyed say so instead. @throws UnknownKey, BrokenSeal */
  open<Event extends { readonly id: string; readonly data: JsonObject; readonly metadata: EventMetadata }>(
    event: Event,
    keys: FetchedKeys,
  ): Event {
    if (keys === NO_KEYS) return event;
    return openTexts(event, (sealed: SealedText, bound) => {
      const key = keys.get(sealed.k);
      if (key === undefined) throw new UnknownKey(sealed.k, bound);
      return key === 'destroyed' ? erasedAt(bound, sealed) : openText(key, bound, sealed);
    });
  }

  /** Visits every personal text of an event that is in clear: by the contract of its type, and in its evidence. */
  #walk(stream: StreamName, event: ProposedEvent, visit: Visit): ProposedEvent {
    const { id, type, metadata } = event;
    const fields = this.options.fieldsOf(type);
    if (fields.length === 0 && metadata.evidence === undefined) return event;
    let { data } = event;
    for (const { path, personId } of fields) {
      const subjectMember = personId?.slice(personId.lastIndexOf('.') + 1);
      data = visitAt(data, path.split('.'), {
        bound: `${id}/data`,
        visit: (text, bound, parent) => visit(text, bound, subjectOf(parent, subjectMember) ?? stream),
      }) as JsonObject;
    }
    const evidence = metadata.evidence?.map((one, index) =>
      sealedEvidence(one, (text, member) => visit(text, `${id}/metadata/evidence/${String(index)}/${member}`, stream)),
    );
    return { ...event, data, ...(evidence === undefined ? {} : { metadata: { ...metadata, evidence } }) };
  }
}

/** What stands in the place of a text; its result is looked at when texts are sealed only. */
type Visit = (text: string, bound: string, subject: string) => unknown;

interface Visiting {
  readonly bound: string;
  readonly visit: (text: string, bound: string, parent: JsonObject) => unknown;
}

function visitAt(
  value: JsonValue | undefined,
  path: readonly string[],
  visiting: Visiting,
  parent: JsonObject = {},
): unknown {
  const [name, ...inside] = path;
  const { bound, visit } = visiting;
  if (name === undefined) return typeof value === 'string' ? visit(value, bound, parent) : value;
  const within = (member: string): Visiting => ({ bound: `${bound}/${member}`, visit });
  if (Array.isArray(value))
    return (value as readonly JsonValue[]).map((item, index): unknown =>
      visitAt(item, inside, within(String(index)), parent),
    );
  if (typeof value !== 'object' || value === null) return value;
  const members = value as JsonObject;
  if (members[name] === undefined) return value;
  return { ...members, [name]: visitAt(members[name], inside, within(name), members) };
}

function subjectOf(parent: JsonObject, member: string | undefined): string | undefined {
  const found = member === undefined ? undefined : parent[member];
  return typeof found === 'string' ? found : undefined;
}

/** Titles and links of evidence name persons; its hash and its day do not. */
function sealedEvidence(one: Evidence, visit: (text: string, member: 'title' | 'link') => unknown): Evidence {
  const { title, link } = one;
  const sealed = { ...one, title: visit(title, 'title') };
  return (link === undefined ? sealed : { ...sealed, link: visit(link, 'link') }) as Evidence;
}
