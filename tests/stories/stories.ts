import { auvergneRhoneAlpes } from './auvergne-rhone-alpes/story.ts';
import { bivouac } from './bivouac/story.ts';
import { franceIt } from './france-it/story.ts';
import { frenchSouth } from './frenchsouth/story.ts';
import type { Story } from './story.ts';
import { telecomValley } from './telecom-valley/story.ts';

/** The real systems that Grappe comes from. */
export const stories: readonly Story[] = [auvergneRhoneAlpes, frenchSouth, telecomValley, franceIt, bivouac];
