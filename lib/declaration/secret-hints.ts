/** What to say to those who write a key where a reference to it belongs. */
export const SECRET_HINTS: Readonly<Record<string, string>> = Object.fromEntries(
  [
    'privateKey',
    'private_key',
    'presharedKey',
    'preshared_key',
    'user',
    'username',
    'password',
    'token',
    'passphrase',
    'key',
    'clientKey',
  ].map((key) => [
    key,
    'unknown key; secrets never stand in a declaration: put them into the Secret that credentials.secret names',
  ]),
);
