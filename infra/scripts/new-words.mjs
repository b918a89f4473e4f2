/** The words of the templates (the context *archive*, the aggregate *Specimen*), and what stands in their places. */

/** A name in each spelling that code, files and prose need. */
export function wordsOf({ context, name, prefix, port }) {
  const parts = name.match(/[A-Z][a-z]+/g) ?? [name];
  const lower = parts.map((part) => part.toLowerCase());
  const several = [...lower.slice(0, -1), plural(lower.at(-1))];
  const camelOf = (list) => list.map((part, at) => (at === 0 ? part : capital(part))).join('');
  return {
    ...{ context, prefix, port, pascal: name, upper: lower.join('_').toUpperCase() },
    ...{ camel: camelOf(lower), kebab: lower.join('-'), prose: lower.join(' ') },
    ...{ camelPlural: camelOf(several), kebabPlural: several.join('-'), prosePlural: several.join(' ') },
  };
}

/** Whether code may call a variable so. */
export function isWord(name) {
  try {
    new Function(`'use strict'; const ${wordsOf({ name }).camel} = 0`);
    return true;
  } catch {
    return false;
  }
}

/** The text of a template with other names in it. @param as the path of the template, or `name` for a path itself */
export function fill(text, words, as) {
  if (as === 'name') return put(text, words, 'name');
  if (!as.endsWith('.ts')) return put(text, words, 'prose');
  const parts = text.split(/(\/\*[\s\S]*?\*\/|\/\/.*|'(?:[^'\\\n]|\\.)*'|`[^`]*`)/);
  return parts
    .map((part, at) =>
      put(part, words, at % 2 === 0 ? 'code' : part.replaceAll(/\$\{.*?\}/g, '').includes(' ') ? 'prose' : 'name'),
    )
    .join('')
    .replaceAll(/'(?:\.\.\/)+libs\/contracts\/index\.ts'/g, "'#libs/contracts'");
}

function put(text, words, kind) {
  const { context, prefix, port, upper, pascal, camel } = words;
  const [one, several] = {
    code: [camel, words.camelPlural],
    name: [words.kebab, words.kebabPlural],
    prose: [words.prose, words.prosePlural],
  }[kind];
  const isProse = kind === 'prose';
  return text
    .replaceAll('ARC_', `${String(prefix)}_`)
    .replaceAll('SPECIMEN', upper)
    .replaceAll('8000', String(port))
    .replaceAll('archive', context)
    .replaceAll('Archive', capital(context))
    .replaceAll(/specimen(?=[A-Z])/g, camel)
    .replaceAll(/\b([Aa]) specimen\b/g, (_found, article) => `${article}${/^[aeio]/.test(one) ? 'n' : ''} ${one}`)
    .replaceAll('specimens', several)
    .replaceAll('specimen', one)
    .replaceAll(/Specimens\b/g, capital(isProse ? several : words.camelPlural))
    .replaceAll(/Specimen(?![A-Z])/g, isProse ? capital(one) : pascal)
    .replaceAll('Specimen', pascal);
}

function plural(word) {
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`;
  return /(s|x|z|ch|sh)$/.test(word) ? `${word}es` : `${word}s`;
}

function capital(word) {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
