import { derivedId, type Uuid } from '#libs/kernel';

/** Ids follow from names, so that every run of the story has the same ids. */
const id = (kind: string, name: string): Uuid => derivedId('story', kind, name);

export const clusters = {
  edit: id('cluster', 'Edit'),
  grilog: id('cluster', 'Grilog'),
  clustr: id('cluster', "Clust'R Numérique"),
  numelink: id('cluster', 'Numélink'),
  rhoneAlley: id('cluster', 'RhôneAlley'),
  auvergneTic: id('cluster', 'Auvergne TIC'),
  digitalLeague: id('cluster', 'Digital League'),
} as const;

export type ClusterName = keyof typeof clusters;

/** Named as the press of the day named them, with their office and nothing else. */
export const people = {
  bocquet: { personId: id('person', 'Catherine Bocquet'), name: 'Catherine Bocquet' },
  berard: { personId: id('person', 'Jean-Michel Bérard'), name: 'Jean-Michel Bérard' },
  montier: { personId: id('person', 'Patrick Montier'), name: 'Patrick Montier' },
  lulka: { personId: id('person', 'Armand Lulka'), name: 'Armand Lulka' },
} as const;

export const bodies = {
  assemblyOf: (cluster: ClusterName) => id('assembly', cluster),
  boardOf: (cluster: ClusterName) => id('board', cluster),
  bureauOf: (cluster: ClusterName) => id('bureau', cluster),
};

export const offices = {
  presidentOf: (cluster: ClusterName) => id('president', cluster),
  seatOfAuvergneTic: id('seat', 'Auvergne TIC in the board of Numélink'),
};

export const mandates = {
  bocquetNumelink: id('mandate', 'Bocquet, Numélink'),
  montierNumelink: id('mandate', 'Montier, Numélink'),
  montierRhoneAlley: id('mandate', 'Montier, RhôneAlley'),
  berardClustr: id('mandate', "Bérard, Clust'R"),
  berardDigitalLeague: id('mandate', 'Bérard, Digital League'),
  bocquetDigitalLeague: id('mandate', 'Bocquet, Digital League'),
};

export const roles = { directorOfNumelink: id('role', 'director of Numélink') };

export const operations = {
  clustr: id('operation', "Edit and Grilog to Clust'R Numérique"),
  rhoneAlley: id('operation', 'Numélink absorbs RhôneAlley'),
  auvergneTic: id('operation', 'Numélink absorbs Auvergne TIC'),
  digitalLeague: id('operation', "Numélink and Clust'R Numérique to Digital League"),
} as const;

export const antennas = {
  lyon: id('antenna', 'Lyon'),
  grenoble: id('antenna', 'Grenoble'),
  saintEtienne: id('antenna', 'Saint-Étienne'),
  roanne: id('antenna', 'Roanne'),
  rhoneAlley: id('antenna', 'Drôme-Ardèche'),
  auvergne: id('antenna', 'Clermont-Ferrand'),
  leagueLyon: id('antenna', 'Digital League, Lyon'),
  leagueSaintEtienne: id('antenna', 'Digital League, Saint-Étienne-Roanne'),
  leagueGrenoble: id('antenna', 'Digital League, Grenoble'),
  leagueClermont: id('antenna', 'Digital League, Clermont-Ferrand'),
  leagueValence: id('antenna', 'Digital League, Valence-Romans'),
  leagueAnnecy: id('antenna', 'Digital League, Annecy-Chambéry'),
} as const;

export const bivouac = { incubator: id('incubator', 'Quartier numérique') };

export const partnerOf = (holder: string): Uuid => id('partner', holder);
export const seatOf = (holder: string): Uuid => id('partner seat', holder);
export const organisationOf = (name: string): Uuid => id('organisation', name);
export const meetingOf = (name: string): Uuid => id('meeting', name);
export const seatPlanOf = (bodyId: Uuid): Uuid => id('seat plan', bodyId);
export const resolutionOf = (name: string): Uuid => id('resolution', name);
export const objectiveOf = (indicator: string): Uuid => id('objective', indicator);
