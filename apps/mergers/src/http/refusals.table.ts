import { translator, withSentences, type RefusalTable } from '#libs/commands';
import type { DryRunRejection } from '../domain/dry-run/kept.ts';
import type { OperationRejection } from '../domain/operation/operation.commands.ts';
import { phrases } from './refusals.french.ts';

export type MergersCode = (OperationRejection | DryRunRejection)['type'];

const titles: RefusalTable<MergersCode> = {
  MRG_OPERATION_NOT_FOUND: { status: 404, title: 'Operation not found.', inFrench: 'Opération introuvable.' },
  MRG_OPERATION_EXISTS: {
    status: 409,
    title: 'An operation with this id exists with different data.',
    inFrench: "Une opération existe sous cet identifiant avec d'autres données.",
  },
  MRG_DRY_RUN_EXISTS: {
    status: 409,
    title: 'A dry run of another operation is kept under this id.',
    inFrench: 'Une simulation d’une autre opération est conservée sous cet identifiant.',
  },
  MRG_NOTHING_TO_FORESEE: {
    status: 409,
    title: 'The operation has no plan whose effect lies ahead.',
    inFrench: "L'opération n'a pas de projet dont l'effet soit à venir.",
  },
  MRG_PARTICIPANTS_DO_NOT_FIT: {
    status: 400,
    title: 'The participants or their roles do not match the kind of operation, or do not stand.',
    inFrench: "Les participantes ou leurs rôles ne conviennent pas à ce type d'opération, ou n'existent pas.",
    path: '/participants',
  },
  MRG_WRONG_STATUS: {
    status: 409,
    title: 'The status of the operation does not permit this act.',
    inFrench: "L'état de l'opération ne permet pas cet acte.",
  },
  MRG_NOT_A_PARTICIPANT: {
    status: 409,
    title: 'The body does not participate in the operation.',
    inFrench: "L'association ne participe pas à l'opération.",
  },
  MRG_PLAN_INCONSISTENT: {
    status: 400,
    title: 'The plan contradicts the operation, the register or itself.',
    inFrench: "Le projet contredit l'opération, le registre ou lui-même.",
    path: '/plan',
  },
  MRG_PLAN_NOT_FEASIBLE: {
    status: 409,
    title: 'What the operation names does not exist, stands no more, or is not its own.',
    inFrench: "Ce que nomme l'opération n'existe pas, n'existe plus ou n'est pas à elle.",
  },
  MRG_PLAN_HAS_OPEN_POINTS: {
    status: 409,
    title: 'A plan with open points cannot be adopted.',
    inFrench: 'Un projet comportant des points ouverts ne peut être arrêté.',
  },
  MRG_OUT_OF_ORDER: {
    status: 409,
    title: 'The act is dated before the act it depends on.',
    inFrench: "L'acte est antérieur à celui dont il dépend.",
  },
  MRG_TALLY_IMPOSSIBLE: {
    status: 422,
    title: 'The figures of the ballot are impossible.',
    inFrench: 'Les chiffres du scrutin sont impossibles.',
  },
  MRG_ALREADY_VOTED: {
    status: 409,
    title: 'The assembly of this body has already approved the plan.',
    inFrench: "L'assemblée de cette association a déjà approuvé le projet.",
  },
  MRG_FACT_NOT_FOUND: {
    status: 404,
    title: 'Nothing that was recorded here has this id, or it was taken back.',
    inFrench: "Rien n'est enregistré sous cet identifiant, ou cela a été retiré.",
  },
  MRG_FACT_CONTRADICTED: {
    status: 409,
    title: 'Something else that is recorded cannot be so together with this.',
    inFrench: "Autre chose d'enregistré ne peut être vrai en même temps.",
  },
  MRG_ANNULMENT_NOT_FEASIBLE: {
    status: 409,
    title: 'Nothing can go back out of a body that has disappeared itself.',
    inFrench: "Rien ne peut revenir d'une association qui a elle-même disparu.",
  },
  MRG_CONDITION_UNKNOWN: {
    status: 409,
    title: 'Condition not found in the plan.',
    inFrench: 'Condition absente du projet.',
  },
  MRG_DECLARATION_MISSING: {
    status: 409,
    title: 'The effect has not yet been declared to the prefecture (law of 1901, art. 5).',
    inFrench: "L'effet n'a pas encore été déclaré à la préfecture (loi de 1901, art. 5).",
  },
  MRG_REPORTS_MISSING: {
    status: 409,
    title: 'A context has not yet reported what it transferred.',
    inFrench: "Un contexte n'a pas encore indiqué ce qu'il a transféré.",
  },
  MRG_NOT_SET_ASIDE: {
    status: 409,
    title: 'No context has set this reference aside.',
    inFrench: "Aucun contexte n'a mis cette référence de côté.",
  },
  MRG_REFERENCES_SET_ASIDE: {
    status: 409,
    title: 'A reference that could not be moved is set aside: mend its cause and retry, or pass it over.',
    inFrench:
      "Une référence qui n'a pu être transférée est de côté : corrigez-en la cause et réessayez, ou passez outre.",
  },
  MRG_PLANS_DIFFER: {
    status: 409,
    title: 'Every board must adopt the same plan.',
    inFrench: "Chaque organe d'administration doit arrêter le même projet.",
  },
  MRG_ASSEMBLY_TOO_EARLY: {
    status: 409,
    title: 'An assembly may decide two calendar months after its board at the earliest.',
    inFrench: "Une assemblée ne peut délibérer que deux mois au moins après l'arrêté du projet.",
  },
  MRG_STATUTES_UNKNOWN: {
    status: 409,
    title: 'A vote requires the dissolution clause of the statutes in force on that day.',
    inFrench: 'Un vote requiert la clause de dissolution des statuts en vigueur ce jour.',
  },
  MRG_CONDITION_OPEN: {
    status: 409,
    title: 'A blocking condition is open.',
    inFrench: "Une condition suspensive n'est pas levée.",
  },
  MRG_JOURNAL_OFFICIEL_MISSING: {
    status: 409,
    title: 'A new body takes effect with its publication in the Journal officiel.',
    inFrench: 'Une association nouvelle prend effet avec sa publication au Journal officiel.',
  },
  MRG_TREATY_SETS_THE_DAY: {
    status: 409,
    title: 'The treaty sets the day of the effect; another day is another version of the plan (G9).',
    inFrench: "Le traité fixe le jour de l'effet ; un autre jour est une autre version du projet (G9).",
  },
  MRG_TARGET_NOT_PASSED: {
    status: 409,
    title: 'The operation has no target, or one that has not passed.',
    inFrench: "L'opération n'a pas de date visée, ou une date qui n'est pas passée.",
  },
  MRG_EFFECT_TOO_EARLY: {
    status: 409,
    title: 'The effect cannot be earlier than the first lawful day.',
    inFrench: "L'effet ne peut précéder le premier jour licite.",
  },
  MRG_BODY_ENGAGED: {
    status: 409,
    title: 'A body cannot be in two operations past ADOPTED at the same time.',
    inFrench: 'Une association ne peut être engagée par deux opérations arrêtées à la fois.',
  },
  MRG_NOTICE_MISSING: {
    status: 409,
    title: 'The legal notice has not been published.',
    inFrench: "L'avis n'a pas été publié.",
  },
  MRG_NOTICE_TOO_LATE: {
    status: 409,
    title: 'Each legal notice stands at least 30 days before the first assembly.',
    inFrench: 'Chaque avis précède de trente jours au moins la première assemblée.',
  },
  MRG_DOCUMENTS_MISSING: {
    status: 409,
    title: 'The documents have not been opened to the members.',
    inFrench: "Les documents n'ont pas été mis à la disposition des membres.",
  },
  MRG_DOCUMENTS_TOO_LATE: {
    status: 409,
    title: 'Documents are open at least 30 days before the assembly and no later than the legal notice.',
    inFrench:
      "Les documents sont à disposition trente jours au moins avant l'assemblée et au plus tard le jour de l'avis.",
  },
  MRG_AUDITOR_REPORT_MISSING: {
    status: 409,
    title: "Contributions of that value need an auditor's report among the documents.",
    inFrench: 'Des apports de cette valeur requièrent un rapport du commissaire parmi les documents.',
  },
  MRG_AUDITOR_REPORT_TOO_LATE: {
    status: 409,
    title: "The auditor's report is dated before the first assembly and is among the documents.",
    inFrench: 'Le rapport du commissaire est antérieur à la première assemblée et figure parmi les documents.',
  },
  MRG_REVISED_SINCE: {
    status: 409,
    title: 'The plan was revised since: adoption, legal notices and documents start again.',
    inFrench: 'Le projet a été révisé depuis : arrêté, avis et documents reprennent.',
  },
  MRG_STAFF_NOT_CONSULTED: {
    status: 409,
    title: 'The staff committee gives its opinion before the board adopts the plan.',
    inFrench: "Le comité du personnel rend son avis avant l'arrêté du projet.",
  },
  MRG_NOT_TO_JOIN: {
    status: 409,
    title: 'The plan does not name this organisation among those that are to join.',
    inFrench: 'Le projet ne nomme pas cette organisation parmi celles qui doivent adhérer.',
  },
  MRG_ACCESSION_TO_ANOTHER_PLAN: {
    status: 409,
    title: 'An accession is to the plan on the table: a revised plan is another one.',
    inFrench: 'Une adhésion vaut pour le projet en cours : un projet révisé en est un autre.',
  },
  MRG_ALREADY_ACCEDED: {
    status: 409,
    title: 'The organisation has acceded to the plan already.',
    inFrench: "L'organisation a déjà adhéré au projet.",
  },
  MRG_NOT_ACCEDED: {
    status: 409,
    title: 'There is no accession of the organisation that could be withdrawn.',
    inFrench: "Aucune adhésion de l'organisation ne peut être retirée.",
  },
  MRG_ACCESSION_TOO_LATE: {
    status: 409,
    title: 'Organisations accede by the day of the effect, and withdraw before it.',
    inFrench: "Les organisations adhèrent au plus tard le jour de l'effet et se retirent avant ce jour.",
  },
  MRG_ORGANISATION_GONE: {
    status: 409,
    title: 'The organisation is not in the register, has ceased, or another entry stands for it.',
    inFrench: "L'organisation n'est pas au registre, a cessé d'exister, ou une autre fiche le remplace.",
  },
  MRG_OPPOSITION_TOO_LATE: {
    status: 409,
    title: 'Creditors may oppose for 30 days from the last legal notice.',
    inFrench: 'Les créanciers peuvent former opposition trente jours à compter du dernier avis.',
  },
  MRG_CLAIM_NOT_OLDER: {
    status: 409,
    title: 'Only a claim older than the legal notice permits an opposition.',
    inFrench: "Seule une créance antérieure à l'avis permet une opposition.",
  },
  MRG_OPPOSITION_EXISTS: {
    status: 409,
    title: 'An opposition with this id exists with different data.',
    inFrench: "Une opposition existe sous cet identifiant avec d'autres données.",
  },
  MRG_OPPOSITION_UNKNOWN: {
    status: 409,
    title: 'Opposition not found in the operation.',
    inFrench: "Opposition absente de l'opération.",
  },
};

/** How the refusals of this context read at the edge. */
export const mergersRefusals = withSentences(titles, translator(phrases));
