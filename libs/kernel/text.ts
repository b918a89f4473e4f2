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
