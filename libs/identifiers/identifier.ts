import { isSiren, isSiret } from './check-digits.ts';

/** How an organisation is known to the law: by the directory of companies, of its establishments, of associations, or by a court's register. */
export const SCHEMES = ['siren', 'siret', 'rna', 'court-register'] as const;
export type Scheme = (typeof SCHEMES)[number];

/** In the one spelling in which it is stored and compared. */
export interface Identifier {
  readonly scheme: Scheme;
  readonly value: string;
}

/** Why a text is no identifier: what was found, what is needed, and what it may have been, which nobody assumes. */
export interface Unreadable {
  readonly found: string;
  readonly required: string;
  readonly proposal?: Identifier | undefined;
}

export type IdentifierReading =
  { readonly ok: true; readonly identifier: Identifier } | ({ readonly ok: false } & Unreadable);

/**
 * What a text says that somebody typed, copied or exported: in any spelling (spaces, dots, hyphens, full-width digits, small letters, a label or a VAT
 * prefix before it). What a spreadsheet has broken is named for what it is, and what is missing is proposed, never added.
 */
export function readIdentifier(text: string): IdentifierReading {
  const spelled = text.normalize('NFKC').trim().toUpperCase().replace(LABEL, '');
  const inCourt = readCourtRegister(spelled);
  if (inCourt !== undefined) return inCourt;
  return brokenBySpreadsheet(spelled) ?? readCompact(spelled.replace(SEPARATORS, ''), text.trim());
}

/** The identifier of a scheme that a text says. Of a SIRET the SIREN is proposed where one is wanted. */
export function readIdentifierAs(scheme: Scheme, text: string): IdentifierReading {
  const reading = readIdentifier(text);
  if (!reading.ok || reading.identifier.scheme === scheme) return reading;
  const { identifier } = reading;
  const siren = { scheme: 'siren', value: identifier.value.slice(0, SIREN_LENGTH) } as const;
  const proposal = scheme === 'siren' && identifier.scheme === 'siret' ? siren : undefined;
  return unreadable(`the ${NAMES[identifier.scheme]} ${identifier.value}`, `a ${NAMES[scheme]}`, proposal);
}

/** One text for each identifier, which is the id of its stream and the key of its document. */
export function identifierKey({ scheme, value }: Identifier): string {
  return `${scheme}.${value.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}`;
}

const NAMES: Readonly<Record<Scheme, string>> = {
  siren: 'SIREN',
  siret: 'SIRET',
  rna: 'RNA number',
  'court-register': "entry in a court's register of associations",
};

/** What is needed, and what it may have been. */
export function sentenceOf({ required, proposal }: Pick<Unreadable, 'required' | 'proposal'>): string {
  if (proposal === undefined) return required;
  return `${required}; the ${NAMES[proposal.scheme]} ${proposal.value} would be one: send it if it is meant`;
}

export const SIREN_LENGTH = 9;
const SIRET_LENGTH = 14;
/** What people write before a number. */
const LABEL = /^(?:SIREN|SIRET|RNA|TVA|RCS|N[°O])\s*(?:N[°O]\.?\s*)?:?\s*/;
/** What people write between groups of digits. */
const SEPARATORS = /[\s.\-\u2010-\u2015/_'’]+/g;
/** Moselle, Bas-Rhin and Haut-Rhin: local law of 1908, a register at each court, no RNA number. */
const COURT_REGISTER =
  /^(?<court>\p{L}[\p{L}\s'’-]*?)[\s,]+VOL(?:UME|\.)?\s*(?<volume>\d+)[\s,]+FOL(?:IO|\.)?\s*(?<folio>\d+)$/u;
const RNA = /^W\d[\dA-Z]\d{7}$/;
const VAT = /^FR([\dA-Z]{2})(\d{9})$/;
const REQUIRED =
  'a SIREN (9 digits), a SIRET (14 digits), an RNA number (W and 9 more), or court, volume and folio of an association of Alsace-Moselle';

function read(scheme: Scheme, value: string): IdentifierReading {
  return { ok: true, identifier: { scheme, value } };
}

function unreadable(found: string, required = REQUIRED, proposal?: Identifier): IdentifierReading {
  return { ok: false, found, required, ...(proposal === undefined ? {} : { proposal }) };
}

function readCourtRegister(spelled: string): IdentifierReading | undefined {
  const { court = '', volume = '', folio = '' } = COURT_REGISTER.exec(spelled)?.groups ?? {};
  if (court === '') return undefined;
  const name = court
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^A-Z]+/g, '-');
  return read('court-register', `${name} ${String(Number(volume))}/${String(Number(folio))}`);
}

/** Numbers as spreadsheets write them: the digits of one are lost, those of another are all there. */
function brokenBySpreadsheet(spelled: string): IdentifierReading | undefined {
  if (/^\d+(?:[.,]\d+)?E\+?\d+$/.test(spelled))
    return unreadable(`${spelled}, a number that a spreadsheet has shortened: its last digits are lost`);
  const [, digits] = /^(\d+)[.,]0+$/.exec(spelled) ?? [];
  if (digits === undefined) return undefined;
  return unreadable(`${spelled}, a number with decimals`, REQUIRED, proposed(digits));
}

function readCompact(compact: string, found: string): IdentifierReading {
  if (RNA.test(compact)) return read('rna', compact);
  const [, key, ofVat] = VAT.exec(compact) ?? [];
  if (key !== undefined && ofVat !== undefined) return readVat(key, ofVat, found);
  if (!/^\d+$/.test(compact)) return unreadable(found, REQUIRED, proposed(compact.replaceAll('O', '0')));
  if (Number(compact) === 0) return unreadable(`${found}, which is nobody's`);
  if (isSiren(compact)) return read('siren', compact);
  if (isSiret(compact)) return read('siret', compact);
  return unreadable(whatIsWrong(compact, found), REQUIRED, proposed(`0${compact}`));
}

function readVat(key: string, siren: string, found: string): IdentifierReading {
  const right = String((12 + 3 * (Number(siren) % 97)) % 97).padStart(2, '0');
  const isRight = isSiren(siren) && (key === right || /[A-Z]/.test(key));
  return isRight ? read('siren', siren) : unreadable(`${found}, a VAT number whose key is wrong`);
}

function whatIsWrong(digits: string, found: string): string {
  const { length } = digits;
  if (length === SIREN_LENGTH) return `${found}, 9 digits whose check digit is wrong`;
  if (length !== SIRET_LENGTH) return `${found}, ${String(length)} digits`;
  return isSiren(digits.slice(0, SIREN_LENGTH))
    ? `${found}, 14 digits whose check digit is wrong`
    : `${found}, 14 digits of which the first nine are no SIREN`;
}

/** What it would be, were it so. */
function proposed(compact: string): Identifier | undefined {
  if (isSiren(compact)) return { scheme: 'siren', value: compact };
  if (isSiret(compact)) return { scheme: 'siret', value: compact };
  return RNA.test(compact) ? { scheme: 'rna', value: compact } : undefined;
}
