/**
 * By which rule an annulment counts from the day on which the judgement is final, where the judgement names no other one: the law of associations has none of its own, and that of companies
 * leaves what was done between the effect and the publication of the nullity.
 */
export const NULLITY =
  "Code de commerce, art. L. 235-11, par analogie (la nullité d'une fusion est sans effet sur ce qui est né entre sa prise d'effet et la publication du jugement), et Code de procédure civile, art. 500";
