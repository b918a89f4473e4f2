import { daysBetween, earliest, latest, type CalendarDate } from '#libs/kernel';
import { firstAssembly, type ActNamed, type OperationFile } from './act.ts';
import { BEFORE_ASSEMBLY, countedDelay, countingIn, wayInWords } from './counting.ts';
import { firstDayAfter, isKept, lastDayBefore } from './delay.ts';
import { guard, shortfall, type GuardDelay, type Shortfall } from './rule.ts';
import { DECREE_IN_FORCE, texts } from './texts.ts';

export const NOTICE_DELAY: GuardDelay = { amount: 30, unit: 'days', ...BEFORE_ASSEMBLY };

function misplaced(act: ActNamed<'publish-notice' | 'vote'>, file: OperationFile): Shortfall | undefined {
  return act.act === 'vote' ? beforeNotices(act, file) : tooLate(act, file);
}

function tooLate({ on }: ActNamed<'publish-notice'>, file: OperationFile): Shortfall | undefined {
  const first = firstAssembly(file);
  return first === undefined
    ? undefined
    : tooClose(on, first, file, {
        latestLawfulDate: lastDayBefore(NOTICE_DELAY, countingIn(file, 'G3', NOTICE_DELAY).way, first),
      });
}

/** Every notice, counted to the first assembly of all, which this one may be. */
function beforeNotices({ clusterId, on }: ActNamed<'vote'>, file: OperationFile): Shortfall | undefined {
  const missing = file.participants.filter((each) => file.notices[each.clusterId] === undefined);
  if (missing.length > 0) {
    const bodies = missing.map((each) => each.clusterId).join(', ');
    return shortfall(
      'MRG_NOTICE_MISSING',
      [`no legal notice of ${bodies}`, `aucun avis publié par ${bodies}`],
      [
        'the legal notice of every participant at least 30 days before the first assembly',
        "l'avis de chaque participante trente jours au moins avant la première assemblée",
      ],
    );
  }
  const last = latest(...Object.values(file.notices).map((notice) => notice.on));
  const others = firstAssembly(file, clusterId);
  const { way } = countingIn(file, 'G3', NOTICE_DELAY);
  const isBroken = others !== undefined && !isKept(NOTICE_DELAY, way, last, others);
  // Waiting is of no use where another assembly was called too soon.
  const earliestLawfulDate = isBroken ? undefined : firstDayAfter(NOTICE_DELAY, way, last);
  return tooClose(last, others === undefined ? on : earliest(on, others), file, { earliestLawfulDate });
}

function tooClose(
  notice: CalendarDate,
  first: CalendarDate,
  file: OperationFile,
  more: Pick<Shortfall, 'earliestLawfulDate' | 'latestLawfulDate'>,
): Shortfall | undefined {
  const counting = countingIn(file, 'G3', NOTICE_DELAY);
  if (isKept(NOTICE_DELAY, counting.way, notice, first)) return undefined;
  const [way, mode] = wayInWords[counting.way];
  const days = String(daysBetween(notice, first));
  return shortfall(
    'MRG_NOTICE_TOO_LATE',
    [
      `a legal notice on ${notice}, ${days} days before the first assembly on ${first}`,
      `un avis publié le ${notice}, ${days} jours avant la première assemblée le ${first}`,
    ],
    [`30 days before the first assembly, ${way}`, `trente jours avant la première assemblée, ${mode}`],
    { ...more, delay: countedDelay(NOTICE_DELAY, counting, 'notice', notice, first) },
  );
}

/** G3: each participant's legal notice at least 30 days before the first assembly of all participants. */
export const notice = guard({
  id: 'G3',
  at: ['publish-notice', 'vote'],
  summary: [
    "Each participant's legal notice at least 30 days before the first assembly of all participants.",
    "L'avis de chaque participante trente jours au moins avant la première assemblée de toutes.",
  ],
  delay: NOTICE_DELAY,
  ofUnions: 'none',
  versions: [{ id: 'G3.2015', validFrom: DECREE_IN_FORCE, citation: texts.notice }],
  check: misplaced,
  occasions: ({ participants, votes, assemblies, notices }, { on }) =>
    participants.map(({ clusterId }) => {
      const heldOn = votes[clusterId]?.on ?? assemblies[clusterId];
      const isOver =
        clusterId in votes || (heldOn !== undefined && participants.every((each) => each.clusterId in notices));
      const act = { act: 'vote', clusterId, on: heldOn ?? on, clause: undefined } as const;
      return { clusterId, state: isOver ? 'done' : 'to-come', act };
    }),
});
