import { franceItCoPresidency } from './france-it/co-presidency.part.ts';
import { franceItEngagement } from './france-it/engagement.part.ts';
import { franceItGatherings } from './france-it/gatherings.part.ts';
import { franceItMembership } from './france-it/membership.part.ts';
import type { StoryPart } from './part.ts';

/** The parts of stories that can be played, in one process and distributed. */
export const parts: readonly StoryPart[] = [
  franceItMembership,
  franceItEngagement,
  franceItGatherings,
  franceItCoPresidency,
];
