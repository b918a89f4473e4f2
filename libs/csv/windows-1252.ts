/** What the bytes 0x80 to 0x9f stand for (WHATWG Encoding, index windows-1252); five of them for the control of the same number. */
const HIGH =
  '\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f' +
  '\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178';
const FIRST_HIGH = 0x80;

/** Some versions of Node take Windows-1252 for ISO 8859-1, in which there is no €, œ or ’. */
export function fromWindows1252(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  return text.replaceAll(/[\u0080-\u009f]/g, (control) => HIGH.charAt(control.charCodeAt(0) - FIRST_HIGH));
}

/** The bytes that a text is in Windows-1252; undefined where it has a character that is none of it. */
export function toWindows1252(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index += 1) {
    const high = HIGH.indexOf(text.charAt(index));
    const code = high === -1 ? text.charCodeAt(index) : FIRST_HIGH + high;
    if (code > 0xff || (high === -1 && code >= FIRST_HIGH && code <= 0x9f)) return undefined;
    bytes[index] = code;
  }
  return bytes;
}
