import type { TableRow } from '#libs/csv';
import { derivedId, folded } from '#libs/kernel';
import { readIdentifierCell, readName, readUuid, readWord } from './cells.ts';
import type { Columns, FileColumns } from './columns.ts';
import { readDay, type DateFormat } from './days.ts';
import { gatheringOfReference } from './gathering-line.ts';
import { readAttendance, readQuantity } from './quantities.ts';
import { ReadLine, type JudgedLine, type Readers } from './read-line.ts';
import { readMoment, readTime } from './times.ts';

/** The command that enters a registration: for which gathering, of which organisation, and the rest of its body. */
export interface RegistrationBody {
  readonly gatheringId: string;
  /** As the file names it. */
  readonly gathering: string;
  readonly organisationId?: string | undefined;
  /** By which the organisation is looked for; none for a person who comes for nobody. */
  readonly identifiers: readonly string[];
  readonly person: string;
  readonly body: object;
}

export interface RegistrationRules {
  readonly columns: Columns<Field>;
  readonly clusterId: string;
  readonly dateFormat: DateFormat;
  /** The day of lines that say none. */
  readonly since?: string | undefined;
}

/** What a column of a file of registrations may be about, with the headers by which it is known. */
const HEADERS = {
  gathering: ['référence', 'réf', 'événement', 'rencontre', 'event', 'reference', 'ref'],
  gatheringId: ['id rencontre', 'id événement'],
  registration: ['n° d’inscription', 'numéro d’inscription', 'inscription', 'billet', 'commande', 'ticket', 'order'],
  registrationId: ['id inscription'],
  person: ['nom', 'participant', 'personne', 'nom et prénom', 'prénom et nom', 'inscrit', 'name'],
  firstName: ['prénom', 'first name'],
  personId: ['id personne'],
  organisationId: ['id organisation'],
  siren: ['numéro siren', 'n° siren'],
  siret: ['numéro siret', 'n° siret'],
  rna: ['numéro rna', 'n° rna'],
  identifier: ['identifiant', 'identifiant légal', 'tva', 'n° tva', 'vat'],
  role: ['rôle', 'qualité'],
  seats: ['places', 'nombre de places'],
  since: ['inscrit le', 'date d’inscription', 'date', 'registered on', 'registered'],
  time: ['heure', 'heure d’inscription'],
  present: ['présent', 'présence', 'présents', 'venu', 'attendance'],
  cancelledOn: ['annulé le', 'cancelled on'],
  reason: ['motif', 'raison'],
  exception: ['dérogation'],
} as const;

type Field = keyof typeof HEADERS;

export const REGISTRATION_COLUMNS: FileColumns<Field> = {
  headers: HEADERS,
  required: [['gathering', 'gatheringId'], ['person']],
};

const ROLES = {
  participant: ['participante', 'auditeur', 'attendee'],
  speaker: ['intervenant', 'intervenante', 'orateur', 'oratrice', 'conférencier'],
  host: ['hôte', 'organisateur', 'organisatrice'],
};

const readersFor = ({ dateFormat }: RegistrationRules): Readers<Field> => ({
  ...{ gathering: readName, gatheringId: readUuid, registration: readName, registrationId: readUuid },
  ...{ person: readName, firstName: readName, personId: readUuid, organisationId: readUuid },
  siren: (text) => readIdentifierCell(text, 'siren'),
  siret: (text) => readIdentifierCell(text, 'siret'),
  rna: (text) => readIdentifierCell(text, 'rna'),
  identifier: (text) => readIdentifierCell(text),
  role: (text) => readWord(text, ROLES),
  seats: readQuantity,
  since: (text) => readMoment(text, dateFormat),
  time: readTime,
  present: readAttendance,
  cancelledOn: (text) => readDay(text, dateFormat),
  ...{ reason: readName, exception: readName },
});

const IDENTIFYING = ['siren', 'siret', 'rna', 'identifier'] as const;

/** What a row says of a registration, or everything that is wrong with it. */
export function judgeRegistration(row: TableRow, rules: RegistrationRules): JudgedLine<RegistrationBody> {
  const line = new ReadLine(row, rules.columns, readersFor(rules));
  const own = line.said('gatheringId');
  const reference =
    own === undefined ? line.require('gathering', 'the reference or the id of a gathering is needed') : undefined;
  const gatheringId = own ?? (reference === undefined ? undefined : gatheringOfReference(rules.clusterId, reference));
  const name = line.require('person', 'the name of a person is needed');
  const moment = line.require('since', 'the day of the registration is needed (or --since)', rules.since);
  const [on, at] = moment?.split('T') ?? [];
  const time = line.said('time');
  if (at !== undefined && time !== undefined) line.refuse('time', `the day says a time as well: ${at}`);
  const seats = line.said('seats');
  if (gatheringId === undefined || name === undefined || on === undefined)
    return line.judged<RegistrationBody>(undefined);
  const person = [line.said('firstName'), name].flatMap((part) => part ?? []).join(' ');
  const number = line.said('registration');
  const derived = number === undefined ? undefined : registrationOfNumber(gatheringId, number);
  return line.judged({
    ...{ gatheringId, gathering: reference ?? gatheringId, person },
    organisationId: line.said('organisationId'),
    identifiers: IDENTIFYING.flatMap((field) => line.said(field) ?? []),
    body: {
      ...{ person, personId: line.said('personId'), registrationId: line.said('registrationId') ?? derived },
      ...{ role: line.said('role'), seats: seats === undefined ? undefined : Number(seats) },
      ...{ effectiveAt: on, time: at ?? time, present: presentIn(line.said('present'), seats ?? '1') },
      ...{ cancelledOn: line.said('cancelledOn'), reason: line.said('reason'), exception: line.said('exception') },
    },
  });
}

/** The id of a registration with a number: the same for the same number at one gathering. */
function registrationOfNumber(gatheringId: string, number: string): string {
  return derivedId('registration of a line', gatheringId, number.normalize('NFC').toLowerCase());
}

/** Not known is not nobody. */
function presentIn(text: string | undefined, seats: string): number | undefined {
  if (text === undefined || text === 'unknown') return undefined;
  if (text === 'none') return 0;
  return Number(text === 'all' ? seats : text);
}

/**
 * Two lines about one person are sent in the order of the file, and those for one gathering, which gives its seats in that order. A person is known by its name and
 * its organisation, which one line may name by another identifier than the next: lines with the same name wait for one another, whoever it comes for, so
 * that the second one sees the person whom the first one has made.
 */
export function keysOfRegistration({ gatheringId, person }: RegistrationBody): readonly string[] {
  return [gatheringId, `person ${folded(person)}`];
}
