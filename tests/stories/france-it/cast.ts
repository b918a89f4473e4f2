import { derivedId, type Uuid } from '#libs/kernel';

/** Ids follow from names, so that every run of the story has the same ids. */
const id = (kind: string, name: string): Uuid => derivedId('france-it', kind, name);

export const clusterId = (name: string): Uuid => id('cluster', name);

export const FRANCE_IT = 'France IT';
export const FRANCE_CLUSTERS = 'France Clusters';
/** The body of the five, which the source does not name. */
export const REPRESENTATION = 'Représentation régionale du numérique en Nouvelle-Aquitaine';
/** Of the merger that did not take place. */
export const MERGED = 'Cluster unique de Nouvelle-Aquitaine';

const range = (from: number, before: number): readonly number[] =>
  Array.from({ length: before - from }, (_, index) => from + index);

interface ClusterOfTheFive {
  readonly name: string;
  readonly seat: string;
  readonly departments: readonly string[];
  /** The numbers of its member companies: thirty of all are in two of the five. */
  readonly members: readonly number[];
  /** What it had in 2015, in euros: of its own, and from local institutions. */
  readonly own: number;
  readonly local: number;
}

/** The digital clusters of Nouvelle-Aquitaine. Member lists and accounts are not public: these are generated. */
export const five: readonly ClusterOfTheFive[] = [
  {
    ...{ name: 'SPN', seat: 'Poitiers', departments: ['86', '79', '17', '16'], own: 150_000, local: 130_000 },
    members: range(0, 200),
  },
  {
    ...{ name: 'Aliptic', seat: 'Limoges', departments: ['87', '23', '19'], own: 60_000, local: 140_000 },
    members: [...range(20, 32), ...range(200, 308)],
  },
  {
    ...{ name: 'Syrpin', seat: 'Bordeaux', departments: ['33'], own: 80_000, local: 20_000 },
    members: range(308, 398),
  },
  {
    ...{
      name: 'Digital Aquitaine',
      seat: 'Pessac',
      departments: ['33', '24', '47', '40'],
      own: 90_000,
      local: 210_000,
    },
    members: [...range(308, 318), ...range(398, 538)],
  },
  {
    ...{ name: 'Pays Basque Digital', seat: 'Bidart', departments: ['64'], own: 40_000, local: 80_000 },
    members: [...range(398, 406), ...range(538, 590)],
  },
];

export const [spn, aliptic] = [clusterId('SPN'), clusterId('Aliptic')];
export const franceIt = clusterId(FRANCE_IT);
export const franceClusters = clusterId(FRANCE_CLUSTERS);
export const representation = clusterId(REPRESENTATION);
export const merged = clusterId(MERGED);

const MEMBERS_OF_FRANCE_IT = 20;
const known = [...five.map(({ name }) => name), 'Numélink'];
/** The members of France IT: the source names six of them, and counts all. */
export const members: readonly string[] = [
  ...known,
  ...range(1, MEMBERS_OF_FRANCE_IT - known.length + 1).map((number) => `Cluster numérique ${String(number)}`),
];

const names = new Map<string, string>(
  [FRANCE_IT, FRANCE_CLUSTERS, REPRESENTATION, MERGED, ...members].map((name) => [clusterId(name), name]),
);

/** How the story calls a cluster. */
export function nameOf(cluster: string | undefined): string {
  return names.get(cluster ?? '') ?? 'nobody';
}

export const company = (number: number): Uuid => id('company', String(number));
/** Companies of the three towns that the source names, each a member of the cluster that is nearest. */
export const inTown: readonly { readonly town: string; readonly number: number; readonly cluster: string }[] = [
  { town: 'Pau', number: 560, cluster: 'Pays Basque Digital' },
  { town: 'Limoges', number: 250, cluster: 'Aliptic' },
  { town: 'Niort', number: 50, cluster: 'SPN' },
];

export function companyName(number: number): string {
  const town = inTown.find((each) => each.number === number)?.town;
  const name = `Entreprise ${String(number + 1).padStart(3, '0')}`;
  return town === undefined ? name : `${name}, ${town}`;
}

/** A cluster's name after a French *de*. */
const of = (cluster: string): string => (/^[AEIOUÉ]/.test(cluster) ? `d'${cluster}` : `de ${cluster}`);
export const presidencyOf = (cluster: string): string => `Présidence ${of(cluster)}`;
export const seatNameOf = (cluster: string): string => `Siège ${of(cluster)}`;

/** Named as the press of the day named them, with their office and nothing else. */
const person = (name: string) => ({ personId: id('person', name), name });
export const harel = person('Lisa Harel');
export const nieto = person('Raphaël Nieto');
export const lulka = person('Armand Lulka');
/** The source does not name whoever presided before, or over a cluster. */
export const outgoing = person('Présidence sortante');
export const presidentOf = (cluster: string) => person(`Présidence élue ${of(cluster)}`);
export const delegateOf = (cluster: string) => person(`Délégation ${of(cluster)}`);
/** Nor the two animators of 2020. */
export const animators = [person('Première animatrice'), person('Second animateur')];
export const guest = (number: number) => person(`Convive ${String(number + 1)}`);

export const region = id('organisation', 'Région Nouvelle-Aquitaine');
export const labels = { responsible: id('label', 'Numérique Responsable'), cloud: id('label', 'Label Cloud') };
export const cobalt = { incubator: id('incubator', 'Cobalt'), partner: id('partner', 'SPN'), seat: id('seat', 'SPN') };
export const reciprocity = id('agreement', 'Nouvelle-Aquitaine');
export const operations = {
  merger: id('operation', 'merger of the five'),
  federation: id('operation', 'federation of the five'),
  pair: id('operation', 'SPN and Aliptic'),
};
export const dryRuns = { merger: id('dry run', 'merger of the five'), pair: id('dry run', 'SPN and Aliptic') };
export const programmes = { training: id('programme', 'Formation'), sobriety: id('programme', 'Sobriété') };
export const group = id('working group', 'Sobriété');
export const gatheringOf = (title: string): Uuid => id('gathering', title);
export const registrationOf = (number: number): Uuid => id('registration', String(number));

export const bodyOf = (cluster: string, kind: string): Uuid => id(kind, cluster);
export const officeOf = (cluster: string): Uuid => id('office', cluster);
export const seatOf = (cluster: string): Uuid => id('seat in the steering committee', cluster);
export const mandateOf = (cluster: string): Uuid => id('mandate', cluster);
export const antennaOf = (cluster: string): Uuid => id('antenna', cluster);
export const roleOf = (name: string): Uuid => id('role', name);

/** The election of 2020 at France IT. */
export const vote = {
  ...{ day: '2020-03-19', roll: id('roll', '2020'), meeting: id('meeting', '2020') },
  ...{ election: id('election', '2020'), candidacy: id('candidacy', 'pair') },
};
