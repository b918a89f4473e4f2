import type { RefusalSpec, RefusalTable } from './row.ts';

/**
 * What sentences of refusals are in another language. `{name}` stands for a value, which is put in its place: an id, a day or a number as it is, another phrase
 * in the other language, and a list of them one by one.
 */
export type Phrases = Readonly<Record<string, string>>;

/** What a sentence is in the other language; undefined for one that no phrase says. Of several the most specific counts. */
export type Translate = (sentence: string) => string | undefined;

/** A table of refusals whose sentences are translated as well, where they do not come in both languages. */
export function withSentences<Code extends string>(table: RefusalTable<Code>, inFrench: Translate): RefusalTable<Code> {
  const entries = Object.entries<RefusalSpec>(table).map(([code, spec]) => [code, { ...spec, sentences: inFrench }]);
  return Object.fromEntries(entries) as RefusalTable<Code>;
}

const SENTENCES = ['found', 'required'] as const;

/** What a refusal says in French: the sentences that it carries in both languages, and those that its table translates. An id or a day is no sentence. */
export function sentencesInFrench(
  { sentences }: Pick<RefusalSpec, 'sentences'>,
  rejection: object,
): Readonly<Partial<Record<(typeof SENTENCES)[number], string>>> {
  const { inFrench, ...said }: Readonly<Record<string, unknown>> = { ...rejection };
  const own: Readonly<Record<string, unknown>> = { ...(inFrench as object | undefined) };
  const words = SENTENCES.flatMap((name) => {
    const [stated, value] = [own[name], said[name]];
    const other = typeof stated === 'string' ? stated : typeof value === 'string' ? sentences?.(value) : undefined;
    return other === undefined ? [] : [[name, other] as const];
  });
  return Object.fromEntries(words);
}

const PLACE = /\{(\w+)\}/g;
const SIGNS = /[$()*+.?[\\\]^{|}]/g;

export function translator(phrases: Phrases): Translate {
  const patterns = Object.entries(phrases)
    .filter(([phrase]) => phrase.includes('{'))
    .map(([phrase, other]) => ({ pattern: patternOf(phrase), names: namesIn(phrase), said: saidBy(phrase), other }))
    .toSorted((a, b) => b.said - a.said);
  const translate: Translate = (sentence) => {
    if (Object.hasOwn(phrases, sentence)) return phrases[sentence];
    for (const { pattern, names, other } of patterns) {
      const values = pattern.exec(sentence)?.slice(1);
      if (values === undefined) continue;
      const known = new Map(names.map((name, index) => [name, inWords(values[index] ?? '')]));
      return other.replaceAll(PLACE, (place, name: string) => known.get(name) ?? place);
    }
    return undefined;
  };
  const inWords = (value: string): string =>
    translate(value) ??
    value
      .split(', ')
      .map((each) => translate(each) ?? each)
      .join(', ');
  return (sentence) => {
    const words = translate(sentence) ?? inWords(sentence);
    return words === sentence && !Object.hasOwn(phrases, sentence) ? undefined : words;
  };
}

function patternOf(phrase: string): RegExp {
  const literal = phrase
    .split(PLACE)
    .map((part, index) => (index % 2 === 1 ? '(.+)' : part.replaceAll(SIGNS, String.raw`\$&`)));
  return new RegExp(`^${literal.join('')}$`);
}

function namesIn(phrase: string): readonly string[] {
  return [...phrase.matchAll(PLACE)].map(([, name]) => String(name));
}

function saidBy(phrase: string): number {
  return phrase.replaceAll(PLACE, '').length;
}
