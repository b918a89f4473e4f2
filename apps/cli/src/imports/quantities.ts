import { plain } from './cells.ts';
import { refused, taken, type Verdict } from './complaint.ts';

/** A whole number as spreadsheets write it: with blanks between thousands, or decimals that are none (`40,0`). */
export function readQuantity(text: string): Verdict<string> {
  const [, digits] = /^(\d{1,9})(?:[.,]0+)?$/.exec(text.replaceAll(/(?<=\d)[\s\u202f](?=\d{3})/g, '')) ?? [];
  if (digits !== undefined) return taken(String(Number(digits)));
  return refused(/^\d+[.,]\d+$/.test(text) ? 'a whole number is needed' : 'no number');
}

const NO_LIMIT = ['sans limite', 'illimité', 'illimitée', 'unlimited', 'no limit', 'none'].map(plain);

/** A limit, or `none`. */
export function readLimit(text: string): Verdict<string> {
  if (NO_LIMIT.includes(plain(text))) return taken('none');
  return readQuantity(text);
}

const CAME = {
  all: [
    'oui',
    'yes',
    'x',
    'présent',
    'présente',
    'présents',
    'présentes',
    'venu',
    'venue',
    'venus',
    'present',
    'vrai',
    'true',
  ],
  none: ['non', 'no', 'absent', 'absente', 'absents', 'absentes', 'no-show', 'faux', 'false'],
  unknown: ['inconnu', 'inconnue', 'unknown', 'non renseigné', 'nsp'],
};

/** How many came: a number, `all`, `none`, or `unknown`, which is not nobody. */
export function readAttendance(text: string): Verdict<string> {
  if (['✓', '✔'].includes(text)) return taken('all');
  const wanted = plain(text);
  const found = Object.entries(CAME).find(([, words]) => wanted !== '' && words.map(plain).includes(wanted));
  if (found !== undefined) return taken(found[0]);
  const number = readQuantity(text);
  return number.ok ? number : refused('needed is how many came, yes or no, or unknown');
}
