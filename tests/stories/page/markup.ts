/** Text and attributes of HTML and SVG. */
export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

type Attributes = Readonly<Record<string, string | number>>;

/** One element with its attributes escaped; its content is markup. */
export function element(name: string, attributes: Attributes, ...content: readonly string[]): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(String(value))}"`);
  const open = `<${name}${written.join('')}`;
  return content.length === 0 ? `${open}/>` : `${open}>${content.join('')}</${name}>`;
}

/** One line of text in a drawing. */
export const label = (x: number, y: number, text: string, more: Attributes = {}): string =>
  element('text', { x: rounded(x), y: rounded(y), ...more }, escaped(text));

export const rounded = (value: number): number => Math.round(value * 10) / 10;

/** A drawing of so many units, which a page scales to its width. `what` is read to whoever does not see it. */
export function drawing(what: string, { width, height }: Size, ...content: readonly string[]): string {
  const attributes = { viewBox: `0 0 ${String(width)} ${String(height)}`, role: 'img', 'aria-label': what };
  return element('svg', { xmlns: 'http://www.w3.org/2000/svg', ...attributes }, ...content);
}

export interface Size {
  readonly width: number;
  readonly height: number;
}
