import { calendarDate } from '#libs/kernel';

/** Entry into force of décret n° 2015-832 of 7 July 2015 (art. 15-1 to 15-7 of the decree of 16 August 1901). */
export const DECREE_IN_FORCE = calendarDate('2015-10-01');

/** Entry into force of ordonnance n° 2016-131 (reform of the law of contracts). */
export const CONTRACT_REFORM = calendarDate('2016-10-01');

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
  dissolutionClause: `${ARTICLE_9_BIS}, I`,
  universalTransfer: `${ARTICLE_9_BIS}, III`,
  effect: `${ARTICLE_9_BIS}, IV`,
} as const;
