import type { TableRow } from '#libs/csv';
import { cleaned, plain, readIdentifierCell, readName, readPostalCode, readUuid, readWord } from './cells.ts';
import type { Columns, Field } from './columns.ts';
import { refused, taken, type Complaint, type Verdict } from './complaint.ts';
import { readDay, type DateFormat } from './days.ts';

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
}

export interface LineRules {
  readonly columns: Columns;
  readonly dateFormat: DateFormat;
  /** The day of lines that say none. */
  readonly since?: string | undefined;
  /** The antennas of the cluster: their ids by their names, as `plain` has them. */
  readonly antennas: ReadonlyMap<string, string>;
}

export type JudgedLine =
  { readonly ok: true; readonly body: MemberBody } | { readonly ok: false; readonly complaints: readonly Complaint[] };

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

const READERS: Readonly<Record<Field, (text: string, rules: LineRules) => Verdict<string>>> = {
  name: readName,
  siren: (text) => readIdentifierCell(text, 'siren'),
  siret: (text) => readIdentifierCell(text, 'siret'),
  rna: (text) => readIdentifierCell(text, 'rna'),
  identifier: (text) => readIdentifierCell(text),
  organisationId: readUuid,
  postalCode: readPostalCode,
  since: (text, { dateFormat }) => readDay(text, dateFormat),
  college: readName,
  antenna: antennaOf,
  antennaId: readUuid,
  kind: (text) => readWord(text, KINDS),
  sizeClass: (text) => readWord(text, SIZES),
};

/** What a row says of a member, or everything that is wrong with it: each cell is judged, whatever the others are. */
export function judgeLine(row: TableRow, rules: LineRules): JudgedLine {
  const { indexes, header } = rules.columns;
  const complaints: Complaint[] = tooManyCells(row, header);
  const said = new Map<Field, string>();
  for (const [field, index] of indexes) {
    const text = cleaned(row.cells[index] ?? '');
    if (text === '') continue;
    const verdict = READERS[field](text, rules);
    if (verdict.ok) said.set(field, verdict.value);
    else complaints.push({ column: header[index], found: text, reason: verdict.reason, proposal: verdict.proposal });
  }
  const isSilent = (field: Field): boolean =>
    !said.has(field) &&
    !complaints.some(({ column }) => column !== undefined && column === header[indexes.get(field) ?? -1]);
  if (isSilent('name')) complaints.push({ column: titleOf('name', rules), found: '', reason: 'a name is needed' });
  const effectiveAt = said.get('since') ?? rules.since;
  if (effectiveAt === undefined && isSilent('since'))
    complaints.push({
      column: titleOf('since', rules),
      found: '',
      reason: 'the first day of the membership is needed (or --since)',
    });
  const name = said.get('name');
  if (complaints.length > 0 || name === undefined || effectiveAt === undefined) return { ok: false, complaints };
  return { ok: true, body: bodyOf(said, { name, effectiveAt }) };
}

const IDENTIFYING = ['siren', 'siret', 'rna', 'identifier'] as const;

function bodyOf(said: ReadonlyMap<Field, string>, required: Pick<MemberBody, 'name' | 'effectiveAt'>): MemberBody {
  return {
    ...required,
    identifiers: IDENTIFYING.flatMap((field) => said.get(field) ?? []),
    organisationId: said.get('organisationId'),
    postalCode: said.get('postalCode'),
    kind: said.get('kind'),
    sizeClass: said.get('sizeClass'),
    college: said.get('college'),
    antennaId: said.get('antennaId') ?? said.get('antenna'),
  };
}

function titleOf(field: Field, { columns: { indexes, header } }: LineRules): string | undefined {
  return header[indexes.get(field) ?? -1];
}

/** Most often a delimiter in a cell that nobody quoted: then no cell behind it is where it belongs. */
function tooManyCells({ cells }: TableRow, header: readonly string[]): Complaint[] {
  const surplus = cells.slice(header.length).filter((cell) => cell.trim() !== '');
  if (surplus.length === 0) return [];
  return [
    {
      found: `${String(cells.length)} cells`,
      reason: `the header has ${String(header.length)}: a cell with the delimiter in it stands in quotes`,
    },
  ];
}

function antennaOf(text: string, { antennas }: LineRules): Verdict<string> {
  const id = antennas.get(plain(text));
  if (id !== undefined) return taken(id);
  return refused(antennas.size === 0 ? 'the cluster has no antenna' : 'the cluster has no antenna of this name');
}
