const graphemes = new Intl.Segmenter('fr', { granularity: 'grapheme' });

/** Half a surrogate pair and U+0000, as JSON writes them. An escaped backslash before them is a false find, which costs a second look. */
const ESCAPED_UNSTORABLE = /\\u(?:0000|d[89a-f])/;

/**
 * What a text from anywhere becomes on its way into the database: PostgreSQL has no place for U+0000, and its documents have none for half
 * a surrogate pair; each becomes U+FFFD. With a limit, in UTF-16 units, it ends before the grapheme (UAX #29) that would pass the limit.
 */
export function storableText(text: string, limit = Infinity): string {
  const whole = text.toWellFormed().replaceAll('\0', '\uFFFD');
  if (whole.length <= limit) return whole;
  const end = graphemes.segment(whole).containing(limit)?.index ?? 0;
  // One grapheme may be as long as somebody likes: such a one is cut at a character.
  return end > 0 ? whole.slice(0, end) : whole.slice(0, limit).replace(/\p{Surrogate}$/u, '');
}

/** The JSON text of a value, with every text and name in it storable. @throws TypeError where `JSON.stringify` throws */
export function storableJson(value: object): string {
  const text = JSON.stringify(value);
  // The search for a text costs a fraction of that for a pattern, and hardly any text has an escape.
  if (!text.includes('\\u')) return text;
  return ESCAPED_UNSTORABLE.test(text) ? JSON.stringify(storableMembers(JSON.parse(text))) : text;
}

function storableMembers(value: unknown): unknown {
  if (typeof value === 'string') return storableText(value);
  if (Array.isArray(value)) return value.map(storableMembers);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [storableText(name), storableMembers(member)]),
  );
}

/**
 * What a terminal would act on instead of showing it: controls (ESC, C1 and DEL among them), directions, the separators of Unicode, marks
 * without width, and half a surrogate pair. Joiners stay: emoji and scripts are written with them.
 */
const TERMINAL_ACTS = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Cs}\u200B\u2060-\u2064\uFEFF\uFFF9-\uFFFB]/gu;

/** A value as a terminal may show it within a line, what it would act on escaped as JSON does. */
export function terminalText(value: string): string {
  return value.replaceAll(TERMINAL_ACTS, (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Lines of text as a terminal may show them. JSON stays the same value. */
export function terminalLines(text: string): string {
  return text.split('\n').map(terminalText).join('\n');
}

/** Spreadsheets write names in capitals, without accents, points and some blanks: that is no other name. */
export function folded(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/[\p{M}.]/gu, '')
    .toLowerCase()
    .replaceAll('œ', 'oe')
    .replaceAll('æ', 'ae')
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
