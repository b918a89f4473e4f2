import { expect } from '@jest/globals';
import { Progress } from '../../apps/cli/src/output/progress.ts';
import { createProgram, type Perform } from '../../apps/cli/src/program.ts';
import type { Api } from '../../apps/cli/src/system/api.ts';

/** What is typed in a guide, and the lines that are printed below it. */
interface Typed {
  readonly command: string;
  readonly printed: readonly string[];
}

const CONSOLE = /```console\n(.*?)```/gs;

export function typedIn(text: string): readonly Typed[] {
  const blocks = [...text.matchAll(CONSOLE)].map(([, block = '']) => block.trimEnd());
  return blocks.flatMap((block) =>
    block.split(/^\$ /m).flatMap((part): readonly Typed[] => {
      const [command = '', ...printed] = part.trimEnd().split('\n');
      return command === '' ? [] : [{ command, printed }];
    }),
  );
}

/** What a command line of `grappe` prints on standard output. */
export async function printedBy(words: readonly string[], api: Api): Promise<readonly string[]> {
  const lines: string[] = [];
  const perform: Perform = async (_options, work) => {
    await work({
      api,
      progress: new Progress({ isTerminal: true, write: () => undefined }),
      json: false,
      print: (text) => lines.push(...text.split('\n')),
      say: () => undefined,
    });
  };
  await createProgram(perform, () => Promise.resolve()).parseAsync([...words], { from: 'user' });
  return lines;
}

/** Lines as they are printed in a guide, where `…` stands for what differs from run to run. */
export function printedAs(lines: readonly string[]): readonly unknown[] {
  return lines.map((line) =>
    line.includes('…') ? (expect.stringMatching(`^${line.split('…').map(literal).join('\\S+')}$`) as unknown) : line,
  );
}

const literal = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
