import { readFileSync } from 'node:fs';
import { element } from './markup.ts';

/** What a drawing of the page begins with. */
const ROOT = /^<svg xmlns="[^"]*" viewBox="([^"]*)"([^>]*)>/;
/** In units of the drawing. */
const ROOM = 12;

const css = readFileSync(new URL('page.css', import.meta.url), 'utf8');

/** The palette of a page by day, which its first rule names. */
const palette = new Map(
  [...(/:root \{(.*?)\}/s.exec(css)?.[1] ?? '').matchAll(/(--\w+): (.*?);/g)].map(([, name, value]) => [name, value]),
);

/** The rules of the page that are about what is in a drawing, with the colours of the day. */
const rules = [...css.matchAll(/^(?:svg \.|\.s\d)[^{]*\{[^}]*\}/gm)]
  .map(([rule]) => rule.replaceAll(/var\((--\w+)\)/g, (_whole, name: string) => palette.get(name) ?? 'none'))
  .map((rule) => rule.replaceAll(/\s+/g, ' '));

/**
 * A drawing that needs no page: with the style of the page by day and a white ground, which a reader of documents at night has around it.
 * What the API draws has both already.
 */
export function standalone(drawn: string): string {
  const svg = drawn.replace(/^[^]*?(?=<svg)/, '').trimEnd();
  if (svg.includes('class="graph"')) return `${svg}\n`;
  const ink = `svg { font: 13px system-ui, sans-serif; fill: ${palette.get('--ink') ?? 'none'}; }`;
  const style = element('style', {}, [ink, ...rules].join('\n'));
  return `${svg.replace(ROOT, (_whole, box: string, rest: string) => framed(box.split(' ').map(Number), rest) + style)}\n`;
}

/** The root of a drawing on white, with some room around it. */
function framed([x = 0, y = 0, width = 0, height = 0]: readonly number[], attributes: string): string {
  const box = { x: x - ROOM, y: y - ROOM, width: width + 2 * ROOM, height: height + 2 * ROOM };
  const ground = element('rect', { ...box, fill: '#ffffff' });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${Object.values(box).join(' ')}"${attributes}>\n${ground}\n`;
}
