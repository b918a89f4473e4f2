import { franceItCoPresidency } from './france-it/co-presidency.part.ts';
import { franceItEngagement } from './france-it/engagement.part.ts';
import { franceItGatherings } from './france-it/gatherings.part.ts';
import { franceItMembership } from './france-it/membership.part.ts';
import type { StoryPart } from './part.ts';
import type { Story } from './story.ts';
import { telecomValleyStory } from './telecom-valley/story.ts';

/** A whole story as a part. */
function partOf({ name, key, script, questions }: Story): StoryPart {
  const answers = Object.entries(questions).map(([asked, { put, expected }]) => {
    const ask: StoryPart['answers'][string]['ask'] = async (api) => (await put(api)).answer;
    return [asked, { ask, expected }] as const;
  });
  return { name, key, script, answers: Object.fromEntries(answers) };
}

/** The parts of stories that can be played, in one process and distributed. */
export const parts: readonly StoryPart[] = [
  partOf(telecomValleyStory),
  franceItMembership,
  franceItEngagement,
  franceItGatherings,
  franceItCoPresidency,
];
