import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ApiClient } from '../api-client.ts';
import type { Drawing, Story } from '../story.ts';
import { standalone } from './standalone.ts';

/** The drawings that documents show, by the name of their file and the words of their title. */
const PICTURES = {
  lineage: 'The lineage of Digital League',
  seats: 'The 25 seats of the federal board',
  mandates: 'Who presided, and who held',
  occupancy: 'Who is inside, and who waits',
  calendar: 'The legal calendar',
} as const;

export interface Picture {
  readonly name: string;
  readonly file: string;
  readonly drawing: Drawing;
}

/** @throws TypeError for a drawing that no story has */
export function picturesOf(stories: readonly Story[]): readonly Picture[] {
  const drawings = stories.flatMap((story) => story.drawings);
  return Object.entries(PICTURES).map(([name, title]) => {
    const drawing = drawings.find((each) => each.title.startsWith(title));
    if (drawing === undefined) throw new TypeError(`no story draws ${title}`);
    const file = fileURLToPath(new URL(`../../../docs/pictures/${name}.svg`, import.meta.url));
    return { name, file, drawing };
  });
}

/** What is drawn now, and what documents show; with `PICTURES=write` in the environment they show it from now on. */
export async function compared(api: ApiClient, { file, drawing }: Picture): Promise<{ drawn: string; shown: string }> {
  const drawn = standalone(await drawing.draw(api));
  if (process.env['PICTURES'] === 'write') writeFileSync(file, drawn);
  return { drawn, shown: existsSync(file) ? readFileSync(file, 'utf8') : '' };
}
