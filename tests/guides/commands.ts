import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '..', '..');

/** A command that a document shows, its line breaks joined and its comment taken off. */
export interface ShownCommand {
  readonly document: string;
  readonly command: string;
}

/** The documents that show commands: the first pages, and all below `docs`. */
function documents(): readonly string[] {
  const below = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md') && !file.includes('node_modules'))
    .map((file) => join('docs', file))
    .sort();
  return ['README.md', 'CONTRIBUTING.md', ...below];
}

const FENCE = /^```([a-z]*)\n(.*?)^```$/gms;
const INLINE = /`((?:[A-Z_]+=\S+ )*(?:npm|npx|node|docker|grappe) [^`\n]+)`/g;
/** In a block that names no language. */
const PROGRAM = /^(?:npm|npx|node|docker|grappe|curl) /;

/** Blocks of a shell whole, of a console what is typed, and what a sentence names with its program. */
export function commandsOf(text: string): readonly string[] {
  const inBlocks = [...text.matchAll(FENCE)].flatMap(([, language = '', block = '']) => {
    if (language === 'sh') return linesOf(block);
    if (language === 'console') return linesOf(block).flatMap((line) => (line.startsWith('$ ') ? [line.slice(2)] : []));
    return language === '' ? linesOf(block).filter((line) => PROGRAM.test(line)) : [];
  });
  const inSentences = [...text.replaceAll(FENCE, '').matchAll(INLINE)].map(([, command = '']) => command);
  return [...inBlocks, ...inSentences];
}

function linesOf(block: string): readonly string[] {
  const commands: string[] = [];
  let begun = '';
  for (const line of block.split('\n')) {
    const text = `${begun}${begun === '' ? line : line.trim()}`;
    begun = goesOn(text) ? text.replace(/\\$/, '') : '';
    const command = text.replace(/(?:^|\s+)# .*$/, '').trim();
    if (begun === '' && command !== '') commands.push(command);
  }
  return commands;
}

/** A line break is quoted, behind a backslash, or behind a pipe. */
const goesOn = (text: string): boolean =>
  text.endsWith('\\') || text.endsWith('|') || (text.split("'").length % 2 === 0 && !text.includes('# '));

export function shownCommands(): readonly ShownCommand[] {
  return documents().flatMap((document) => {
    const text = readFileSync(join(root, document), 'utf8');
    return [...new Set(commandsOf(text))].map((command) => ({ document, command }));
  });
}
