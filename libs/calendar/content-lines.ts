/** RFC 5545, 3.1: in octets, without the line break. */
const LINE_OCTETS = 75;

/** A calendar of these components: lines end in CR LF and are folded at 75 octets, never inside a character. */
export function calendarText(product: string, name: string, components: readonly string[]): string {
  const lines = [
    ...['BEGIN:VCALENDAR', 'VERSION:2.0', `PRODID:${product}`, 'CALSCALE:GREGORIAN', `X-WR-CALNAME:${textOf(name)}`],
    ...components,
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join('');
}

/** RFC 5545, 3.3.11. */
export function textOf(text: string): string {
  return text.replaceAll(/[\\;,]/g, (sign) => `\\${sign}`).replaceAll(/\r\n|\r|\n/g, '\\n');
}

/** A day, a local time or an instant without the signs between its numbers (RFC 5545, 3.3.4 and 3.3.5). */
export function basic(text: string): string {
  return text.replace(/\.\d+Z$/, 'Z').replaceAll(/[-:]/g, '');
}

function folded(line: string): string {
  const parts: string[] = [];
  let part = '';
  let octets = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (octets + size > LINE_OCTETS) {
      parts.push(part);
      // The blank that begins what goes on counts as well.
      [part, octets] = [' ', 1];
    }
    part += character;
    octets += size;
  }
  return [...parts, part].join('\r\n');
}
