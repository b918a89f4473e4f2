import { compiledOnce, layContracts } from './packed-contracts.ts';
import { output } from './run.ts';
import { copyOfGuide } from './scratch.ts';

/** How a subscriber is started: a command, its first arguments and its folder, which the caller removes. */
export interface Subscriber {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
}

/** The one in TypeScript, built as the guide says, once for as long as it and the contracts stay as they are. */
export async function builtSubscriber(): Promise<Subscriber> {
  const cwd = await copyOfGuide('typescript');
  await layContracts(cwd);
  await compiledOnce(cwd, async () => {
    await output('npm', ['run', '--silent', 'build'], cwd);
  });
  return { command: process.execPath, args: ['dist/subscribe.js'], cwd };
}

/** The one in Python, for a Python that has its requirements. */
export async function pythonSubscriber(python: string): Promise<Subscriber> {
  return { command: python, args: ['-B', 'subscribe.py'], cwd: await copyOfGuide('python') };
}
