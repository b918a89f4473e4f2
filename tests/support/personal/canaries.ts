/** Members whose texts say nothing about persons; a text under any other member is searched, so that a new one is not forgotten. */
const IN_CLEAR = new Set(['name', 'title', 'seat', 'site', 'brand', 'where', 'source', 'representing', 'segment']);
/** Inside of these every text is searched, whatever its member is called. */
const PERSONAL = new Set(['person', 'evidence']);
/** Ids, days, hashes and the words of enumerations are single words. */
const PROSE = /\s|:\/\//;

/** The texts of a command's body that must not be found in clear: names of persons, free text, titles and links of evidence. */
export function personalTextsIn(value: unknown, isPersonal = false, isClear = false): readonly string[] {
  if (typeof value === 'string') return PROSE.test(value) && (isPersonal || !isClear) ? [value] : [];
  if (Array.isArray(value)) return value.flatMap((item) => personalTextsIn(item, isPersonal, isClear));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([member, inner]) =>
    personalTextsIn(inner, isPersonal || PERSONAL.has(member), IN_CLEAR.has(member)),
  );
}

/** A person's whole name, and each word of it that is long enough to be no part of anything else. */
export function wordsOfName(name: string): readonly string[] {
  return [name, ...name.split(' ').filter((word) => word.length > 4)];
}

const asciiOnly = (text: string): string =>
  text.replaceAll(/[^\u0020-\u007e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** In base64 a text looks in three ways, by how many bytes stand before it; characters that depend on its surroundings are cut. */
function inBase64(text: string): readonly string[] {
  const bytes = Buffer.from(text);
  return [0, 1, 2].map((before) => {
    const encoded = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replaceAll('=', '');
    return encoded.slice(before === 0 ? 0 : before + 1, ((before + bytes.length) % 3 === 0 ? 0 : -1) || undefined);
  });
}

/** How a text may stand somewhere: in NFC, in NFD, escaped for JSON, in base64, in hexadecimal, in an address. */
export function formsOf(given: string): readonly string[] {
  const text = given.normalize('NFC');
  const encoded = [text, text.normalize('NFD')].flatMap((form) => {
    const json = JSON.stringify(form).slice(1, -1);
    const base64 = inBase64(form).flatMap((each) => [each, each.replaceAll('+', '-').replaceAll('/', '_')]);
    return [form, json, asciiOnly(json), Buffer.from(form).toString('hex'), encodeURIComponent(form), ...base64];
  });
  return [...new Set(encoded)];
}

/** Texts that may stand nowhere in clear, and those of them that a place holds. */
export class Canaries {
  readonly #forms: readonly (readonly [canary: string, forms: readonly string[], lower: string])[];

  constructor(texts: Iterable<string>) {
    this.#forms = [...new Set(texts)].map((text) => [text, formsOf(text), text.normalize('NFC').toLowerCase()]);
  }

  get texts(): readonly string[] {
    return this.#forms.map(([canary]) => canary);
  }

  /** Those that the text holds, in any form and in any case. */
  in(text: string): readonly string[] {
    const lower = text.toLowerCase();
    return this.#forms
      .filter(([, forms, plain]) => lower.includes(plain) || forms.some((form) => text.includes(form)))
      .map(([canary]) => canary);
  }
}
