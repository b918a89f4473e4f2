import type { Phrases } from '#libs/commands';

/** Of each word the sentences that are made with it. */
function each(words: Phrases, sentences: (english: string, french: string) => Phrases): Phrases {
  return Object.fromEntries(
    Object.entries(words).flatMap(([english, french]) => Object.entries(sentences(english, french))),
  );
}

const statuses: Phrases = {
  absent: 'absente',
  exploring: "à l'étude",
  drafted: 'en projet',
  adopted: 'arrêtée',
  published: 'publiée',
  approved: 'approuvée',
  ready: 'prête',
  effective: 'effective',
  declared: 'déclarée',
  closed: 'close',
  annulled: 'annulée',
  rejected: 'rejetée',
  lapsed: 'caduque',
  withdrawn: 'abandonnée',
};

const roles: Phrases = {
  absorbing: 'absorbante',
  absorbed: 'absorbée',
  founding: 'fondatrice',
  split: 'scindée',
  beneficiary: 'bénéficiaire',
  giving: 'apporteuse',
  receiving: 'réceptrice',
  federating: 'fédérée',
  restored: 'rétablie',
};

/** What facts are called. */
const facts: Phrases = {
  adoption: 'arrêté du projet',
  notice: 'avis',
  'documents-opening': 'mise à disposition des documents',
  vote: 'vote',
  condition: 'condition',
  consultation: 'consultation',
  opposition: 'opposition',
  'opposition-outcome': "suite d'une opposition",
  declaration: 'déclaration',
  accession: 'adhésion',
  'accession-withdrawal': "retrait d'une adhésion",
  draft: 'version du projet',
  'adoption by every board': 'arrêté du projet par toutes',
  approval: 'approbation',
  rejection: 'rejet',
  postponement: 'report',
  reminder: 'rappel',
  lapse: 'caducité',
  withdrawal: 'abandon',
  effect: 'effet',
  return: 'retour',
  closing: 'clôture',
  annulment: 'annulation',
};

/** What a plan names once. */
const things: Phrases = {
  condition: 'condition',
  antenna: 'antenne',
  'origin of members': 'origine de membres',
  'college of members': 'collège de membres',
  'organisation that joins': 'organisation qui adhère',
  heir: 'héritière',
  'share of': 'part de',
  'member of a share': "membre d'une part",
  'antenna of a share': "antenne d'une part",
  'college of a share': "collège d'une part",
  'network of a share': "réseau d'une part",
  'subsidy of a share': "subvention d'une part",
  'partnership of a share': "partenariat d'une part",
  body: 'organe',
  office: 'fonction',
  mandate: 'mandat',
  holder: 'titulaire',
};

const operation: Phrases = {
  ...each(statuses, (english, french) => ({
    [english]: french,
    [`the operation is ${english}`]: `l'opération est ${french}`,
  })),
  ...each(roles, (english, french) => ({
    [english]: french,
    [`the ${english} body {body}`]: `l'association ${french} {body}`,
  })),
  ...each(facts, (english, french) => ({ [english]: french, [`${english} of {day}`]: `${french} du {day}` })),
  none: 'aucune',
  'one of none': 'aucune',
  'one of {ids}': "l'une de {ids}",
  'an id of its own': 'un identifiant qui lui soit propre',
  'a dry run of {operation}': "une simulation de l'opération {operation}",
  'an operation with a plan that has not taken effect': "une opération dont le projet n'a pas pris effet",
  'one absorbing body, all others absorbed': 'une association absorbante, toutes les autres absorbées',
  'founding bodies only': 'des associations fondatrices seulement',
  'one body that splits, all others beneficiaries': 'une association scindée, toutes les autres bénéficiaires',
  'one giving body, and at most one receiving': 'une association apporteuse, et une réceptrice au plus',
  'federating bodies only': 'des associations fédérées seulement',
  'the one body that comes back': 'la seule association qui revient',
  '{bodies} bodies in {roles} roles': '{bodies} associations dans {roles} rôles',
  'each body once': 'chaque association une seule fois',
  'two bodies or more, each once': 'deux associations au moins, chacune une seule fois',
};

const acts: Phrases = {
  'adoption on {day}': 'un arrêté le {day}',
  'a vote on {day}': 'un vote le {day}',
  "not before that body's board adopted the plan on {day}":
    "pas avant l'arrêté du projet par l'organe de cette association le {day}",
  'the assembly approved the plan on {day}': "l'assemblée a approuvé le projet le {day}",
  'an assembly that has not decided': "une assemblée qui n'a pas délibéré",
  'a declaration on {day}': 'une déclaration le {day}',
  'the end of the transition on {day}': 'la fin de la transition le {day}',
  'not before the effect of {day}': "pas avant l'effet du {day}",
  'no declaration': 'aucune déclaration',
  'one of the effect to the prefecture at least': "celle de l'effet à la préfecture au moins",
  'no report of {contexts}': 'aucun compte rendu de {contexts}',
  'what was moved, from each of {contexts}': 'ce qui a été transféré, de chacun de {contexts}',
  'each moved or passed over': 'que chacune soit transférée ou laissée',
  'nothing is set aside': "rien n'est de côté",
  'a reference that is set aside': 'une référence mise de côté',
  'a new version of the plan: the day that a treaty sets is what boards and assemblies decide on (G9)':
    'une nouvelle version du projet : organes et assemblées se prononcent sur le jour que fixe le traité (G9)',
  'a treaty that sets the effect for {day}': "un traité qui fixe l'effet au {day}",
  'a target that has passed': 'une date visée qui soit passée',
  'no target': 'aucune date visée',
  'the target of {day}': 'la date visée du {day}',
  'a judgement that is final on {day}': 'un jugement définitif le {day}',
  'not before it was given, and after the effect: {day}': "pas avant qu'il soit rendu, et après l'effet : {day}",
  'a federation under {network}, which had stood before': 'une fédération sous {network}, qui existait auparavant',
  'a restoration, by which nothing has passed': "un rétablissement, par lequel rien n'est passé",
  'its dissolution by the court': 'sa dissolution par le juge',
  'each cluster leaves the network by its own decision': 'chaque association quitte le réseau par sa propre décision',
};

/** What organisations say that are to join. */
const joining: Phrases = {
  'plan {hash}': 'projet {hash}',
  'an accession on {day}': 'une adhésion le {day}',
  'an accession of {day}': 'une adhésion du {day}',
  'not before the draft of {day}': 'pas avant la version du projet du {day}',
  'not before the withdrawal of {day}': 'pas avant le retrait du {day}',
  'not before the accession of {day}': "pas avant l'adhésion du {day}",
  'a withdrawal on {day}': 'un retrait le {day}',
  'one by the day of the effect, {day}': "une au plus tard le jour de l'effet, le {day}",
  'one before the effect of {day}': "un avant l'effet du {day}",
  'a correction of that fact, or its withdrawal before': 'une correction de ce fait, ou son retrait auparavant',
  'no accession': 'aucune adhésion',
  'one withdrawn on {day}': 'une adhésion retirée le {day}',
  'an accession that was not withdrawn': "une adhésion qui n'a pas été retirée",
  '{organisation} acceded on {day}': '{organisation} a adhéré le {day}',
  '{organisation} has not acceded by {day}': "{organisation} n'a pas adhéré au {day}",
  'organisations that are to join': 'des organisations qui doivent adhérer',
  'none: they join where clusters merge or federate':
    'aucune : elles adhèrent là où des associations fusionnent ou se fédèrent',
  '{organisation}, which is to join what it takes part in': '{organisation}, qui adhérerait à ce dont elle est partie',
  'organisations that take no part themselves': "des organisations qui n'y prennent pas part elles-mêmes",
  'an organisation that stands on {day}': 'une organisation qui existe le {day}',
  'organisation {organisation}, which ceased on {day}': "organisation {organisation}, qui a cessé d'exister le {day}",
  'organisation {organisation}, for which {heir} stands': 'organisation {organisation}, que {heir} remplace',
};

const ballots: Phrases = {
  'no more votes than members attending, and somebody present for those represented':
    "pas plus de voix que de membres présents ou représentés, et quelqu'un de présent pour ceux qui sont représentés",
  '{count} present or represented of {members} members': '{count} présents ou représentés sur {members} membres',
  '{count} represented, and nobody present': '{count} représentés, et personne de présent',
  '{votes} votes by {count} present or represented': '{votes} voix pour {count} présents ou représentés',
  '{count} attending in {group}': '{count} présents ou représentés dans {group}',
  '{votes} votes in {group}': '{votes} voix dans {group}',
  '{count} at most': '{count} au plus',
  '{what}: {count} in all groups': '{what} : {count} dans tous les groupes',
  members: 'membres',
  present: 'présents',
  represented: 'représentés',
  for: 'pour',
  against: 'contre',
  abstentions: 'abstentions',
  blank: 'blancs',
  invalid: 'nuls',
  'no groups': 'aucun groupe',
  'a ballot that is not said to be open': "un scrutin dont il n'est pas dit qu'il est public",
  'a secret ballot': 'un scrutin secret',
  'an open ballot': 'un scrutin public',
  'a casting vote': 'une voix prépondérante',
  'a clause that gives one': 'une clause qui en donne une',
  '{for} in favour, {against} against': '{for} pour, {against} contre',
  'as many in favour as against': 'autant de voix pour que contre',
};

const corrections: Phrases = {
  ...each(facts, (english, french) => ({
    [`the id of a fact of this kind, ${english}, that was not voided`]: `l'identifiant d'un fait de ce genre, ${french}, qui n'a pas été retiré`,
  })),
  'it rests on a vote under version {version} of the statutes':
    'il repose sur un vote sous la version {version} des statuts',
  'open: {conditions}': 'non levée : {conditions}',
  'the effect was not declared': "l'effet n'a pas été déclaré",
  'the staff committee of {body} has not given its opinion by {day}':
    "le comité du personnel de {body} n'a pas rendu son avis au {day}",
  'the board of {body} has not adopted the plan': "l'organe d'administration de {body} n'a pas arrêté le projet",
  'the assembly of {body} adopted the plan on {day}': "l'assemblée de {body} a approuvé le projet le {day}",
  'the assembly of {body} rejected the plan on {day}': "l'assemblée de {body} a rejeté le projet le {day}",
  'not every assembly has approved the plan': "toutes les assemblées n'ont pas approuvé le projet",
  'the assembly of {body} has not said no': "l'assemblée de {body} n'a pas dit non",
  'no opposition {opposition} was lodged': "aucune opposition {opposition} n'a été formée",
  'every assembly has approved the plan by {day}': 'toutes les assemblées ont approuvé le projet au {day}',
};

const plans: Phrases = {
  ...each(things, (english, french) => ({
    [`${english} {id} twice`]: `${french} {id} en double`,
    [`each ${english} once`]: `chaque ${french} une seule fois`,
  })),
  'holder {person} of {office} twice': 'titulaire {person} de la fonction {office} en double',
  'successor {body}': 'association successeur {body}',
  'a new body under an id of its own': 'une association nouvelle sous un identifiant propre',
  '{count} holders of {title}': '{count} titulaires de {title}',
  'at most {count}': '{count} au plus',
  '{count} heirs': '{count} héritières',
  'one successor, unless a body splits': 'un seul successeur, sauf scission',
  'an allocation': 'une répartition',
  'one only where a body splits or gives a branch': "aucune, sauf scission ou apport d'une branche",
  'a mapping of antennas': "une correspondance d'antennes",
  'a mapping of colleges': 'une correspondance de collèges',
  antennas: 'des antennes',
  bodies: 'des organes',
  'origins of members': 'des origines de membres',
  'none: the body that comes back decides on them then': "aucun : l'association qui revient en décide alors",
  'none: nothing passes to the umbrella': 'aucune : rien ne passe à la fédération',
  'one heir': 'une seule héritière',
  'two heirs or more of a body that splits': "deux héritières au moins d'une association scindée",
  'heir {body}': 'héritière {body}',
  'another body than the one that splits': 'une autre association que celle qui se scinde',
  'beneficiary {body}': 'bénéficiaire {body}',
  'one of the heirs {bodies}': "l'une des héritières {bodies}",
  'no heir of what no share names': "aucune héritière de ce qu'aucune part ne nomme",
  'an heir for everybody: allocation.otherwise': 'une héritière pour tous : allocation.otherwise',
  'a branch: what of the giving body passes, by its shares':
    "une branche : ce qui passe de l'association apporteuse, par ses parts",
  'no branch': 'aucune branche',
  'an heir of whatever no share names': "une héritière de tout ce qu'aucune part ne nomme",
  'a place in a network': 'une place dans un réseau',
  'none: the giving body keeps its own': "aucune : l'association apporteuse garde les siennes",
  'antenna {antenna} of another heir': "antenne {antenna} d'une autre héritière",
  'toClusterId {body}': 'toClusterId : {body}',
};

const register: Phrases = {
  'cluster {body}, which is not in the register': "association {body}, qui n'est pas au registre",
  'cluster {body}, founded on {day}': 'association {body}, fondée le {day}',
  'cluster {body}, succeeded on {day} and restored on {until}':
    'association {body}, disparue le {day} et rétablie le {until}',
  'cluster {body}, dissolved on {day} and restored on {until}':
    'association {body}, dissoute le {day} et rétablie le {until}',
  'cluster {body}, which has not disappeared': "association {body}, qui n'a pas disparu",
  'cluster {body}, which stands until {day}': "association {body}, qui existe jusqu'au {day}",
  'a cluster that has disappeared before {day}': 'une association disparue avant le {day}',
  'cluster {body}, succeeded on {day}': 'association {body}, disparue par fusion le {day}',
  'cluster {body}, dissolved on {day}': 'association {body}, dissoute le {day}',
  'clusters that stand on {day}': 'des associations qui existent le {day}',
  'clusters of which no end is on record': "des associations dont aucune fin n'est enregistrée",
  'a successor of which no end is on record: a later operation is annulled before an earlier one':
    "un successeur dont aucune fin n'est enregistrée : une opération postérieure s'annule avant une antérieure",
  'a new body under an id of its own, or one that was registered for this operation':
    'une association nouvelle sous un identifiant propre, ou inscrite pour cette opération',
  'successor {body}, which is another cluster of the register':
    'successeur {body}, qui est une autre association du registre',
  'antenna {antenna}': 'antenne {antenna}',
  'antenna {antenna} of cluster {body}': "antenne {antenna} de l'association {body}",
  'an antenna of cluster {body}': "une antenne de l'association {body}",
  'a new antenna under a new id': 'une antenne nouvelle sous un identifiant nouveau',
  'an open antenna of the successor, or one that the plan opens':
    'une antenne ouverte du successeur, ou que le projet ouvre',
  'origin {body}, which is not in the register': "origine {body}, qui n'est pas au registre",
  'network {body}, which is not in the register': "réseau {body}, qui n'est pas au registre",
  'organisation {organisation}, which is not in the register': "organisation {organisation}, qui n'est pas au registre",
  'a cluster of the register': 'une association du registre',
  'an organisation of the register': 'une organisation du registre',
  'subsidy {subsidy}': 'subvention {subsidy}',
  'a subsidy of cluster {body}': "une subvention de l'association {body}",
  'partnership {partner}': 'partenariat {partner}',
  'a partnership of cluster {body}': "un partenariat de l'association {body}",
  'body {organ} of cluster {body}': "organe {organ} de l'association {body}",
  'body {organ}, abolished on {day}': 'organe {organ}, supprimé le {day}',
  'a new body, or one of the successor': 'un organe nouveau, ou du successeur',
  'a body that stands on {day}': 'un organe qui existe le {day}',
  'office {office} of body {organ}': "fonction {office} de l'organe {organ}",
  'a new office, or one of body {organ}': "une fonction nouvelle, ou de l'organe {organ}",
};

/** The sentences of refusals of mergers in French; those of guards come in both languages. */
export const phrases: Phrases = {
  ...operation,
  ...acts,
  ...joining,
  ...ballots,
  ...corrections,
  ...plans,
  ...register,
};
