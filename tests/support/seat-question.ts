/** Seven units with the same figures: lots decide the last seats of a house that is no multiple of seven. */
export const EQUAL_UNITS = ['Lyon', 'Grenoble', 'Annecy', 'Valence', 'Roanne', 'Clermont', 'Vienne'];

export function equalSeats(bodyId: string, house: number) {
  const criteria = [{ name: 'members', weight: { numerator: '1', denominator: '1' } }];
  const units = EQUAL_UNITS.map((unit) => ({ unit, figures: [1] }));
  return { bodyId, house, method: 'sainte-lague', criteria, units, figuresOn: '2010-01-01' };
}
