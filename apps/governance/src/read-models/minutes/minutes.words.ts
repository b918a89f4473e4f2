import type {
  bodyKindSchema,
  clauseKindSchema,
  electionOutcomeSchema,
  irregularitySchema,
  meetingEvents,
  tieRuleSchema,
} from '#libs/contracts';
import type { z } from 'zod';
import type { MinutedResolution } from './minutes.view.ts';

type Decided = NonNullable<MinutedResolution['decision']>;
type Reckoning = NonNullable<Decided['reckoning']>;
type NoticeBy = NonNullable<z.infer<typeof meetingEvents.MeetingConvened.schema>['notice']>['by'];

/** The languages that minutes are printed in. */
export const LANGUAGES = ['fr', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/** The words of the office that prints minutes. */
interface Words {
  readonly months: readonly string[];
  readonly firstOfMonth: string;
  readonly minutes: string;
  readonly extract: string;
  readonly second: string;
  /** Between a name and what it is of. */
  readonly colon: string;
  readonly convened: string;
  readonly convenedFor: string;
  readonly signatures: string;
  readonly heldOn: string;
  readonly notice: Readonly<Record<NoticeBy, string>>;
  readonly sentTo: string;
  readonly proof: string;
  readonly chair: string;
  readonly secretary: string;
  readonly agenda: string;
  readonly attendance: string;
  readonly members: string;
  readonly present: string;
  readonly represented: string;
  readonly roll: string;
  readonly differs: string;
  readonly resolution: string;
  readonly kind: string;
  readonly kinds: Readonly<Record<z.infer<typeof clauseKindSchema>, string>>;
  readonly bodyKinds: Readonly<Record<z.infer<typeof bodyKindSchema>, string>>;
  readonly statutes: string;
  readonly quorum: string;
  readonly quorumOf: Readonly<Record<Reckoning['quorum']['of'], string>>;
  readonly needed: string;
  readonly of: string;
  readonly votes: Readonly<Record<'for' | 'against' | 'abstentions' | 'blank' | 'invalid', string>>;
  readonly ballot: Readonly<Record<'open' | 'secret', string>>;
  readonly base: string;
  readonly bases: Readonly<Record<Reckoning['majority']['of'], string>>;
  readonly inFavour: string;
  readonly threshold: string;
  readonly exceeded: string;
  readonly reached: string;
  readonly castingVote: Readonly<Record<'for' | 'against', string>>;
  readonly outcome: string;
  readonly outcomes: Readonly<Record<'tabled' | 'adopted' | 'rejected' | 'inquorate', string>>;
  readonly election: string;
  readonly round: string;
  readonly ballots: string;
  readonly elected: string;
  readonly electionOutcomes: Readonly<Record<z.infer<typeof electionOutcomeSchema>, string>>;
  readonly tie: string;
  readonly tieRules: Readonly<Record<z.infer<typeof tieRuleSchema>, string>>;
  readonly irregular: string;
  readonly irregularities: Readonly<Record<z.infer<typeof irregularitySchema>['kind'], string>>;
  readonly known: string;
  readonly certified: string;
}

const FR: Words = {
  months: 'janvier février mars avril mai juin juillet août septembre octobre novembre décembre'.split(' '),
  firstOfMonth: '1er',
  minutes: 'Procès-verbal',
  extract: 'Extrait du procès-verbal',
  second: 'Seconde convocation',
  colon: '\u00a0: ',
  convened: 'Convocation',
  convenedFor: 'pour le',
  signatures: 'Signatures',
  heldOn: 'Réunion du',
  notice: {
    post: 'par voie postale',
    'electronic-mail': 'par courrier électronique',
    hand: 'en main propre',
    publication: 'par publication',
  },
  sentTo: 'destinataires',
  proof: 'empreinte SHA-256 de la preuve',
  chair: 'Présidence de séance',
  secretary: 'Secrétariat de séance',
  agenda: 'Ordre du jour',
  attendance: 'Présence',
  members: 'Membres',
  present: 'Présents',
  represented: 'Représentés',
  roll: 'Liste d’émargement arrêtée, version',
  differs: 'La feuille de présence dit aujourd’hui',
  resolution: 'Résolution',
  kind: 'Nature de la décision',
  kinds: {
    ordinary: 'décision ordinaire',
    amendment: 'modification des statuts',
    dissolution: 'dissolution',
    merger: 'fusion',
    election: 'élection',
    revocation: 'révocation',
    admission: 'admission',
    exclusion: 'exclusion',
    accounts: 'approbation des comptes',
    budget: 'budget',
    fees: 'cotisations',
    'internal-rules': 'règlement intérieur',
    property: 'acte sur le patrimoine',
    agreement: 'convention',
  },
  bodyKinds: {
    assembly: 'assemblée',
    board: 'conseil d’administration',
    bureau: 'bureau',
    college: 'collège',
    'steering-committee': 'comité de pilotage',
  },
  statutes: 'Statuts, version',
  quorum: 'Quorum',
  quorumOf: { present: 'présents', 'present-and-represented': 'présents et représentés' },
  needed: 'requis',
  of: 'sur',
  votes: { for: 'Pour', against: 'Contre', abstentions: 'Abstentions', blank: 'Blancs', invalid: 'Nuls' },
  ballot: { open: 'à main levée', secret: 'à bulletins secrets' },
  base: 'Base de la majorité',
  bases: {
    'votes-cast': 'suffrages exprimés',
    'present-and-represented': 'présents et représentés',
    members: 'membres',
    colleges: 'collèges',
  },
  inFavour: 'Voix favorables retenues',
  threshold: 'Majorité requise',
  exceeded: 'plus de',
  reached: 'au moins',
  castingVote: { for: 'voix prépondérante : pour', against: 'voix prépondérante : contre' },
  outcome: 'Résultat',
  outcomes: {
    tabled: 'non mise aux voix',
    adopted: 'adoptée',
    rejected: 'rejetée',
    inquorate: 'quorum non atteint, rien n’est décidé',
  },
  election: 'Élection',
  round: 'tour',
  ballots: 'Bulletins',
  elected: 'Élus',
  electionOutcomes: {
    elected: 'élection acquise',
    'partly-elected': 'élection acquise en partie',
    tied: 'égalité',
    none: 'aucune candidature élue',
    inquorate: 'quorum non atteint, personne n’est élu',
  },
  tie: 'Égalité résolue',
  tieRules: { age: 'à l’âge', seniority: 'à l’ancienneté', lot: 'par tirage au sort', withdrawal: 'par désistement' },
  irregular: 'Irrégularités',
  irregularities: {
    'decided-by-other-body': 'décision d’un autre organe',
    'not-on-agenda': 'non inscrite à l’ordre du jour',
    'not-convened': 'sans convocation',
    'convened-late': 'convocation tardive',
    'held-on-other-day': 'réunion un autre jour',
    'second-convocation-early': 'seconde convocation prématurée',
    'proxies-over-limit': 'pouvoirs au-delà de la limite',
  },
  known: 'Ce que l’on sait aujourd’hui diffère : sous les statuts connus, le résultat serait',
  certified: 'Certifié conforme',
};

const EN: Words = {
  months: 'January February March April May June July August September October November December'.split(' '),
  firstOfMonth: '1',
  minutes: 'Minutes',
  extract: 'Extract of the minutes',
  second: 'Second convocation',
  colon: ': ',
  convened: 'Convocation',
  convenedFor: 'for',
  signatures: 'Signatures',
  heldOn: 'Meeting of',
  notice: { post: 'by post', 'electronic-mail': 'by electronic mail', hand: 'by hand', publication: 'by publication' },
  sentTo: 'recipients',
  proof: 'SHA-256 of the proof',
  chair: 'In the chair',
  secretary: 'Minutes by',
  agenda: 'Agenda',
  attendance: 'Attendance',
  members: 'Members',
  present: 'Present',
  represented: 'Represented',
  roll: 'Frozen roll, version',
  differs: 'The attendance sheet says today',
  resolution: 'Resolution',
  kind: 'Kind of decision',
  kinds: {
    ordinary: 'ordinary decision',
    amendment: 'amendment of the statutes',
    dissolution: 'dissolution',
    merger: 'merger',
    election: 'election',
    revocation: 'revocation',
    admission: 'admission',
    exclusion: 'exclusion',
    accounts: 'approval of the accounts',
    budget: 'budget',
    fees: 'fees',
    'internal-rules': 'internal rules',
    property: 'act on property',
    agreement: 'agreement',
  },
  bodyKinds: {
    assembly: 'assembly',
    board: 'board',
    bureau: 'bureau',
    college: 'college',
    'steering-committee': 'steering committee',
  },
  statutes: 'Statutes, version',
  quorum: 'Quorum',
  quorumOf: { present: 'present', 'present-and-represented': 'present and represented' },
  needed: 'needed',
  of: 'of',
  votes: { for: 'For', against: 'Against', abstentions: 'Abstentions', blank: 'Blank', invalid: 'Invalid' },
  ballot: { open: 'open ballot', secret: 'secret ballot' },
  base: 'Base of the majority',
  bases: {
    'votes-cast': 'votes cast',
    'present-and-represented': 'present and represented',
    members: 'members',
    colleges: 'colleges',
  },
  inFavour: 'Votes counted in favour',
  threshold: 'Majority needed',
  exceeded: 'more than',
  reached: 'at least',
  castingVote: { for: 'casting vote: for', against: 'casting vote: against' },
  outcome: 'Outcome',
  outcomes: {
    tabled: 'not put to the vote',
    adopted: 'adopted',
    rejected: 'rejected',
    inquorate: 'no quorum, nothing is decided',
  },
  election: 'Election',
  round: 'round',
  ballots: 'Ballots',
  elected: 'Elected',
  electionOutcomes: {
    elected: 'elected',
    'partly-elected': 'elected in part',
    tied: 'a tie',
    none: 'nobody elected',
    inquorate: 'no quorum, nobody is elected',
  },
  tie: 'Tie resolved',
  tieRules: { age: 'by age', seniority: 'by seniority', lot: 'by lot', withdrawal: 'by withdrawal' },
  irregular: 'Irregularities',
  irregularities: {
    'decided-by-other-body': 'decided by another body',
    'not-on-agenda': 'not on the agenda',
    'not-convened': 'not convened',
    'convened-late': 'convened late',
    'held-on-other-day': 'held on another day',
    'second-convocation-early': 'second convocation too early',
    'proxies-over-limit': 'proxies over the limit',
  },
  known: 'What is known today differs: under the statutes as known, the outcome would be',
  certified: 'Certified true copy',
};

const WORDS: Readonly<Record<Language, Words>> = { fr: FR, en: EN };

export function wordsIn(language: Language): Words {
  return WORDS[language];
}

/** A day as an office writes it: `1er mars 2016`, `1 March 2016`. */
export function dayIn(language: Language, day: string): string {
  const { months, firstOfMonth } = WORDS[language];
  const [year = '', month = '', date = ''] = day.split('-');
  const name = months[Number(month) - 1] ?? month;
  return `${date === '01' ? firstOfMonth : String(Number(date))} ${name} ${String(Number(year))}`;
}

/** `7/3` stays a fraction: no rounding decides. Thousands are apart by a narrow space. */
export function exactIn(votes: number | string): string {
  return String(votes).replaceAll(/\d+/g, (digits) => digits.replaceAll(/\B(?=(\d{3})+$)/g, '\u202f'));
}

export type { Words };
