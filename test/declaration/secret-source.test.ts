import { exampleDeclaration, exampleWith, mistakesIn } from './example-declaration';

const vpn = 'pods.0.vpn.credentials.secret';
const path = 'pods[0].vpn.credentials.secret';
const store = { name: 'vault' };
const place = { key: 'a' };
const name = 'airvpn';

function mistakes(secret: unknown) {
  return mistakesIn(exampleWith({ [vpn]: secret }));
}

test.each([
  ['a name', name],
  ['a SealedSecret', { name, sealedSecret: 'secrets/airvpn.yaml' }],
  ['a SOPS file', { name, sopsSecret: 'airvpn.sops.yml' }],
  ['an ExternalSecret of one item', { name, externalSecret: { store, remoteKey: 'a/b c' } }],
  [
    'an ExternalSecret of a place for each key',
    { name, externalSecret: { store, remoteRefs: { wireguard_private_key: place, wireguard_preshared_key: place } } },
  ],
])('%s says where the VPN keys come from', (_, secret) => {
  expect(mistakes(secret)).toEqual([]);
});

test('the password of the WebUI comes from the same kinds of places', () => {
  const secret = { name: 'webui', externalSecret: { store, remoteKey: 'webui' } };
  expect(mistakesIn(exampleWith({ 'pods.0.client.webUi.passwordSecret': secret }))).toEqual([]);
});

test.each([
  ['nothing', undefined, [`${path}: missing; expected the name of a Secret`]],
  [
    'no kind of source',
    { name },
    [expect.stringContaining(`${path}: missing; expected a Secret that is there already as its name alone`)],
  ],
  [
    'two sources',
    { name, sealedSecret: 'a.yaml', sopsSecret: 'b.yaml' },
    [`${path}.sopsSecret: a Secret comes from one place: leave out this or the other`],
  ],
  [
    'a misspelt source',
    { name, sealedSecrets: 'a.yaml' },
    [`${path}.sealedSecrets: unknown key; did you mean "sealedSecret"?`],
  ],
  [
    'values',
    { name, stringData: { a: 'b' } },
    [`${path}.stringData: unknown key; secrets never stand in a declaration`],
  ],
  ['a source without a name', { sealedSecret: 'a.yaml' }, [`${path}.name: missing; expected the name of a Secret`]],
  [
    'a file outside of the project',
    { name, sealedSecret: '../a.yaml' },
    [expect.stringContaining('is not a file beside main.ts')],
  ],
  ['an absolute path', { name, sopsSecret: '/etc/a.yaml' }, [expect.stringContaining('is not a file beside main.ts')]],
  [
    'a file in dist/',
    { name, sopsSecret: 'dist/a.yaml' },
    [expect.stringContaining('lies in a folder that programs write')],
  ],
  [
    'a file of another format',
    { name, sopsSecret: 'a.env' },
    [expect.stringContaining('is not a file beside main.ts')],
  ],
  [
    'a store without a name',
    { name, externalSecret: { store: {}, remoteKey: 'a' } },
    [`${path}.externalSecret.store.name: missing; expected the name of a store`],
  ],
  [
    'a store of another kind',
    { name, externalSecret: { store: { ...store, kind: 'Vault' }, remoteKey: 'a' } },
    [expect.stringContaining('is not allowed here: allowed are "SecretStore" and "ClusterSecretStore"')],
  ],
  [
    'no place in the store',
    { name, externalSecret: { store } },
    [`${path}.externalSecret.remoteKey: missing; expected a name in the store`],
  ],
  [
    'both kinds of places',
    { name, externalSecret: { store, remoteKey: 'a', remoteRefs: {} } },
    [expect.stringContaining('.externalSecret.remoteKey: either one item')],
  ],
  [
    'an interval without a unit',
    { name, externalSecret: { store, remoteKey: 'a', refreshInterval: '60' } },
    [expect.stringContaining('is not a duration')],
  ],
  [
    'an interval of nothing',
    { name, externalSecret: { store, remoteKey: 'a', refreshInterval: '0s' } },
    [expect.stringContaining('is not a duration')],
  ],
  [
    'a property for a key that nobody reads',
    { name, externalSecret: { store, remoteKey: 'a', properties: { wireguard_privatekey: 'b' } } },
    [
      `${path}.externalSecret.properties.wireguard_privatekey: no container reads this key of the Secret; did you mean "wireguard_private_key"?`,
    ],
  ],
  [
    'a key without a place',
    { name, externalSecret: { store, remoteRefs: { wireguard_private_key: place } } },
    [`${path}.externalSecret.remoteRefs.wireguard_preshared_key: missing; expected its place in the store`],
  ],
])('fails on %s', (_, secret, expected) => {
  expect(mistakes(secret)).toEqual(expected);
});

test('the client must not see the VPN keys, wherever they come from', () => {
  const declaration = exampleWith({
    [vpn]: { name, sealedSecret: 'a.yaml' },
    'pods.0.client.webUi.passwordSecret': { name, sopsSecret: 'b.yaml' },
  });
  expect(mistakesIn(declaration)).toEqual([
    'pods[0].client.webUi.passwordSecret: is the Secret with the VPN keys of pods[0] too: the client must not see them; take another',
  ]);
});

test('neither may a companion', () => {
  const companion = {
    name: 'prowlarr',
    image: 'lscr.io/linuxserver/prowlarr:1.2.3',
    runAs: { user: 1, group: 1 },
    secretEnvironment: { API: { secret: { name, sopsSecret: 'b.yaml' }, key: 'a' } },
  };
  const declaration = exampleWith({ [vpn]: { name, sealedSecret: 'a.yaml' }, 'pods.0.companions': [companion] });
  expect(mistakesIn(declaration)).toEqual([
    expect.stringContaining(
      'pods[0].companions[0].secretEnvironment.API.secret: is the Secret with the VPN keys of pods[0]',
    ),
  ]);
});

test('the keys of each client are known: a place for each must be given', () => {
  const passwordSecret = { name: 'webui', externalSecret: { store, remoteRefs: {} } };
  const declaration = exampleWith({
    'pods.0.client.webUi': { port: 8080, passwordSecret, loginSecret: { ...passwordSecret, name: 'login' } },
  });
  expect(mistakesIn(declaration)).toEqual([
    'pods[0].client.webUi.loginSecret.externalSecret.remoteRefs.password: missing; expected its place in the store',
    'pods[0].client.webUi.passwordSecret.externalSecret.remoteRefs.password-pbkdf2: missing; expected its place in the store',
  ]);
});

describe('what gluetun reads, no other container may read', () => {
  const companion = (secret: unknown) => ({
    name: 'prowlarr',
    image: 'lscr.io/linuxserver/prowlarr:1.2.3',
    runAs: { user: 1, group: 1 },
    secretEnvironment: { API: { secret, key: 'k' } },
  });
  const fromItem = (of: unknown) => ({ name, externalSecret: { store: of, remoteKey: 'homelab/vpn' } });
  const place = 'pods[0].companions[0].secretEnvironment.API.secret';
  const sameStore = `${place}: has keys from the same place of a store as the Secret that gluetun of pods[0] reads: no other container may see it; take another`;

  test.each([
    ['the same property', { key: 'homelab/vpn', property: 'wireguard_private_key' }, [sameStore]],
    ['the whole item', { key: 'homelab/vpn' }, [sameStore]],
    ['another property', { key: 'homelab/vpn', property: 'prowlarr_api_key' }, []],
    ['another item', { key: 'homelab/prowlarr', property: 'wireguard_private_key' }, []],
  ])('by another Secret of %s', (_, reference, expected) => {
    const other = { name: 'other', externalSecret: { store, remoteRefs: { k: reference } } };
    const declaration = exampleWith({ [vpn]: fromItem(store), 'pods.0.companions': [companion(other)] });
    expect(mistakesIn(declaration)).toEqual(expected);
  });

  test('a property of the item that gluetun reads whole', () => {
    const whole = { wireguard_private_key: { key: 'homelab/vpn' }, wireguard_preshared_key: { key: 'homelab/psk' } };
    const other = {
      name: 'other',
      externalSecret: { store, remoteRefs: { k: { key: 'homelab/vpn', property: 'p' } } },
    };
    const declaration = exampleWith({
      [vpn]: { name, externalSecret: { store, remoteRefs: whole } },
      'pods.0.companions': [companion(other)],
    });
    expect(mistakesIn(declaration)).toEqual([sameStore]);
  });

  test('a store of the namespace is not the cluster’s store of that name', () => {
    const other = { name: 'other', externalSecret: { store, remoteRefs: { k: { key: 'homelab/vpn' } } } };
    const declaration = exampleWith({
      [vpn]: fromItem({ ...store, kind: 'ClusterSecretStore' }),
      'pods.0.companions': [companion(other)],
    });
    expect(mistakesIn(declaration)).toEqual([]);
  });

  test.each(['companion', 'password'])('of any Pod of the namespace, whatever gluetun reads it for: %s', (reader) => {
    const [first] = exampleDeclaration().pods;
    const account = { updater: { protonvpn: { secret: 'proton-account' } } };
    const second = {
      ...first,
      name: 'second',
      torrentPort: 47149,
      ...(reader === 'companion' ? { companions: [companion('proton-account')] } : {}),
      client: {
        ...first?.client,
        webUi: { port: 8080, passwordSecret: reader === 'password' ? 'proton-account' : 'webui' },
      },
    };
    const lines = mistakesIn({ ...exampleDeclaration(), pods: [{ ...first, gluetun: account }, second] });
    expect(lines).toEqual([expect.stringMatching(/^pods\[1\]\..* is the Secret that gluetun of pods\[0\] reads/)]);
  });
});
