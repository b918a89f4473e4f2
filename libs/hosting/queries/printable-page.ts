import { createHash } from 'node:crypto';

/** Markup whose texts are escaped; `html` makes it, and nothing else does. */
export class Html {
  constructor(readonly text: string) {}
}

type Inserted = string | number | Html | readonly Html[];

/** A template of markup: what is inserted is text, escaped, unless it was made by a template itself. */
export function html(strings: TemplateStringsArray, ...values: readonly Inserted[]): Html {
  return new Html(strings.reduce((text, part, index) => `${text}${markupOf(values[index - 1])}${part}`));
}

const ESCAPED: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function markupOf(value: Inserted | undefined): string {
  if (value instanceof Html) return value.text;
  if (typeof value === 'object') return value.map(markupOf).join('');
  return String(value ?? '').replaceAll(/[&<>"']/g, (sign) => ESCAPED[sign] ?? sign);
}

const STYLE = `body{font:11pt/1.4 Georgia,serif;margin:2cm;color:#1a1a1a}h1{font-size:18pt}h2{font-size:13pt;margin-top:1.5em}
table{border-collapse:collapse;width:100%}caption{text-align:left;font-weight:bold;padding:.5em 0}
th,td{border-bottom:1px solid #999;padding:.25em .6em;text-align:left;vertical-align:top}.number{text-align:right;white-space:nowrap}
tr{break-inside:avoid}@page{margin:1.5cm}@media print{body{margin:0}}`;

/**
 * The policy of a printable page: it loads nothing, runs nothing, sends nothing and stands in no frame; its one style sheet is allowed by its hash
 * (Content Security Policy Level 3, 6.7).
 */
export const PAGE_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join(';');

/** A whole page to print, in one file, without a script. */
export function printablePage({
  title,
  lang,
  body,
}: {
  readonly title: string;
  readonly lang: string;
  readonly body: Html;
}) {
  const style = new Html(`<style>${STYLE}</style>`);
  return html`<!doctype html>
    <html lang="${lang}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${title}</title>
        ${style}
      </head>
      <body>
        ${body}
      </body>
    </html> `.text;
}
