import type { TableRow } from '#libs/csv';
import { plain, readIdentifierCell, readName, readPostalCode, readUuid, readWord } from './cells.ts';
import type { Columns, FileColumns } from './columns.ts';
import { refused, taken, type Verdict } from './complaint.ts';
import { readDay, type DateFormat } from './days.ts';
import { ReadLine, type JudgedLine, type Readers } from './read-line.ts';

/** The body of the command that enters a member. */
export interface MemberBody {
  readonly name: string;
  readonly identifiers: readonly string[];
  readonly effectiveAt: string;
  readonly organisationId?: string | undefined;
  readonly postalCode?: string | undefined;
  readonly kind?: string | undefined;
  readonly sizeClass?: string | undefined;
  readonly college?: string | undefined;
  readonly antennaId?: string | undefined;
  readonly segment?: string | undefined;
}

export interface LineRules {
  readonly columns: Columns<Field>;
  readonly dateFormat: DateFormat;
  /** The day of lines that say none. */
  readonly since?: string | undefined;
  /** The antennas of the cluster: their ids by their names, as `plain` has them. */
  readonly antennas: ReadonlyMap<string, string>;
}

/** What a column of a file of members may be about, with the headers by which it is known. */
const HEADERS = {
  name: [
    'nom',
    'raison sociale',
    'dénomination',
    'dénomination sociale',
    'entreprise',
    'société',
    'organisation',
    'adhérent',
    'membre',
    'company',
    'company name',
    'member',
  ],
  siren: ['numéro siren', 'n° siren'],
  siret: ['numéro siret', 'n° siret'],
  rna: ['numéro rna', 'n° rna'],
  identifier: ['identifiant', 'identifiant légal', 'tva', 'n° tva', 'tva intracommunautaire', 'vat', 'registre'],
  organisationId: ['id organisation'],
  postalCode: ['code postal', 'cp', 'zip', 'zip code', 'postcode'],
  since: [
    'depuis',
    'date d’adhésion',
    'date adhésion',
    'adhésion',
    'date d’entrée',
    'membre depuis',
    'member since',
    'admission',
    'admitted on',
    'joined',
  ],
  college: ['collège'],
  antenna: ['antenne'],
  antennaId: ['id antenne'],
  segment: ['filière'],
  kind: ['nature', 'type', 'type d’organisation'],
  sizeClass: ['taille', 'catégorie', 'catégorie d’entreprise', 'size'],
} as const;

type Field = keyof typeof HEADERS;

export const MEMBER_COLUMNS: FileColumns<Field> = { headers: HEADERS, required: [['name']] };

const KINDS = {
  company: ['entreprise', 'société', 'start-up'],
  'public-authority': ['collectivité', 'collectivité territoriale', 'acteur public', 'établissement public', 'commune'],
  school: ['école', 'université', 'enseignement supérieur', 'établissement d’enseignement', 'laboratoire'],
  association: ['asso'],
  group: ['groupe', 'groupement'],
};
const SIZES = {
  tpe: ['micro-entreprise', 'très petite entreprise'],
  sme: ['pme', 'petite et moyenne entreprise'],
  'mid-size': ['eti', 'entreprise de taille intermédiaire'],
  large: ['ge', 'grande entreprise', 'grand groupe'],
};

const readersFor = ({ dateFormat, antennas }: LineRules): Readers<Field> => ({
  name: readName,
  siren: (text) => readIdentifierCell(text, 'siren'),
  siret: (text) => readIdentifierCell(text, 'siret'),
  rna: (text) => readIdentifierCell(text, 'rna'),
  identifier: (text) => readIdentifierCell(text),
  organisationId: readUuid,
  postalCode: readPostalCode,
  since: (text) => readDay(text, dateFormat),
  college: readName,
  segment: readName,
  antenna: (text) => antennaOf(text, antennas),
  antennaId: readUuid,
  kind: (text) => readWord(text, KINDS),
  sizeClass: (text) => readWord(text, SIZES),
});

const IDENTIFYING = ['siren', 'siret', 'rna', 'identifier'] as const;

/** What a row says of a member, or everything that is wrong with it. */
export function judgeLine(row: TableRow, rules: LineRules): JudgedLine<MemberBody> {
  const line = new ReadLine(row, rules.columns, readersFor(rules));
  const name = line.require('name', 'a name is needed');
  const needed = 'the first day of the membership is needed (or --since)';
  const effectiveAt = line.require('since', needed, rules.since);
  if (name === undefined || effectiveAt === undefined) return line.judged<MemberBody>(undefined);
  return line.judged({
    ...{ name, effectiveAt },
    identifiers: IDENTIFYING.flatMap((field) => line.said(field) ?? []),
    organisationId: line.said('organisationId'),
    postalCode: line.said('postalCode'),
    kind: line.said('kind'),
    sizeClass: line.said('sizeClass'),
    college: line.said('college'),
    segment: line.said('segment'),
    antennaId: line.said('antennaId') ?? line.said('antenna'),
  });
}

/** The id of an antenna by its name. @param antennas of the cluster, by their names as `plain` has them */
export function antennaOf(text: string, antennas: ReadonlyMap<string, string>): Verdict<string> {
  const id = antennas.get(plain(text));
  if (id !== undefined) return taken(id);
  return refused(antennas.size === 0 ? 'the cluster has no antenna' : 'the cluster has no antenna of this name');
}
