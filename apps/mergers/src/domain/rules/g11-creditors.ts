import { latest, type CalendarDate } from '#libs/kernel';
import type { ActNamed, OperationFile, Opposition } from './act.ts';
import { countedDelay, countingIn } from './counting.ts';
import { lastDayWithin } from './delay.ts';
import { guard, shortfall, type GuardDelay, type Shortfall } from './rule.ts';
import { CREDITORS_RENUMBERED, DECREE_IN_FORCE, texts } from './texts.ts';

/** It runs forwards: a last day that is no working day runs to the next one. */
export const OPPOSITION_DELAY: GuardDelay = {
  ...{ amount: 30, unit: 'days', runs: 'within', way: 'plain-forwards' },
  basis: 'Code de procédure civile, art. 641 et 642',
};

/** Those to whose creditors the merger is not opposable yet. */
export function unresolved({ oppositions }: Pick<OperationFile, 'oppositions'>): readonly Opposition[] {
  return oppositions.filter(({ resolved }) => resolved === undefined);
}

/** The last day for oppositions by the creditors of a body; undefined until every participant has published its notice. */
export function lastDayOfOppositions(file: OperationFile, clusterId: string): CalendarDate | undefined {
  const noticed = file.participants.flatMap((each) => file.notices[each.clusterId]?.on ?? []);
  if (noticed.length < file.participants.length) return undefined;
  const seat = file.plan?.plan.parameters?.seats?.find((each) => each.clusterId === clusterId);
  const { way } = countingIn(file, 'G11', OPPOSITION_DELAY);
  return lastDayWithin(OPPOSITION_DELAY, way, latest(...noticed), seat?.department);
}

function inadmissible(act: ActNamed<'oppose' | 'take-effect'>, file: OperationFile): Shortfall | undefined {
  if (act.act === 'take-effect') return undefined;
  const noticeOn = file.notices[act.clusterId]?.on;
  if (noticeOn === undefined)
    return shortfall(
      'MRG_NOTICE_MISSING',
      ['no legal notice of this body', 'aucun avis publié par cette association'],
      ['a legal notice, from which the delay of its creditors runs', 'un avis, dont court le délai de ses créanciers'],
    );
  return tooYoung(act, noticeOn) ?? tooLate(act, file);
}

function tooYoung({ claimSince }: ActNamed<'oppose'>, noticeOn: CalendarDate): Shortfall | undefined {
  if (claimSince < noticeOn) return undefined;
  return shortfall(
    'MRG_CLAIM_NOT_OLDER',
    [
      `a claim since ${claimSince}, and a legal notice on ${noticeOn}`,
      `une créance du ${claimSince}, et un avis du ${noticeOn}`,
    ],
    ['a claim older than the legal notice', "une créance antérieure à l'avis"],
    { isFailure: true },
  );
}

function tooLate({ clusterId, on }: ActNamed<'oppose'>, file: OperationFile): Shortfall | undefined {
  const last = lastDayOfOppositions(file, clusterId);
  if (last === undefined || on <= last) return undefined;
  const notice = latest(...Object.values(file.notices).map((each) => each.on));
  const counting = countingIn(file, 'G11', OPPOSITION_DELAY);
  return shortfall(
    'MRG_OPPOSITION_TOO_LATE',
    [
      `an opposition on ${on}, the last legal notice on ${notice}`,
      `une opposition le ${on}, le dernier avis le ${notice}`,
    ],
    [
      `30 days from the last legal notice: ${last} at the latest`,
      `trente jours à compter du dernier avis : le ${last} au plus tard`,
    ],
    { latestLawfulDate: last, isFailure: true, delay: countedDelay(OPPOSITION_DELAY, counting, 'notice', notice, on) },
  );
}

/** G11: creditors may oppose for 30 days from the last notice, for older claims; an opposition never blocks the effect. */
export const creditors = guard({
  id: 'G11',
  at: ['oppose', 'take-effect'],
  summary: [
    'Creditors with a claim older than the notice may oppose for 30 days from the last notice; it never blocks the effect.',
    "Les créanciers antérieurs à l'avis peuvent former opposition trente jours à compter du dernier avis, sans bloquer l'effet.",
  ],
  delay: OPPOSITION_DELAY,
  versions: [
    { id: 'G11.2015', validFrom: DECREE_IN_FORCE, validTo: CREDITORS_RENUMBERED, citation: texts.creditors },
    { id: 'G11.2023', validFrom: CREDITORS_RENUMBERED, citation: texts.creditors2023 },
  ],
  applies: ({ act }, { oppositions }) => act === 'oppose' || oppositions.length > 0,
  check: inadmissible,
  occasions: (file, { on }) => {
    if (file.oppositions.length === 0) return [];
    const open = unresolved(file)
      .map(({ creditor }) => creditor)
      .join(', ');
    const found = `not opposable to: ${open}`;
    const note = open === '' ? {} : { note: { found, inFrench: { found: `inopposable à : ${open}` } } };
    const act = { act: 'take-effect', on: file.effectiveOn ?? on, journalOfficielOn: undefined } as const;
    return [{ state: 'settled', act, ...note }];
  },
});
