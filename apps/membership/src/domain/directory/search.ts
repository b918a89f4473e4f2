import { readIdentifier, type Identifier } from '#libs/identifiers';
import { folded, partsOf, sortKeyOf } from './folding.ts';

/** The texts in which an organisation is searched. */
export interface OrganisationSearch {
  /** Every name that it ever had, folded, and the departments of its seats, each after an `@`. */
  readonly names: string;
  /** Every identifier that it ever had, with a space around each. */
  readonly identifiers: string;
  /** Of its last name. */
  readonly sortKey: string;
}

interface Described {
  readonly names: readonly { readonly name: string }[];
  readonly locations: readonly { readonly department: string }[];
  readonly identifiers: readonly { readonly identifier: Identifier }[];
}

export function searchOf({ names, locations, identifiers }: Described): OrganisationSearch {
  const spelled = [...new Set(names.map(({ name }) => folded(name)))];
  const departments = [...new Set(locations.map(({ department }) => placeOf(department)))];
  return {
    names: [...spelled, ...departments].join(''),
    identifiers: identifiers.map(({ identifier }) => ` ${compact(identifier.value)} `).join(''),
    sortKey: sortKeyOf(names.at(-1)?.name ?? ''),
  };
}

/** A department as it stands among the names, which have no such sign. */
export function placeOf(department: string): string {
  return ` @${department} `;
}

/** What has to stand in both texts of what is searched; several of them: in those of one. */
export interface Search {
  readonly names: readonly string[];
  readonly identifiers: readonly string[];
}

/** What is searched by a text: names, and where it may be one, an identifier in any spelling, whole or its beginning. */
export function searchesFor(query: string): readonly Search[] {
  const names = partsOf(query);
  const byName = names.length === 0 ? [] : [{ names, identifiers: [] }];
  return [...byName, ...identifiersIn(query).map((identifier) => ({ names: [], identifiers: [identifier] }))];
}

/** Whoever has a SIRET is found by its SIREN, and whoever has a SIREN by each of its SIRETs. */
function identifiersIn(query: string): readonly string[] {
  const reading = readIdentifier(query);
  if (reading.ok) {
    const { scheme, value } = reading.identifier;
    if (scheme === 'siren') return [` ${value}`];
    if (scheme === 'siret') return [` ${value} `, ` ${value.slice(0, SIREN_LENGTH)} `];
    return [` ${compact(value)} `];
  }
  const text = compact(query.normalize('NFKC')).replaceAll(SEPARATORS, '');
  return BEGINNING.test(text) ? [` ${text}`] : [];
}

const SIREN_LENGTH = 9;
/** What people write between groups of digits. */
const SEPARATORS = /[\s.\-\u2010-\u2015_'’]+/g;
/** The first digits of a SIREN, a SIRET or an RNA number. */
const BEGINNING = /^(?:\d{3,14}|w\d[\da-z]?\d*)$/;

function compact(value: string): string {
  return value.toLowerCase().trim();
}
