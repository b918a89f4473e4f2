import { fromWindows1252, toWindows1252 } from './windows-1252.ts';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** A file as it can be read again from its beginning. */
export type Source = () => AsyncIterable<Uint8Array>;

const MARKS = [
  { encoding: 'utf-8', bytes: [0xef, 0xbb, 0xbf] },
  { encoding: 'utf-16le', bytes: [0xff, 0xfe] },
  { encoding: 'utf-16be', bytes: [0xfe, 0xff] },
] as const;

/**
 * In which encoding a file is: by its byte order mark; else UTF-16 where every other byte at its beginning is zero, UTF-8 where the whole of it is
 * well-formed, and Windows-1252. It is read to its end: what is no UTF-8 may stand in its last line.
 */
export async function detectEncoding(source: Source): Promise<Encoding> {
  const begin = await beginOf(source);
  const seen = markOf(begin) ?? zerosOf(begin);
  if (seen !== undefined) return seen;
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for await (const chunk of source()) if (!isDecodable(decoder, chunk)) return 'windows-1252';
  return isDecodable(decoder) ? 'utf-8' : 'windows-1252';
}

/** The text of a file, without its byte order mark, piece by piece. */
export async function* textOf(source: Source, encoding: Encoding): AsyncGenerator<string, void> {
  if (encoding === 'windows-1252') {
    for await (const chunk of source()) yield fromWindows1252(chunk);
    return;
  }
  const decoder = new TextDecoder(encoding);
  for await (const chunk of source()) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

/**
 * What a text was before somebody read UTF-8 as Windows-1252 and wrote it as UTF-8 again: `Ã©` was `é`. Undefined for a text to which that did not happen:
 * hardly any other text is UTF-8 as well when it is written in Windows-1252, and what is (`CAFÉ’S`) comes to letters that no name here has.
 */
export function beforeDoubleEncoding(text: string): string | undefined {
  // Nothing that is ASCII only has been encoded twice.
  if (!/[\u0080-\uffff]/.test(text)) return undefined;
  const bytes = toWindows1252(text);
  if (bytes === undefined) return undefined;
  try {
    const before = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return LIKELY.test(before) ? before : undefined;
  } catch {
    return undefined;
  }
}

const LOOKED_AT = 64;

async function beginOf(source: Source): Promise<Uint8Array> {
  let begin = Buffer.alloc(0);
  for await (const chunk of source()) {
    begin = Buffer.concat([begin, chunk]);
    if (begin.length >= LOOKED_AT) break;
  }
  return begin.subarray(0, LOOKED_AT);
}

/** Latin letters and signs of Western and Central Europe, quotation marks, dashes, the euro. */
const LIKELY = /^[ -~\u00a0-\u017f\u2010-\u2026\u20ac\u2122]*$/;

function markOf(begin: Uint8Array): Encoding | undefined {
  return MARKS.find(({ bytes }) => bytes.every((byte, index) => begin[index] === byte))?.encoding;
}

function zerosOf(begin: Uint8Array): Encoding | undefined {
  const zeros = (odd: 0 | 1): number => begin.filter((byte, index) => byte === 0 && index % 2 === odd).length;
  const [even, odd] = [zeros(0), zeros(1)];
  if (even === 0 && odd > begin.length / 4) return 'utf-16le';
  return odd === 0 && even > begin.length / 4 ? 'utf-16be' : undefined;
}

function isDecodable(decoder: InstanceType<typeof TextDecoder>, chunk?: Uint8Array): boolean {
  try {
    if (chunk === undefined) decoder.decode();
    else decoder.decode(chunk, { stream: true });
    return true;
  } catch {
    return false;
  }
}
