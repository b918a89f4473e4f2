import { derivedId, type Uuid } from '#libs/kernel';

/** Ids follow from names, so that every run of the story has the same ids. */
export const id = (kind: string, name: string): Uuid => derivedId('telecom-valley', kind, name);

export const clusters = {
  telecomValley: id('cluster', 'Telecom Valley'),
  medinsoft: id('cluster', 'Medinsoft'),
  scs: id('cluster', 'SCS'),
  /** A what-if: Telecom Valley, had its assembly of March 2016 elected somebody else. */
  otherwise: id('cluster', 'Telecom Valley, otherwise'),
} as const;

export const region = id('organisation', 'Région');
/** A company that is a member of nothing here. */
export const outsider = id('organisation', 'Une société de passage');

/** The twelve months to the assembly of March 2016. */
export const [SINCE, UNTIL] = ['2015-03-01', '2016-02-29'] as const;

export type Kind = 'sme' | 'large' | 'academic' | 'association';

export interface Member {
  readonly id: Uuid;
  readonly name: string;
  readonly what: Kind;
  readonly department: string;
}

const NAMED: Readonly<Record<Kind, string>> = {
  ...{ sme: 'PME', large: 'Grande entreprise' },
  ...{ academic: 'Établissement', association: 'Association' },
};
/** What the register says of each kind. */
export const REGISTERED: Readonly<Record<Kind, { readonly kind: string; readonly sizeClass?: string }>> = {
  sme: { kind: 'company', sizeClass: 'sme' },
  large: { kind: 'company', sizeClass: 'large' },
  academic: { kind: 'school' },
  association: { kind: 'association' },
};
export const COLLEGES: Readonly<Record<Kind, string>> = {
  ...{ sme: 'Entreprises', large: 'Entreprises' },
  ...{ academic: 'Académique', association: 'Associations' },
};

/** Of 144 six are in Paris, eight in the Bouches-du-Rhône, twelve in the Var; all others in the Alpes-Maritimes. */
function departmentOf(place: number): string {
  const number = (place * 7) % 144;
  if (number < 6) return '75';
  if (number < 14) return '13';
  return number < 26 ? '83' : '06';
}

type Numbers = Readonly<Record<Kind, number>>;
const KINDS: readonly Kind[] = ['sme', 'large', 'academic', 'association'];
const BEFORE: Numbers = { sme: 80, large: 9, academic: 11, association: 7 };
const JOINED: Numbers = { sme: 30, large: 3, academic: 3, association: 1 };

/** Members that are not public by name, in the numbers that were reported. */
function members(numbers: Numbers, after: Numbers, place: number): readonly Member[] {
  const each = KINDS.flatMap((what) =>
    Array.from({ length: numbers[what] }, (_, index) => ({
      what,
      name: `${NAMED[what]} ${String(after[what] + index + 1)}`,
    })),
  );
  return each.map(({ what, name }, index) => ({
    ...{ id: id('member', name), name, what, department: departmentOf(place + index) },
  }));
}

export const before = members(BEFORE, { sme: 0, large: 0, academic: 0, association: 0 }, 0);
export const joined = members(JOINED, BEFORE, before.length);
export const schools = [...before, ...joined].filter(({ what }) => what === 'academic');
export const sme = (number: number): Uuid => id('member', `${NAMED.sme} ${String(number)}`);

export const communities = {
  security: id('community', 'Sécurité et cloud'),
  micro: id('community', 'Micro-électronique'),
  tourism: id('commission', 'M-tourisme'),
} as const;

export const sophiaConf = id('series', 'SophiaConf');
export const lunches = id('series', 'Déjeuners');
export const subsidy = id('subsidy', 'FabLab');
