import { franceItCoPresidency } from './france-it/co-presidency.part.ts';
import { franceItEngagement } from './france-it/engagement.part.ts';
import { franceItGatherings } from './france-it/gatherings.part.ts';
import { franceItMembership } from './france-it/membership.part.ts';
import type { StoryPart } from './part.ts';
import { telecomValleyGatherings } from './telecom-valley/gatherings.part.ts';
import { telecomValleyMandates, telecomValleyOtherwise } from './telecom-valley/mandates.part.ts';
import { telecomValleyMembership } from './telecom-valley/membership.part.ts';

/** The parts of stories that can be played, in one process and distributed. */
export const parts: readonly StoryPart[] = [
  telecomValleyMembership,
  telecomValleyGatherings,
  telecomValleyMandates,
  telecomValleyOtherwise,
  franceItMembership,
  franceItEngagement,
  franceItGatherings,
  franceItCoPresidency,
];
