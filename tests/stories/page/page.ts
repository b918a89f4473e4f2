import { readFile } from 'node:fs/promises';
import type { ApiClient } from '../api-client.ts';
import type { AnswersOf } from '../ask-all.ts';
import type { Verification } from '../../../apps/cli/src/verify/verify.ts';
import { verified } from '../report.ts';
import type { Drawing, Story } from '../story.ts';
import { element, escaped } from './markup.ts';

/** One page that opens from a file: each story with what is better looked at, and its questions with their answers. */
export async function drawnPage(
  api: ApiClient,
  asked: readonly (readonly [Story, AnswersOf])[],
  verification: Verification,
): Promise<string> {
  const style = await readFile(new URL('page.css', import.meta.url), 'utf8');
  const sections: string[] = [];
  for (const [story, answers] of asked) sections.push(await section(api, story, answers));
  const contents = asked.map(([{ key, name }]) => element('li', {}, element('a', { href: `#${key}` }, escaped(name))));
  const head = [
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    element('title', {}, 'Grappe: clusters and their history'),
    `<style>${style}</style>`,
  ];
  const intro = [
    element('h1', {}, 'Clusters, and the history that they did not lose'),
    element(
      'p',
      { class: 'lede' },
      'Real clusters of companies, played day by day through the command API of Grappe. Every figure below is what its read models answer.',
    ),
    element('p', { class: 'seal' }, escaped(verified(verification).trim().replace('\n', ' '))),
    element('ul', { class: 'contents' }, ...contents),
  ];
  const body = element('main', {}, element('header', {}, ...intro), ...sections);
  return `<!doctype html>\n<html lang="en"><head>${head.join('')}</head><body>${body}</body></html>\n`;
}

async function section(api: ApiClient, story: Story, answers: AnswersOf): Promise<string> {
  const figures: string[] = [];
  for (const each of story.drawings) figures.push(await figure(api, each));
  const questions = Object.entries(answers).map(([words, { lines }]) =>
    element(
      'details',
      {},
      element('summary', {}, escaped(words)),
      element('ul', {}, ...lines.map((line) => element('li', {}, escaped(line)))),
    ),
  );
  return element(
    'section',
    { id: story.key },
    element('h2', {}, escaped(story.name)),
    element('p', { class: 'lede' }, escaped(story.about)),
    ...figures,
    element('h3', {}, 'What can be asked'),
    ...questions,
  );
}

async function figure(api: ApiClient, { title, draw }: Drawing): Promise<string> {
  // A drawing of the API begins with an XML declaration, which HTML does not know.
  const svg = (await draw(api)).replace(/^[^]*?(?=<svg)/, '');
  return element(
    'figure',
    {},
    element('figcaption', {}, escaped(title)),
    element('div', { class: svg.includes('class="graph"') ? 'scroll paper' : 'scroll' }, svg),
  );
}
