import { derivedId, type Uuid } from '#libs/kernel';

/** Ids follow from names, so that every run of the story has the same ids. */
export const id = (kind: string, name: string): Uuid => derivedId('frenchsouth', kind, name);

export const clusters = {
  novae: id('cluster', 'Novae LR'),
  cloud: id('cluster', 'Media Cloud Cluster'),
  pixlr: id('cluster', 'PixLR'),
  frenchSouth: id('cluster', 'FrenchSouth.digital'),
  digitalPlace: id('cluster', 'DigitalPlace'),
  digital113: id('cluster', 'Digital 113'),
} as const;

/** The three that come together, in the order of the plan, which decides on the college of a company that is in two of them. */
export const founders = [clusters.novae, clusters.cloud, clusters.pixlr] as const;

export const colleges = ['Digital economy', 'Cloud', 'Digital creation'] as const;
/** What the colleges of the three were called before; the plan maps each. Media Cloud Cluster had none. */
export const formerColleges = ['Companies', undefined, 'Studios'] as const;
export const START_UPS = 'Start-ups & entrepreneurs';
export const HIGHER_EDUCATION = 'Higher education & research';

export const operations = { frenchSouth: id('operation', '2014'), digital113: id('operation', '2017') } as const;
export const conditions = { workingCapital: id('condition', 'capital'), guarantee: id('condition', 'means') } as const;
export const region = id('organisation', 'Région Languedoc-Roussillon');
export const school = id('organisation', 'A school');
/** One of the entrepreneurs of French Tech. */
export const startUp = id('organisation', 'A start-up');

export const subsidies = [
  { id: id('subsidy', 'Novae LR'), clusterId: clusters.novae, amountCents: 6_000_000 },
  { id: id('subsidy', 'PixLR'), clusterId: clusters.pixlr, amountCents: 2_500_000 },
  { id: id('subsidy', 'Media Cloud Cluster'), clusterId: clusters.cloud, amountCents: null },
] as const;

export const company = (number: number): Uuid => id('company', String(number));

/** Numbers of companies from one to before another. */
export const range = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from }, (_, index) => from + index);

/** Two members who support the application of the school. */
export const sponsors = [company(20), company(170)] as const;

/** 165, 12 and 40 members; twelve companies are in Novae LR and PixLR, five in Novae LR and Media Cloud Cluster. */
export const members = [
  range(0, 165),
  [...range(0, 5), ...range(165, 172)],
  [...range(5, 17), ...range(172, 200)],
] as const;

/** Of the 201 members of early 2015, 21 have left by 2017; DigitalPlace has 150, of which 20 are in both. */
export const leavers = range(179, 200);
export const ofDigitalPlace = [...range(20, 40), ...range(300, 430)];

export const people = {
  cladera: { personId: id('person', 'Grégory Cladera'), name: 'Grégory Cladera' },
  molinie: { personId: id('person', 'Alain Molinié'), name: 'Alain Molinié' },
  founder: { personId: id('person', 'The founder of the start-up'), name: 'The founder of the start-up' },
  mekersa: { personId: id('person', 'David Mekersa'), name: 'David Mekersa' },
} as const;

/** The board that holds office until the election of June 2015, and the office of its presidents. */
export const provisional = { board: id('board', 'FrenchSouth'), office: id('presidents', 'FrenchSouth') } as const;
export const election = id('election', 'June 2015');

/** Who speaks for a college beside the three trades: one person, or several. */
export const spokespersons = [
  { college: START_UPS, names: ['Maryam Bini', 'Katia Vidic'] },
  { college: HIGHER_EDUCATION, names: ['Thomas Fraisse'] },
].map(({ college, names }) => ({
  ...{ college, bodyId: id('college', college), officeId: id('spokesperson', college) },
  persons: names.map((name) => ({ personId: id('person', name), name })),
}));
