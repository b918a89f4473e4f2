import { inForceOn, type DatedFact } from '../domain/facts.ts';

/** A name with the day from which it is borne; under embargo it is for readers with the right only, before that day. */
export interface DatedName extends DatedFact {
  readonly name: string;
  readonly embargoUntil?: string | undefined;
}

/** Who reads, as far as embargoes are concerned. */
export interface NameReader {
  readonly mayReadEmbargoed: boolean;
  /** The civil day of the reading. */
  readonly today: string;
}

/** A document with its names in the order of recording. */
export interface Named<Name extends DatedName> {
  readonly names: readonly Name[];
}

/** The names that a reader may see: public from the beginning of the embargo's day on. */
export function visibleNames<Name extends DatedName>(document: Named<Name>, reader: NameReader): readonly Name[] {
  return document.names.filter(
    ({ embargoUntil }) => reader.mayReadEmbargoed || embargoUntil === undefined || embargoUntil <= reader.today,
  );
}

/** The name in force on a day among those that a reader may see; before the first one, the first. */
export function nameOn<Name extends DatedName>(
  document: Named<Name>,
  day: string,
  reader: NameReader,
): Name | undefined {
  const names = visibleNames(document, reader);
  return inForceOn(names, day) ?? names[0];
}
