import { daysBetween, earliest, type CalendarDate } from '#libs/kernel';
import type { ActNamed, OperationFile } from './act.ts';
import { BEFORE_ASSEMBLY, countedDelay, countingIn, wayInWords } from './counting.ts';
import { firstDayAfter, isKept, lastDayBefore } from './delay.ts';
import { guard, shortfall, type GuardDelay, type Shortfall } from './rule.ts';
import { DECREE_IN_FORCE, DOCUMENTS_REFORM, texts } from './texts.ts';

export const DOCUMENTS_DELAY: GuardDelay = { amount: 30, unit: 'days', ...BEFORE_ASSEMBLY };

function misplaced(act: ActNamed<'open-documents' | 'vote'>, file: OperationFile): Shortfall | undefined {
  return act.act === 'vote' ? beforeDocuments(act, file) : tooLate(act, file);
}

function tooLate({ clusterId, on }: ActNamed<'open-documents'>, file: OperationFile): Shortfall | undefined {
  const { way } = countingIn(file, 'G4', DOCUMENTS_DELAY);
  const assembly = file.votes[clusterId]?.on ?? file.assemblies[clusterId];
  const noticeOn = file.notices[clusterId]?.on;
  const limits = [noticeOn, assembly && lastDayBefore(DOCUMENTS_DELAY, way, assembly)].filter(
    (day) => day !== undefined,
  );
  const latestLawfulDate = limits.length === 0 ? undefined : earliest(...limits);
  return (
    afterNotice(on, noticeOn, { latestLawfulDate }) ??
    (assembly === undefined ? undefined : tooClose(on, assembly, file, { latestLawfulDate }))
  );
}

function beforeDocuments({ clusterId, on }: ActNamed<'vote'>, file: OperationFile): Shortfall | undefined {
  const opened = file.documents[clusterId]?.on;
  if (opened === undefined)
    return shortfall(
      'MRG_DOCUMENTS_MISSING',
      ['no documents open to the members of this body', 'aucun document mis à la disposition des membres'],
      [
        'documents open to the members at least 30 days before the assembly',
        "les documents à la disposition des membres trente jours au moins avant l'assemblée",
      ],
    );
  const { way } = countingIn(file, 'G4', DOCUMENTS_DELAY);
  const earliestLawfulDate = firstDayAfter(DOCUMENTS_DELAY, way, opened);
  return afterNotice(opened, file.notices[clusterId]?.on) ?? tooClose(opened, on, file, { earliestLawfulDate });
}

function afterNotice(
  opened: CalendarDate,
  noticeOn: CalendarDate | undefined,
  more: Pick<Shortfall, 'latestLawfulDate'> = {},
): Shortfall | undefined {
  if (noticeOn === undefined || opened <= noticeOn) return undefined;
  return shortfall(
    'MRG_DOCUMENTS_TOO_LATE',
    [
      `documents opened on ${opened}, after the legal notice of ${noticeOn}`,
      `des documents mis à disposition le ${opened}, après l'avis du ${noticeOn}`,
    ],
    [
      'documents open no later than the day of the own legal notice',
      "les documents mis à disposition au plus tard le jour de l'avis",
    ],
    more,
  );
}

function tooClose(
  opened: CalendarDate,
  assembly: CalendarDate,
  file: OperationFile,
  more: Pick<Shortfall, 'earliestLawfulDate' | 'latestLawfulDate'>,
): Shortfall | undefined {
  const counting = countingIn(file, 'G4', DOCUMENTS_DELAY);
  if (isKept(DOCUMENTS_DELAY, counting.way, opened, assembly)) return undefined;
  const [way, mode] = wayInWords[counting.way];
  const days = String(daysBetween(opened, assembly));
  return shortfall(
    'MRG_DOCUMENTS_TOO_LATE',
    [
      `documents opened on ${opened}, ${days} days before the assembly on ${assembly}`,
      `des documents mis à disposition le ${opened}, ${days} jours avant l'assemblée le ${assembly}`,
    ],
    [`30 days before the own assembly, ${way}`, `trente jours avant l'assemblée, ${mode}`],
    { ...more, delay: countedDelay(DOCUMENTS_DELAY, counting, 'documents', opened, assembly) },
  );
}

/** G4: documents open to members at least 30 days before the own assembly and no later than the own notice. */
export const documents = guard({
  id: 'G4',
  at: ['open-documents', 'vote'],
  summary: [
    'Documents open to the members at least 30 days before the own assembly and no later than the own notice.',
    "Les documents à la disposition des membres trente jours au moins avant l'assemblée et au plus tard le jour de l'avis.",
  ],
  delay: DOCUMENTS_DELAY,
  ofUnions: 'none',
  versions: [
    { id: 'G4.2015', validFrom: DECREE_IN_FORCE, validTo: DOCUMENTS_REFORM, citation: texts.documents },
    { id: 'G4.2017', validFrom: DOCUMENTS_REFORM, citation: texts.documents2017 },
  ],
  check: misplaced,
  occasions: ({ participants, votes, assemblies, documents: opened }, { on }) =>
    participants.map(({ clusterId }) => {
      const heldOn = votes[clusterId]?.on ?? assemblies[clusterId];
      const isOver = clusterId in votes || (heldOn !== undefined && clusterId in opened);
      const act = { act: 'vote', clusterId, on: heldOn ?? on, clause: undefined } as const;
      return { clusterId, state: isOver ? 'done' : 'to-come', act };
    }),
});
