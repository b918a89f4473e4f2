/** The languages in which refusals are written; the first one is the default. */
export const LANGUAGES = ['en', 'fr'] as const;
export type Language = (typeof LANGUAGES)[number];

/** The language that an `Accept-Language` header prefers (RFC 9110, 12.5.4); of a range as `fr-CA` its first part counts. */
export function preferredLanguage(header: string | undefined): Language {
  const ranges = (header ?? '*').split(',').map(rangeOf);
  let best: { readonly language: Language; readonly quality: number } = { language: 'en', quality: 0 };
  for (const language of LANGUAGES) {
    const own = ranges.filter((range) => range.language === language);
    const named = own.length > 0 ? own : ranges.filter((range) => range.language === '*');
    const quality = Math.max(0, ...named.map((range) => range.quality));
    if (quality > best.quality) best = { language, quality };
  }
  return best.language;
}

function rangeOf(text: string): { readonly language: string; readonly quality: number } {
  const [tag = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice('q='.length);
  const isWeight = weight !== undefined && /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.test(weight);
  return { language: tag.split('-')[0] ?? '', quality: weight === undefined ? 1 : isWeight ? Number(weight) : 0 };
}
