/**
 * Names as they are searched: whatever the case, the accents, the ligatures and the Unicode form in which they are spelled, the same text. It is
 * words of small letters and digits with one space around each.
 */
export function folded(text: string): string {
  const letters = plain(plain(text).toUpperCase().toLowerCase());
  const words = letters.replaceAll(/[^\p{L}\p{N}]+/gu, ' ').trim();
  return words === '' ? '' : ` ${words} `;
}

/** Letters that Unicode takes for letters of their own, as people type them. */
const LETTERS: Readonly<Record<string, string>> = {
  ...{ œ: 'oe', Œ: 'OE', æ: 'ae', Æ: 'AE', ß: 'ss', ẞ: 'SS', ø: 'o', Ø: 'O', ł: 'l', Ł: 'L' },
  ...{ đ: 'd', Đ: 'D', ð: 'd', Ð: 'D', þ: 'th', Þ: 'TH', ı: 'i', ς: 'σ' },
};
const SPECIAL = new RegExp(`[${Object.keys(LETTERS).join('')}]`, 'gu');

/** Without marks and ligatures. */
function plain(text: string): string {
  const letters = text.normalize('NFKD').replaceAll(/\p{M}/gu, '');
  return letters.replaceAll(SPECIAL, (letter) => LETTERS[letter] ?? letter);
}

/** What has to stand in the folded names of somebody who is searched: parts of words, and of words of one or two letters their beginnings. */
export function partsOf(query: string): readonly string[] {
  const words = folded(query)
    .split(' ')
    .filter((word) => word !== '');
  return [...new Set(words.map((word) => (word.length < SHORT ? ` ${word}` : word)))];
}

/** The index of the database is of three letters. */
const SHORT = 3;

/** Longer names are ordered by so many of their characters; the key decides then. */
const SORTED_CHARACTERS = 80;
/** Before every letter, so that a name comes before those that it begins. */
const BETWEEN = '\u0001';

/**
 * A text whose bytes are in the order of a French dictionary: first the letters alone, of those with the same letters the accents, and then the case, small letters first.
 */
export function sortKeyOf(name: string): string {
  const first = (text: string): string => Array.from(text).slice(0, SORTED_CHARACTERS).join('');
  const accents = name.normalize('NFD').toLowerCase().replaceAll(MARKS, markOf);
  return [folded(name).trim(), accents, turned(name)].map(first).join(BETWEEN);
}

/** Accents in the order in which a dictionary has them (Unicode Collation Algorithm, second level): acute, grave, circumflex, ring, diaeresis, tilde, cedilla. */
const ACCENTS = '\u0301\u0300\u0306\u0302\u030c\u030a\u0308\u030b\u0303\u0307\u0327';
const MARKS = new RegExp(`[${ACCENTS}]`, 'g');
/** Signs in the order of their numbers, after all letters. */
const FIRST_SIGN = 0xe000;

function markOf(accent: string): string {
  return String.fromCharCode(FIRST_SIGN + ACCENTS.indexOf(accent));
}

/** With small letters for capitals, and capitals for small letters: these come first in the order of bytes. */
function turned(name: string): string {
  return Array.from(name.normalize('NFC'))
    .map((letter) => (letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase()))
    .join('');
}
