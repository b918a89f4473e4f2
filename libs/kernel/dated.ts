import { canonicalJson } from './canonical-json.ts';

/** A fact that holds from a day (`YYYY-MM-DD`) on, until the next of its kind. */
export interface Dated {
  readonly since: string;
}

/**
 * The fact in force on a day, of facts in the order of recording: the one with the latest day that has come; of two from the same
 * day the one recorded last. Undefined before the first.
 */
export function inForceOn<Fact extends Dated>(facts: readonly Fact[], day: string): Fact | undefined {
  return lastBegun(facts, day, ({ since }) => since);
}

/** The same of facts that name their first day otherwise. */
export function lastBegun<Fact>(
  facts: readonly Fact[],
  day: string,
  beginning: (fact: Fact) => string,
): Fact | undefined {
  let found: Fact | undefined;
  for (const fact of facts) {
    const since = beginning(fact);
    if (since <= day && (found === undefined || since >= beginning(found))) found = fact;
  }
  return found;
}

/** The facts with one more, in the order of their days; a later statement about the same day takes the place of the earlier. */
export function withFact<Fact extends Dated>(timeline: readonly Fact[], fact: Fact): readonly Fact[] {
  const index = timeline.findLastIndex(({ since }) => since <= fact.since) + 1;
  const before = timeline.slice(0, index).filter(({ since }) => since !== fact.since);
  return [...before, fact, ...timeline.slice(index)];
}

/**
 * Whether two statements say the same; members that are undefined say nothing. It tells a repeat from a contradiction. What was
 * never stated is no repeat.
 */
export function sameFacts(left: object | undefined, right: object): boolean {
  return left !== undefined && !differInText(left, right) && canonicalJson(left) === canonicalJson(right);
}

/** Whether a text differs that both have: most statements of one kind are about something else, which need not be written out. */
function differInText(left: object, right: object): boolean {
  const other = right as Readonly<Record<string, unknown>>;
  return Object.entries(left).some(
    ([name, value]) => typeof value === 'string' && typeof other[name] === 'string' && other[name] !== value,
  );
}

/** A name with its first day; before `embargoUntil` it is for readers with the right only. */
export interface DatedName extends Dated {
  readonly name: string;
  readonly embargoUntil?: string | undefined;
}

/** A reader as far as embargoes are concerned; `today` is the civil day of the request. */
export interface NameReader {
  readonly mayReadEmbargoed: boolean;
  readonly today: string;
}

/** The names that a reader may see: public from the beginning of the day on which the embargo ends. */
export function visibleNames<Name extends DatedName>(names: readonly Name[], reader: NameReader): readonly Name[] {
  return names.filter((name) => isVisible(name, reader));
}

/** Whether a reader may see what is under embargo until a day: everybody may from its beginning on. */
export function isVisible(
  { embargoUntil }: { readonly embargoUntil?: string | undefined },
  { mayReadEmbargoed, today }: NameReader,
): boolean {
  return mayReadEmbargoed || embargoUntil === undefined || embargoUntil <= today;
}

/** The name in force on a day; before the first one, the first. Undefined without names. */
export function nameOn<Name extends DatedName>(names: readonly Name[], day: string): Name | undefined {
  const [first] = names.map(({ since }) => since).sort();
  return first === undefined ? undefined : inForceOn(names, day < first ? first : day);
}
