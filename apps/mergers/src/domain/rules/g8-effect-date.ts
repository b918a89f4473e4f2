import { calendarDate, latest, type CalendarDate } from '#libs/kernel';
import { foundedBy, type ActNamed, type OperationFile } from './act.ts';
import { conditionsLiftedOn } from './g7-conditions.ts';
import { guard, shortfall, type Shortfall, type Words } from './rule.ts';
import { DECREE_IN_FORCE, texts } from './texts.ts';

/** The day of the last favourable deliberation; undefined until every assembly has approved. */
export function lastApproval(file: Pick<OperationFile, 'participants' | 'votes'>): CalendarDate | undefined {
  const days = file.participants.flatMap(({ clusterId }) => {
    const vote = file.votes[clusterId];
    return vote?.outcome === 'adopted' ? [vote.on] : [];
  });
  return days.length < file.participants.length ? undefined : latest(...days);
}

/**
 * The day of legal effect: the treaty's where it sets one; else, for a new body, its publication in the Journal officiel, of several
 * that of the last one; else the last deliberation. Never before the last approval, nor before the last blocking condition was lifted.
 * Undefined while one of the facts that it rests on is missing.
 */
export function effectDay(file: OperationFile, journalOfficielOn?: CalendarDate): CalendarDate | undefined {
  const approvedOn = lastApproval(file);
  if (approvedOn === undefined || file.plan === undefined) return undefined;
  const floor = latest(approvedOn, conditionsLiftedOn(file) ?? approvedOn);
  const treaty = file.plan.plan.effectDate;
  if (treaty !== undefined) return latest(calendarDate(treaty), floor);
  if (foundedBy(file.plan.plan, file).length === 0) return floor;
  return journalOfficielOn === undefined ? undefined : latest(journalOfficielOn, floor);
}

/** Where no body is founded, and the treaty sets no date and no blocking condition, the last favourable vote is the effect. */
export function voteIsEffect({ participants, plan }: Pick<OperationFile, 'participants' | 'plan'>): boolean {
  if (plan === undefined || foundedBy(plan.plan, { participants }).length > 0) return false;
  return plan.plan.effectDate === undefined && plan.plan.conditions.every(({ blocking }) => !blocking);
}

const REQUIRED =
  "the treaty's date, else the publication of a new body in the Journal officiel, else the last deliberation";
const REQUIS =
  "la date du traité, sinon la publication de l'association nouvelle au Journal officiel, sinon la dernière délibération";

function tooEarly({ on, journalOfficielOn }: ActNamed<'take-effect'>, file: OperationFile): Shortfall | undefined {
  if (lastApproval(file) === undefined) {
    const found: Words = [
      'not every assembly has approved the plan',
      "toutes les assemblées n'ont pas approuvé le projet",
    ];
    return shortfall('MRG_EFFECT_TOO_EARLY', found, [REQUIRED, REQUIS]);
  }
  const lawfulFrom = effectDay(file, journalOfficielOn);
  if (lawfulFrom === undefined)
    return shortfall(
      'MRG_JOURNAL_OFFICIEL_MISSING',
      [
        'neither a date in the treaty nor a publication in the Journal officiel',
        'ni date dans le traité, ni publication au Journal officiel',
      ],
      [
        'the day on which the declaration of the new body was published in the Journal officiel',
        "le jour de publication au Journal officiel de la déclaration de l'association nouvelle",
      ],
    );
  if (on >= lawfulFrom) return undefined;
  return shortfall(
    'MRG_EFFECT_TOO_EARLY',
    [`effect asked for on ${on}`, `effet demandé le ${on}`],
    [`${REQUIRED}: ${lawfulFrom}`, `${REQUIS} : le ${lawfulFrom}`],
    { earliestLawfulDate: lawfulFrom },
  );
}

/** G8: the day of legal effect. */
export const effectDate = guard({
  id: 'G8',
  at: ['take-effect'],
  summary: [
    "Legal effect: the treaty's date, else the publication of a new body, else the last deliberation; never before the last approval.",
    "Date d'effet : celle du traité, sinon la publication de l'association nouvelle, sinon la dernière délibération.",
  ],
  ofUnions: { id: 'G8.union', citation: texts.union },
  ofRestorations: { id: 'G8.restoration', citation: texts.refounding },
  versions: [
    { id: 'G8.contract', validTo: DECREE_IN_FORCE, citation: texts.newBody1901 },
    { id: 'G8.2015', validFrom: DECREE_IN_FORCE, citation: texts.effect },
  ],
  check: tooEarly,
  occasions: ({ effectiveOn }, { on }) => {
    if (effectiveOn === undefined)
      return [
        {
          state: 'to-come',
          act: { act: 'take-effect', on, journalOfficielOn: undefined },
          note: { required: REQUIRED, inFrench: { required: REQUIS } },
        },
      ];
    // The publication that an effect rests on is not after it.
    return [{ state: 'done', act: { act: 'take-effect', on: effectiveOn, journalOfficielOn: effectiveOn } }];
  },
});
