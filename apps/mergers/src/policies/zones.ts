/** Where the civil day begins elsewhere than in Paris, by department or overseas collectivity (tz database). */
const OVERSEAS: Readonly<Record<string, string>> = {
  '971': 'America/Guadeloupe',
  '972': 'America/Martinique',
  '973': 'America/Cayenne',
  '974': 'Indian/Reunion',
  '975': 'America/Miquelon',
  '976': 'Indian/Mayotte',
  '977': 'America/St_Barthelemy',
  '978': 'America/Marigot',
  '986': 'Pacific/Wallis',
  '987': 'Pacific/Tahiti',
  '988': 'Pacific/Noumea',
};

/** The zone of a seat, by the first of its departments; undefined where it is that of Paris. */
export function zoneOf([seat = '']: readonly string[]): string | undefined {
  return OVERSEAS[seat];
}
