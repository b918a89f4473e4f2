import { derivedId, type Uuid } from '#libs/kernel';

/** Ids follow from names, so that every run of the story has the same ids. */
export const id = (kind: string, name: string): Uuid => derivedId('bivouac', kind, name);

export const clusters = {
  auvergneTic: id('cluster', 'Auvergne TIC'),
  numelink: id('cluster', 'Numélink'),
  clustr: id('cluster', "Clust'R Numérique"),
  digitalLeague: id('cluster', 'Digital League'),
} as const;

export const operations = {
  auvergneTic: id('operation', 'Numélink absorbs Auvergne TIC'),
  digitalLeague: id('operation', 'Digital League'),
} as const;

export const incubator = id('incubator', 'Quartier numérique');

export const authorities = ['Région Auvergne', 'Clermont Communauté'] as const;
export const GDF_SUEZ = 'GDF Suez';
export const CAISSE_DES_DEPOTS = 'Caisse des Dépôts';
export const CAISSE_D_EPARGNE = 'Caisse d’Épargne d’Auvergne';
export const CREDIT_AGRICOLE = 'Crédit Agricole Centre France';
export const SCHOOL = 'École d’ingénieurs de Clermont';
/** Eight of the nine groups are founders; the Caisse d’Épargne joins after. */
export const foundingGroups = [
  ...['Michelin', 'Centre-France La Montagne', GDF_SUEZ, CAISSE_DES_DEPOTS, 'EDF', 'Orange', 'Limagrain'],
  CREDIT_AGRICOLE,
] as const;

export const organisation = (name: string): Uuid => id('organisation', name);
export const partner = (name: string): Uuid => id('partner', name);
export const company = (number: number): Uuid => id('company', String(number));
const names = new Map<string, string>(
  Array.from({ length: 40 }, (_, index) => [company(index + 1), `company ${String(index + 1)}`]),
);
/** Companies are generated; a reader knows them by their numbers. */
export const nameOf = (organisationId: string): string => names.get(organisationId) ?? organisationId;
export const admission = (number: number): Uuid => id('admission', String(number));

/** Thirty have a place, two wait. */
export const [PLACES, COMPANIES] = [30, 32];

/** Whole numbers from one up to another. */
export const upTo = (first: number, last: number): readonly number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);

/** Apply to a call, one to each, and are not selected. */
export const TURNED_DOWN = [41, 42] as const;

/** Who applies to each call: more than it has places, the last one is turned down. */
export const calls = {
  first: {
    ...{ id: id('call', 'first'), title: 'Premier appel', places: 10 },
    ...{ opens: '2015-09-16T09:00', closes: '2015-09-30', applicants: [...upTo(13, 22), TURNED_DOWN[0]] },
  },
  second: {
    ...{ id: id('call', 'second'), title: 'Second appel', places: 8 },
    ...{ opens: '2015-11-16T09:00', closes: '2016-01-31', applicants: [...upTo(23, 30), TURNED_DOWN[1]] },
  },
} as const;
export type Call = (typeof calls)[keyof typeof calls];

/** The one who leaves first, graduated. */
export const GRADUATE = 4;

export const person = (name: string) => ({ personId: id('person', name), name });
