import type { TableRow } from '#libs/csv';
import { derivedId } from '#libs/kernel';
import { uuidSchema } from '#libs/contracts';
import { plain, readName, readUuid, readWord } from './cells.ts';
import type { Columns, FileColumns } from './columns.ts';
import { refused, taken, type Verdict } from './complaint.ts';
import { readDay, type DateFormat } from './days.ts';
import { antennaOf } from './member-line.ts';
import { readLimit, readQuantity } from './quantities.ts';
import { ReadLine, type JudgedLine, type Readers } from './read-line.ts';
import { readMoment, readTime } from './times.ts';

/** The command that enters a gathering: its id, and the body. */
export interface GatheringBody {
  readonly gatheringId: string;
  readonly body: object;
}

export interface GatheringRules {
  readonly columns: Columns<Field>;
  readonly clusterId: string;
  readonly dateFormat: DateFormat;
  /** The day on which gatherings were announced whose lines say none. */
  readonly since?: string | undefined;
  /** The time zone of places whose lines say none. */
  readonly zone: string;
  /** The antennas of the cluster: their ids by their names, as `plain` has them. */
  readonly antennas: ReadonlyMap<string, string>;
}

/** What a column of a file of gatherings may be about, with the headers by which it is known. */
const HEADERS = {
  reference: ['référence', 'réf', 'numéro', 'n°', 'code', 'ref'],
  gatheringId: ['id rencontre', 'id événement'],
  title: ['titre', 'intitulé', 'nom', 'événement', 'rencontre', 'name', 'event'],
  format: ['type', 'nature', 'kind', 'type d’événement'],
  antenna: ['antenne'],
  antennaId: ['id antenne'],
  coHosts: ['co-organisateurs', 'hôtes', 'hosts'],
  place: ['lieu', 'location', 'venue'],
  zone: ['fuseau', 'fuseau horaire', 'time zone'],
  from: ['date', 'jour', 'début', 'date de début', 'du', 'day', 'start', 'start date'],
  fromTime: ['heure', 'heure de début', 'start time'],
  to: ['fin', 'date de fin', 'au', 'end', 'end date'],
  toTime: ['heure de fin', 'end time'],
  audience: ['public', 'public visé', 'ouvert à', 'open to'],
  state: ['état', 'statut', 'status'],
  since: ['annoncé le', 'annonce', 'date d’annonce', 'announced on', 'announced'],
  seats: ['capacité', 'places', 'jauge', 'capacity'],
  party: ['places par inscription', 'seats per registration'],
  waiting: ['liste d’attente', 'waiting list'],
  service: ['prestation'],
  opensAt: ['ouverture des inscriptions', 'registration opens'],
  closesAt: ['clôture des inscriptions', 'registration closes'],
  participants: ['nombre de participants', 'présents', 'attendance'],
  cancelledOn: ['annulé le', 'cancelled on'],
  reason: ['motif', 'raison'],
} as const;

type Field = keyof typeof HEADERS;

export const GATHERING_COLUMNS: FileColumns<Field> = {
  headers: HEADERS,
  required: [['reference', 'gatheringId'], ['title'], ['format'], ['place'], ['from'], ['audience']],
};

const FORMATS = {
  conference: ['conférence'],
  'master-class': ['masterclass', 'classe de maître'],
  symposium: ['colloque'],
  seminar: ['séminaire'],
  'business-lunch': ['déjeuner d’affaires', 'déjeuner', 'petit-déjeuner'],
  challenge: ['concours', 'défi', 'hackathon'],
  'training-night': ['nuit de formation', 'soirée de formation'],
  'tech-event': ['événement technique', 'rencontre technique'],
  workshop: ['atelier'],
};
const STATES = {
  draft: ['brouillon', 'projet'],
  announced: ['annoncé', 'annoncée', 'ouvert', 'ouverte', 'planifié', 'prévu'],
  held: ['tenu', 'tenue', 'réalisé', 'réalisée', 'passé', 'terminé'],
  cancelled: ['annulé', 'annulée'],
};
const AUDIENCES = {
  member: ['adhérent', 'adhérents', 'membre', 'membres', 'members'],
  reciprocal: ['réciprocité', 'réciproque', 'partenaires'],
  public: ['tous', 'tout public', 'grand public', 'everybody'],
};
const WAITING = {
  strict: ['oui', 'yes', 'stricte'],
  fill: ['remplir', 'au mieux'],
  'no-list': ['non', 'no', 'aucune', 'sans'],
};

/** The id of the gathering of a reference: the same for the same reference of one cluster, in every file. */
export function gatheringOfReference(clusterId: string, reference: string): string {
  return derivedId('gathering of a line', clusterId, reference.normalize('NFC').toLowerCase());
}

const readersFor = ({ dateFormat, antennas }: GatheringRules): Readers<Field> => ({
  ...{ reference: readName, gatheringId: readUuid, title: readName, place: readName, zone: taken },
  format: (text) => readWord(text, FORMATS),
  antenna: (text) => antennaOf(text, antennas),
  antennaId: readUuid,
  coHosts: (text) =>
    each(text, (id) => (uuidSchema.safeParse(id).success ? taken(id) : refused('needed are ids of clusters (UUID)'))),
  from: (text) => readMoment(text, dateFormat),
  fromTime: readTime,
  to: (text) => readMoment(text, dateFormat),
  toTime: readTime,
  audience: (text) => each(text, (word) => readWord(word, AUDIENCES)),
  state: (text) => readWord(text, STATES),
  since: (text) => readDay(text, dateFormat),
  seats: readLimit,
  party: readQuantity,
  waiting: (text) => readWord(text, WAITING),
  service: readName,
  opensAt: (text) => readMoment(text, dateFormat),
  closesAt: (text) => readMoment(text, dateFormat),
  participants: readQuantity,
  cancelledOn: (text) => readDay(text, dateFormat),
  reason: readName,
});

/** Several words in one cell, between commas, signs or the word *et*; joined by commas. */
function each(text: string, read: (word: string) => Verdict<string>): Verdict<string> {
  const verdicts = text
    .split(/\s*(?:[,/+|]|\bet\b|\band\b)\s*/)
    .filter((word) => plain(word) !== '')
    .map(read);
  const values: string[] = [];
  for (const verdict of verdicts) {
    if (!verdict.ok) return verdict;
    values.push(verdict.value);
  }
  return taken([...new Set(values)].join(','));
}

/** What a row says of a gathering, or everything that is wrong with it. */
export function judgeGathering(row: TableRow, rules: GatheringRules): JudgedLine<GatheringBody> {
  const { clusterId, since, zone } = rules;
  const line = new ReadLine(row, rules.columns, readersFor(rules));
  const own = line.said('gatheringId');
  const reference = own === undefined ? line.require('reference', 'a reference or an id is needed') : undefined;
  const title = line.require('title', 'a title is needed');
  const format = line.require('format', 'a format is needed');
  const place = line.require('place', 'a place is needed');
  const audience = line.require('audience', 'an audience is needed: members, reciprocity, everybody');
  const on = line.require('since', 'the day on which it was announced is needed (or --since)', since);
  const schedule = scheduleIn(line);
  const gatheringId = own ?? (reference === undefined ? undefined : gatheringOfReference(clusterId, reference));
  if (line.said('state') === 'cancelled') line.require('reason', 'the reason for which it was cancelled is needed');
  const antennaId = line.said('antennaId') ?? line.said('antenna');
  const said = {
    ...{ clusterId, title, format, schedule, audience: audience?.split(',') },
    organiser: antennaId === undefined ? { kind: 'cluster', id: clusterId } : { kind: 'antenna', id: antennaId },
    coHosts: (line.said('coHosts') ?? '').split(',').flatMap((id) => (id === '' ? [] : [{ kind: 'cluster', id }])),
    place: { name: place, zone: line.said('zone') ?? zone },
    ...{ state: line.said('state'), participants: numberIn(line, 'participants') },
    ...{ cancelledOn: line.said('cancelledOn'), reason: line.said('reason') },
    ...{ seats: seatsIn(line), effectiveAt: on },
  };
  return line.judged(gatheringId === undefined ? undefined : { gatheringId, body: said });
}

/** Whole days, or times by the clocks of the place: without a day of its own the end is on that of the beginning. */
function scheduleIn(line: ReadLine<Field>): { readonly from: string; readonly to: string } | undefined {
  const from = line.require('from', 'the day on which it begins is needed');
  const [begins, ends] = [line.said('fromTime'), line.said('toTime')];
  const to = line.said('to') ?? from?.slice(0, 'YYYY-MM-DD'.length);
  if (from === undefined || to === undefined) return undefined;
  const both = { from: momentIn(line, 'fromTime', from, begins), to: momentIn(line, 'toTime', to, ends) };
  if (both.from.includes('T') && !both.to.includes('T')) line.refuse('toTime', 'the time at which it ends is needed');
  if (!both.from.includes('T') && both.to.includes('T'))
    line.refuse('fromTime', 'the time at which it begins is needed');
  return both;
}

function momentIn(
  line: ReadLine<Field>,
  field: 'fromTime' | 'toTime',
  moment: string,
  time: string | undefined,
): string {
  if (time === undefined) return moment;
  if (moment.includes('T')) line.refuse(field, `the day says a time as well: ${moment}`);
  return `${moment.slice(0, 'YYYY-MM-DD'.length)}T${time}`;
}

/** Where no capacity is said there is no limit; what a file says of seats without a capacity counts as well. */
function seatsIn(line: ReadLine<Field>): object {
  const limit = line.said('seats');
  return {
    seats: limit === undefined || limit === 'none' ? null : Number(limit),
    ...{ party: numberIn(line, 'party'), waiting: line.said('waiting'), service: line.said('service') },
    ...{ opensAt: timeIn(line, 'opensAt'), closesAt: timeIn(line, 'closesAt') },
  };
}

/** A day alone begins at midnight. */
function timeIn(line: ReadLine<Field>, field: 'opensAt' | 'closesAt'): string | undefined {
  const moment = line.said(field);
  return moment === undefined || moment.includes('T') ? moment : `${moment}T00:00`;
}

function numberIn(line: ReadLine<Field>, field: Field): number | undefined {
  const text = line.said(field);
  return text === undefined ? undefined : Number(text);
}
