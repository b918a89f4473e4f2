import type { ActNamed, OperationFile } from './act.ts';
import { guard, shortfall, type Shortfall } from './rule.ts';
import { DECREE_IN_FORCE, texts } from './texts.ts';

type Restarted = ActNamed<'adopt-plan' | 'publish-notice' | 'open-documents'>;

const NAMES = {
  'adopt-plan': ['an adoption', 'un arrêté du projet'],
  'publish-notice': ['a legal notice', 'un avis'],
  'open-documents': ['documents opened', 'des documents mis à disposition'],
} as const;

function isRevised({ plan }: Pick<OperationFile, 'plan'>): boolean {
  return plan !== undefined && plan.version > 1;
}

function aboutAnEarlierVersion({ act, on }: Restarted, { plan }: OperationFile): Shortfall | undefined {
  if (plan === undefined || on >= plan.draftedOn) return undefined;
  const { draftedOn, version } = plan;
  const [what, quoi] = NAMES[act];
  return shortfall(
    'MRG_REVISED_SINCE',
    [
      `${what} on ${on}, before version ${String(version)} of the plan of ${draftedOn}`,
      `${quoi} le ${on}, avant la version ${String(version)} du projet, du ${draftedOn}`,
    ],
    [
      'adoption, legal notices and documents anew after a revision of the plan',
      'arrêté, avis et documents à nouveau après une révision du projet',
    ],
    { earliestLawfulDate: draftedOn },
  );
}

/**
 * G9: a revision after adoption restarts G2, G3 and G4. The state forgets what was done under the earlier version; what is recorded from then on
 * cannot be dated before the revision.
 */
export const revision = guard({
  id: 'G9',
  at: ['adopt-plan', 'publish-notice', 'open-documents'],
  summary: [
    'A revision of the plan after adoption restarts adoption, legal notices and documents (G2, G3, G4).',
    'Une révision du projet après son arrêté fait reprendre arrêté, avis et documents (G2, G3, G4).',
  ],
  ofUnions: { id: 'G9.union', citation: texts.union },
  ofRestorations: { id: 'G9.restoration', citation: texts.refounding },
  versions: [
    // What was published or opened before a version existed is not about it, whatever the law says of mergers.
    { id: 'G9.contract', validTo: DECREE_IN_FORCE, citation: texts.contract1134 },
    { id: 'G9.2015', validFrom: DECREE_IN_FORCE, citation: texts.revision },
  ],
  applies: (_act, file) => isRevised(file),
  check: aboutAnEarlierVersion,
  occasions: ({ plan, participants, adoptions }, { on }) => {
    if (plan === undefined || !isRevised({ plan })) return [];
    return participants.map(({ clusterId }) => {
      const adopted = adoptions[clusterId];
      const act = { act: 'adopt-plan', clusterId, planHash: plan.hash, on: adopted?.on ?? on } as const;
      return { clusterId, state: adopted === undefined ? 'to-come' : 'done', act };
    });
  },
});
