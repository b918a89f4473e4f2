import { WrongUse } from '../failures.ts';
import { plain } from './cells.ts';

/** What a column of a file of members may be about, with the headers by which it is known. */
const FIELDS = {
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
  kind: ['nature', 'type', 'type d’organisation'],
  sizeClass: ['taille', 'catégorie', 'catégorie d’entreprise', 'size'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type Field = keyof typeof FIELDS;

export const FIELD_NAMES = Object.keys(FIELDS) as readonly Field[];

/** Which column of a file is about what. */
export interface Columns {
  readonly indexes: ReadonlyMap<Field, number>;
  readonly header: readonly string[];
  /** The headers that say nothing here. */
  readonly ignored: readonly string[];
}

/**
 * Finds the columns by their headers, and by what the user says of them (`since=Entrée`).
 * @throws WrongUse where a field has several columns or a column that is named is not there, and where nothing says the names
 */
export function columnsOf(header: readonly string[], mapping: readonly string[] = []): Columns {
  const given = new Map(mapping.map((text) => mapped(text, header)));
  const indexes = new Map<Field, number>();
  const ignored: string[] = [];
  for (const [index, title] of header.entries()) {
    const field = [...given].find(([, column]) => column === index)?.[0] ?? fieldOf(title);
    if (field === undefined || (given.has(field) && given.get(field) !== index)) {
      ignored.push(title);
      continue;
    }
    const other = indexes.get(field);
    if (other !== undefined)
      throw new WrongUse(
        `both ${title} and ${String(header[other])} are about ${field}: say which (--mapping ${field}=…)`,
      );
    indexes.set(field, index);
  }
  if (!indexes.has('name'))
    throw new WrongUse(`no column says the name; found ${header.join(', ')}: say which does (--mapping name=…)`);
  return { indexes, header, ignored };
}

function mapped(text: string, header: readonly string[]): readonly [Field, number] {
  const [name = '', ...rest] = text.split('=');
  const field = FIELD_NAMES.find((each) => each === name);
  if (field === undefined)
    throw new WrongUse(`${text}: needed is <field>=<column>, a field being ${FIELD_NAMES.join(', ')}`);
  const title = rest.join('=');
  const index = header.findIndex((each) => plain(each) === plain(title));
  if (index === -1) throw new WrongUse(`${text}: column not found; there are ${header.join(', ')}`);
  return [field, index];
}

function fieldOf(title: string): Field | undefined {
  const wanted = plain(title);
  return FIELD_NAMES.find((field) => plain(field) === wanted || FIELDS[field].some((each) => plain(each) === wanted));
}
