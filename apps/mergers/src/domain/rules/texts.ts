import { calendarDate } from '#libs/kernel';

/** Entry into force of décret n° 2015-832 of 7 July 2015 (art. 15-1 to 15-7 of the decree of 16 August 1901). */
export const DECREE_IN_FORCE = calendarDate('2015-10-01');

/** Entry into force of ordonnance n° 2016-131 (reform of the law of contracts). */
export const CONTRACT_REFORM = calendarDate('2016-10-01');

/** Entry into force of décret n° 2017-908, which changed art. 15-4 of the decree of 16 August 1901. */
export const DOCUMENTS_REFORM = calendarDate('2017-05-11');

/** Entry into force of ordonnance n° 2023-393 of 24 May 2023, which renumbered the articles on creditors. */
export const CREDITORS_RENUMBERED = calendarDate('2023-07-01');

/** Recodification of the Code du travail, and the two later places of the consultation of the staff committee. */
export const LABOUR_CODE = calendarDate('2008-05-01');
export const LABOUR_DIALOGUE = calendarDate('2016-01-01');
export const STAFF_COMMITTEE = calendarDate('2018-01-01');

const ARTICLE_9_BIS = 'Loi du 1er juillet 1901, art. 9 bis';

/** The texts that rules cite. */
export const texts = {
  contract1108: 'Code civil, art. 1108 (ancien); loi du 1er juillet 1901, art. 1er',
  contract1134: 'Code civil, art. 1134 (ancien); loi du 1er juillet 1901, art. 9',
  newBody1901: 'Loi du 1er juillet 1901, art. 5; Code civil, art. 1134 (ancien)',
  condition1168: 'Code civil, art. 1168 et 1181 (anciens)',
  condition1304: 'Code civil, art. 1304 et 1304-6',
  concordantDeliberations: `${ARTICLE_9_BIS}, I (loi n° 2014-856 du 31 juillet 2014, art. 71); décret du 16 août 1901, art. 15-1`,
  twoMonths: 'Décret du 16 août 1901, art. 15-1 (décret n° 2015-832 du 7 juillet 2015)',
  notice: 'Décret du 16 août 1901, art. 15-3 (décret n° 2015-832 du 7 juillet 2015)',
  documents: 'Décret du 16 août 1901, art. 15-4 (décret n° 2015-832 du 7 juillet 2015)',
  documents2017: 'Décret du 16 août 1901, art. 15-4 (décret n° 2017-908 du 6 mai 2017)',
  auditor: `${ARTICLE_9_BIS}, II; décret n° 2015-1017 du 18 août 2015, art. 1er`,
  revision: 'Décret du 16 août 1901, art. 15-1 à 15-4',
  staff1982: 'Code du travail, art. L. 432-1 (ancien)',
  staff2008: 'Code du travail, art. L. 2323-19 (ancien)',
  staff2016: 'Code du travail, art. L. 2323-33 (ancien)',
  staff2018: 'Code du travail, art. L. 2312-8',
  union: 'Loi du 1er juillet 1901, art. 5; décret du 16 août 1901, art. 7',
  refounding:
    "Loi du 1er juillet 1901, art. 1er, 2 et 5 (la convention d'association, et la publication qui rend capable)",
  sameForms: 'Loi du 1er juillet 1901, art. 9; parallélisme des formes',
  creditors: `${ARTICLE_9_BIS}; Code de commerce, art. L. 236-14 (ancien) et R. 236-8 (ancien)`,
  creditors2023: `${ARTICLE_9_BIS}; Code de commerce, art. L. 236-15 (ordonnance n° 2023-393 du 24 mai 2023)`,
  dissolutionClause: `${ARTICLE_9_BIS}, I`,
  universalTransfer: `${ARTICLE_9_BIS}, III`,
  effect: `${ARTICLE_9_BIS}, IV`,
} as const;
