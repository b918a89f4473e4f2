import { nameSchema, uuidSchema } from '#libs/contracts';
import { beforeDoubleEncoding, unguarded } from '#libs/csv';
import { readIdentifier, readIdentifierAs, type IdentifierReading, type Scheme } from '#libs/identifiers';
import { refused, taken, type Verdict } from './complaint.ts';

/** What a cell says once the mark of an export is off and every line break and run of blanks is one blank. */
export function cleaned(cell: string): string {
  return unguarded(cell).replaceAll(/\s+/g, ' ').trim();
}

/** A name, as contracts have names; text that was damaged on its way is named for what it is. */
export function readName(text: string): Verdict<string> {
  if (text.includes('\ufffd')) return refused('a character that was lost when the file was converted');
  const before = beforeDoubleEncoding(text);
  if (before !== undefined) return refused('text that was encoded twice', before);
  const parsed = nameSchema.safeParse(text);
  return parsed.success ? taken(parsed.data) : refused(parsed.error.issues.map(({ message }) => message).join('; '));
}

/** An identifier in any spelling. @param scheme that the column is for; any where it says none */
export function readIdentifierCell(text: string, scheme?: Scheme): Verdict<string> {
  const reading = scheme === undefined ? readIdentifier(text) : readIdentifierAs(scheme, text);
  return reading.ok ? taken(text) : refused(reasonOf(text, reading), reading.proposal?.value);
}

function reasonOf(text: string, { found, required, proposal }: Extract<IdentifierReading, { ok: false }>): string {
  const reason = found.startsWith(`${text}, `)
    ? found.slice(text.length + 2)
    : found === text
      ? 'no identifier'
      : found;
  return proposal === undefined ? `${reason}; needed is ${required}` : reason;
}

/** Five digits, of which spreadsheets drop a leading zero. */
export function readPostalCode(text: string): Verdict<string> {
  const compact = text.replaceAll(' ', '');
  if (/^\d{5}$/.test(compact)) return taken(compact);
  const needed = 'needed are the five digits of a French postal code, or nothing';
  const [, digits = ''] = /^(?:F-?)?(\d{4,5})(?:[.,]0+)?$/i.exec(compact) ?? [];
  if (digits === '') return refused(needed);
  return refused(
    digits.length === compact.length ? `${String(digits.length)} digits` : needed,
    digits.padStart(5, '0'),
  );
}

export function readUuid(text: string): Verdict<string> {
  const parsed = uuidSchema.safeParse(text);
  return parsed.success ? taken(parsed.data) : refused('no id (UUID)');
}

/** One of the words of a list, in French or in English. */
export function readWord(text: string, words: Readonly<Record<string, readonly string[]>>): Verdict<string> {
  const wanted = plain(text);
  const found = Object.entries(words).find(([word, others]) =>
    [word, ...others].some((each) => plain(each) === wanted),
  );
  return found === undefined ? refused(`needed is one of ${Object.keys(words).join(', ')}`) : taken(found[0]);
}

/** A word without case, accents, blanks and signs: as headers and lists of words are compared. */
export function plain(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '');
}
