import { WrongUse } from '../failures.ts';
import { plain } from './cells.ts';

/** What the columns of a file may be about, with the headers by which each is known beside its own name. */
export type Headers<Field extends string> = Readonly<Record<Field, readonly string[]>>;

/** Which column of a file is about what. */
export interface Columns<Field extends string> {
  readonly indexes: ReadonlyMap<Field, number>;
  readonly header: readonly string[];
  /** The headers that say nothing here. */
  readonly ignored: readonly string[];
}

export interface FileColumns<Field extends string> {
  readonly headers: Headers<Field>;
  /** Of each of these lists one at least has a column. */
  readonly required: readonly (readonly Field[])[];
}

/** The names of the fields, as a mapping takes them. */
export function fieldsOf<Field extends string>(headers: Headers<Field>): readonly Field[] {
  return Object.keys(headers) as Field[];
}

/**
 * Finds the columns by their headers, and by what the user says of them (`since=Entrée`).
 * @throws WrongUse where a field has several columns or a column that is named is not there, and where nothing says what is required
 */
export function columnsOf<Field extends string>(
  { headers, required }: FileColumns<Field>,
  header: readonly string[],
  mapping: readonly string[] = [],
): Columns<Field> {
  const given = new Map(mapping.map((text) => mapped(headers, text, header)));
  const indexes = new Map<Field, number>();
  const ignored: string[] = [];
  for (const [index, title] of header.entries()) {
    const field = [...given].find(([, column]) => column === index)?.[0] ?? fieldOf(headers, title);
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
  const missing = required.find((fields) => fields.every((field) => !indexes.has(field)));
  if (missing !== undefined)
    throw new WrongUse(
      `no column says the ${missing.join(' or the ')}; found ${header.join(', ')}: say which does (--mapping ${String(missing[0])}=…)`,
    );
  return { indexes, header, ignored };
}

function mapped<Field extends string>(
  headers: Headers<Field>,
  text: string,
  header: readonly string[],
): readonly [Field, number] {
  const [name = '', ...rest] = text.split('=');
  const field = fieldsOf(headers).find((each) => each === name);
  if (field === undefined)
    throw new WrongUse(`${text}: needed is <field>=<column>, a field being ${fieldsOf(headers).join(', ')}`);
  const title = rest.join('=');
  const index = header.findIndex((each) => plain(each) === plain(title));
  if (index === -1) throw new WrongUse(`${text}: column not found; there are ${header.join(', ')}`);
  return [field, index];
}

function fieldOf<Field extends string>(headers: Headers<Field>, title: string): Field | undefined {
  const wanted = plain(title);
  return fieldsOf(headers).find(
    (field) => plain(field) === wanted || headers[field].some((each) => plain(each) === wanted),
  );
}
