/** What the report says of a key that no phase of the import looked at. Spelled again, so that a change shows. */
export const unaccounted = 'Podlock does not know this key';
