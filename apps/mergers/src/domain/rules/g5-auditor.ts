import { addDays, calendarDate, earliest, type CalendarDate } from '#libs/kernel';
import { firstAssembly, type ActNamed, type Opened, type OperationFile } from './act.ts';
import { guard, shortfall, type Shortfall, type Words } from './rule.ts';
import { DECREE_IN_FORCE, texts } from './texts.ts';

/** Contributions of that many euros or more need the report of an auditor (décret n° 2015-1017, art. 1er). */
export const AUDITOR_THRESHOLD_EUROS = 1_550_000;

const REQUIRED: Words = [
  "an auditor's report among the documents, dated before the first assembly: contributions reach EUR 1,550,000",
  'un rapport du commissaire parmi les documents, antérieur à la première assemblée : les apports atteignent 1 550 000 euros',
];

/** Contributions that nobody has valued yet ask for none. */
export function needsAuditor({ plan }: OperationFile): boolean {
  return (plan?.plan.contributionsEuros ?? 0) >= AUDITOR_THRESHOLD_EUROS;
}

function unaudited(act: ActNamed<'open-documents' | 'vote'>, file: OperationFile): Shortfall | undefined {
  if (act.act === 'open-documents') return notAmong(act, file);
  const others = firstAssembly(file, act.clusterId);
  return undated(
    file.documents[act.clusterId]?.auditorReport,
    others === undefined ? act.on : earliest(act.on, others),
    others,
  );
}

/** A report that is dated after the day on which the documents are opened cannot be among them. */
function notAmong({ auditorReport, on }: ActNamed<'open-documents'>, file: OperationFile): Shortfall | undefined {
  if (auditorReport !== undefined && auditorReport.date > on)
    return shortfall(
      'MRG_AUDITOR_REPORT_TOO_LATE',
      [
        `a report of ${auditorReport.date} among documents opened on ${on}`,
        `un rapport du ${auditorReport.date} parmi des documents mis à disposition le ${on}`,
      ],
      REQUIRED,
      { earliestLawfulDate: calendarDate(auditorReport.date) },
    );
  return undated(auditorReport, firstAssembly(file));
}

function undated(
  report: Opened['auditorReport'],
  first: CalendarDate | undefined,
  others?: CalendarDate,
): Shortfall | undefined {
  if (report === undefined) {
    const found: Words = [
      "no auditor's report among the documents",
      'aucun rapport du commissaire parmi les documents',
    ];
    return shortfall('MRG_AUDITOR_REPORT_MISSING', found, REQUIRED);
  }
  if (first === undefined || report.date < first) return undefined;
  const found: Words = [
    `a report of ${report.date}, and the first assembly on ${first}`,
    `un rapport du ${report.date}, et la première assemblée le ${first}`,
  ];
  const isBroken = others !== undefined && report.date >= others;
  const more = isBroken ? {} : { earliestLawfulDate: addDays(calendarDate(report.date), 1) };
  return shortfall('MRG_AUDITOR_REPORT_TOO_LATE', found, REQUIRED, more);
}

/** G5: from EUR 1,550,000 of contributions on, an auditor's report dated before the first assembly and among the documents. */
export const auditor = guard({
  id: 'G5',
  at: ['open-documents', 'vote'],
  summary: [
    "Contributions of EUR 1,550,000 or more: an auditor's report dated before the first assembly and among the documents.",
    'Apports de 1 550 000 euros ou plus : un rapport du commissaire antérieur à la première assemblée, parmi les documents.',
  ],
  ofUnions: 'none',
  versions: [{ id: 'G5.2015', validFrom: DECREE_IN_FORCE, citation: texts.auditor }],
  applies: (_act, file) => needsAuditor(file),
  check: unaudited,
  occasions: (file, { on }) => {
    if (!needsAuditor(file)) return [];
    return file.participants.map(({ clusterId }) => {
      const opened = file.documents[clusterId];
      const act = {
        act: 'open-documents',
        clusterId,
        auditorReport: opened?.auditorReport,
        on: opened?.on ?? on,
      } as const;
      return { clusterId, state: opened === undefined ? 'to-come' : 'done', act };
    });
  },
});
