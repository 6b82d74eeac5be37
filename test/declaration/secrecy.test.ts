import { exampleWith, mistakesIn } from './example-declaration';

const KEY = 'yAnz5TF+lXXJte14tji3zlMNq+hd2rYUIgJBgB3fBmk=';
const PASSWORD = 'correct horse battery';
const TOKEN = Buffer.from('{"a":"5ab4e9","t":"f70ff985","s":"c2VjcmV0"}').toString('base64');
const FOUND = 'holds a WireGuard key: secrets never stand in a declaration, only the name of a Secret';
const NAME = 'allowed are 1 to 253 of a-z, 0-9, "-" and ".", each part with a letter or digit at both ends';

test.each([
  ['pods.0.vpn.credentials.secret', KEY, `pods[0].vpn.credentials.secret: ${FOUND}`],
  ['pods.0.vpn.privateKey', KEY, `pods[0].vpn.privateKey: ${FOUND}`],
  ['pods.0.name', KEY, `pods[0].name: ${FOUND}`],
  ['pods.0.vpn.servers.names', [`x ${KEY} y`], `pods[0].vpn.servers.names[0]: ${FOUND}`],
  [
    'pods.0.vpn.credentials.secret',
    PASSWORD,
    `pods[0].vpn.credentials.secret: the value (not shown, it may be a secret) is not a DNS subdomain: ${NAME}`,
  ],
  [
    'pods.0.client.webUi.passwordSecret',
    PASSWORD,
    `pods[0].client.webUi.passwordSecret: the value (not shown, it may be a secret) is not a DNS subdomain: ${NAME}`,
  ],
  [
    'pods.0.client.webUi.password',
    PASSWORD,
    'pods[0].client.webUi.password: a password never stands in a declaration: ' +
      'put it into the Secret that "passwordSecret" names',
  ],
  [
    'pods.0.vpn.password',
    PASSWORD,
    'pods[0].vpn.password: unknown key; secrets never stand in a declaration: ' +
      'put them into the Secret that credentials.secret names',
  ],
  ['pods.0.vpn.credentials', PASSWORD, 'pods[0].vpn.credentials: the value is not an object; expected { secret: … }'],
  [
    `pods.0.${KEY}`,
    1,
    'pods[0][a key of 44 characters]: unknown key; allowed are "name", "namespace", "torrentPort", "gluetun", "vpn", "client", "expose", "companions", "storage", "hosts" and "metrics"',
  ],
  [
    'gitOps.repository',
    `https://me:${PASSWORD.replaceAll(' ', '')}@git.example.org/x.git`,
    'gitOps.repository: "the URL" holds a user or password: give Argo CD or Flux a Secret for the repository instead',
  ],
  [
    'pods.0.name',
    '-----BEGIN PRIVATE KEY-----',
    'pods[0].name: the value (not shown, it may be a secret) is not a name for a Service: ' +
      'allowed are 1 to 53 of a-z, 0-9 and "-", beginning with a letter, ending with a letter or digit',
  ],
  ['pods.0.name', TOKEN, /^pods\[0\]\.name: the value \(not shown, it may be a secret\) is not a name for a Service/],
  ['pods.0.expose', { by: 'nodePort', port: TOKEN }, /^pods\[0\]\.expose\.port: the value \(not shown/],
])('fails without showing the secret that stands in %s', (path, value, ...mistakes) => {
  const lines = mistakesIn(exampleWith({ [path]: value }));
  expect(lines).toEqual(
    mistakes.map((mistake) => (mistake instanceof RegExp ? expect.stringMatching(mistake) : mistake)),
  );
  expect(lines.join()).not.toMatch(/yAnz5TF|horse|BEGIN|eyJ/);
});

test("the server's public key is no secret", () => {
  const vpn = {
    provider: 'custom',
    type: 'wireguard',
    addresses: ['10.0.0.2/32'],
    credentials: { secret: 'vpn' },
    endpoint: { address: '203.0.113.7', port: 51820 },
    publicKey: KEY,
  };
  expect(mistakesIn(exampleWith({ 'pods.0.vpn': vpn }))).toEqual([]);
});

const PASSWORDS = /hunter2|ghp_|c29tZXRoaW5n/;

test.each([
  ...[
    'git://ghp_abcdef0123@github.com/you/homelab',
    'git://hunter2@github.com/you/homelab',
    'https://you:hunter2@github.com/you/my homelab',
    'https://you:my hunter2@github.com/you/homelab',
    'https://you:hunter2/x@github.com/you/homelab',
    'ftp://u:hunter2@git.example.org/y',
    'u:hunter2@git.example.org/y',
    'u:hunter2@x:y',
    'ghp_abcdef0123@github.com:you/homelab',
    `https://u:hunter2@git.example.org/${'y'.repeat(2000)}`,
    `https://u:hunter2@git.example.org/${'y'.repeat(9000)}`,
    'git.example.org/y?token=hunter2',
    'git://git.example.org/y#hunter2',
  ].map((value) => ['gitOps.repository', value]),
  ...['oci://ghcr.io/you/x?token=hunter2', 'oci://ghcr.io/you/x#hunter2', `oci://u:hunter2@x/${'y'.repeat(600)}`].map(
    (value) => ['gitOps', { artifact: value, tag: 'latest' }],
  ),
  ...['http://u:hunter2@authelia.auth.svc', 'http://authelia.auth.svc/?x=hunter2'].flatMap((value) => {
    const expose = { by: 'ingress', host: 'a.example.org' };
    const login = { by: 'authelia', address: 'http://authelia.auth.svc', controller: 'ingress-nginx' };
    return [
      ['pods.0.expose', { ...expose, login: { ...login, portal: 'https://auth.example.org', address: value } }],
      ['pods.0.expose', { ...expose, login: { ...login, portal: value } }],
    ];
  }),
  ['gitOps', 'https://u:hunter2@x/y'],
  ['cluster', 'hunter2'],
  ['pods.0.expose', { by: 'ingress', host: 'a.example.org', login: 'hunter2' }],
  ['pods.0.expose', { by: 'ingress', host: 'a.example.org', tls: 'hunter2' }],
  ['pods.0.client.webUi', 'hunter2'],
  ['pods.0.storage', 'hunter2'],
  ['pods.0.storage.config', 'hunter2'],
  ['pods.0.expose', { c29tZXRoaW5nLXRoYXQtaXMtYS10b2tlbg: true }],
  ['pods.0.expose', { by: 'nodePort', ghp_abcdef0123: 1 }],
  ['pods.0.expose', { by: 'ingress', host: 'a.example.org', annotations: { 'PASSWORD=hunter2': 'x' } }],
  ['pods.0.client.environment', { 'PASSWORD=hunter2': 'x' }],
  ['pods.0.client.environment', { 'X=hunter2': 'x' }],
  ['pods.0.client.environment', 'PASSWORD=hunter2'],
] as [string, unknown][])('no mistake in %s shows a password that stands there: %j', (path, value) => {
  const lines = mistakesIn(exampleWith({ [path]: value }));
  expect(lines).not.toEqual([]);
  expect(lines.join('\n')).not.toMatch(PASSWORDS);
});

test('what stands in the place of an object is shown where it is known for what it is', () => {
  expect(mistakesIn(exampleWith({ 'pods.0.storage.config': '/srv/x' }))).toEqual([
    expect.stringContaining('"/srv/x" is not an object; expected { hostPath: "/srv/x" }'),
  ]);
  expect(mistakesIn(exampleWith({ 'pods.0.expose': 'nodePort' }))).toEqual([
    expect.stringContaining('"nodePort" is not an object; expected { by: "nodePort", … }'),
  ]);
});

test('the URL of a repository without a secret is shown', () => {
  expect(mistakesIn(exampleWith({ 'gitOps.repository': 'git@github.com:you/homelab.git' }))).toEqual([
    expect.stringMatching(/^gitOps\.repository: "git@github\.com:you\/homelab\.git" has no scheme.*did you mean "ssh:/),
  ]);
});

describe('a plain secret, which would land in dist/,', () => {
  const companion = (changes: object) => ({
    'pods.0.companions': [
      { name: 'prowlarr', image: 'lscr.io/linuxserver/prowlarr:1.2.3', runAs: { user: 1, group: 1 }, ...changes },
    ],
  });
  const jwt = 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl';
  const given = (changes: Record<string, unknown>) => mistakesIn(exampleWith(changes));

  test.each([
    ...['PASS', 'DB_PASS', 'DBPASS', 'SMTP_PASS2', 'MYSQL_PWD', 'PWD', 'AUTH', 'BASIC_AUTH', 'COOKIE', 'X_COOKIES'],
    ...[
      'GITHUB_TOKEN',
      'PASS_PHRASE',
      'PLEX_CLAIM',
      'SENTRY_DSN',
      'SLACK_WEBHOOK_URL',
      'APIKEY',
      'QBITTORRENT_PASSWORD',
    ],
  ])('is refused in the variable %s', (name) => {
    expect(given(companion({ environment: { [name]: 'hunter2' } }))).toEqual([
      `pods[0].companions[0].environment.${name}: the value (not shown, it may be a secret) may be a secret, by the variable's name: ` +
        'put it into a Secret, and its name and key into secretEnvironment',
    ]);
  });

  test.each([
    ...['postgres://u:hunter2@h/x', 'redis://:hunter2@cache', 'host=db password=hunter2 user=x', jwt, 'ghp_abcdef0123'],
    ...['github_pat_abcdef', 'glpat-abcdef', '{"apiKey": "hunter2"}', 'Authorization: Basic aHVudGVy'],
    ...['admin:$2y$05$abcdefghijklmnopqrstuv', '--password=hunter2'],
  ])('is refused by its look: %s', (value) => {
    const lines = given(companion({ environment: { LOG: value } }));
    expect(lines).toEqual([expect.stringMatching(/environment\.LOG: the value \(not shown.*into secretEnvironment$/)]);
  });

  test.each([
    [{ PUID: '1000', PGID: '1000', TZ: 'Etc/UTC', UMASK: '002', PWD: '/app', OLDPWD: 'x' }],
    [{ COMPASS: 'north', BYPASS: 'x', BYPASS_LIST: 'a', PASSIVE_PORTS: '1', MULTIPASS_X: 'y' }],
    [{ SONARR__AUTH__METHOD: 'External', DISABLE_AUTH: '1', AUTH: 'none', COOKIE: 'false', AUTHOR: 'me' }],
    [{ DATABASE_URL: 'postgres://u:$(PW)@h/x', ADDRESS: 'http://u@h:8080/x', IMAGE: 'a:1.2.3@sha256:aa' }],
    [{ TITLE: 'Basic settings of the page', DB_PASSWORD_FILE: '/run/x', NOTE: 'token: none', MAIL: 'me@example.org' }],
  ])('is not seen in %j', (environment) => {
    expect(given(companion({ environment, image: 'docker.io/x/y:1.2.3' }))).toEqual([]);
  });

  test.each([
    [['--apikey=hunter2'], 0],
    [['--password', 'hunter2'], 1],
    [['--server.password=hunter2'], 0],
    [['--token', jwt], 1],
    [['-c', 'exec app --db-pass hunter2'], 1],
    [['--log', 'postgres://u:hunter2@h/x'], 1],
  ])('is refused in the words %j', (words, index) => {
    for (const key of ['arguments', 'command']) {
      expect(given(companion({ [key]: words }))).toEqual([
        `pods[0].companions[0].${key}[${index}]: the value (not shown, it may be a secret) is a password or token by its look or its option: ` +
          'put it into a Secret, its name and key into secretEnvironment, and write "$(NAME)" here',
      ]);
    }
  });

  test.each([
    [['--apikey=$(KEY)', '--password', '$(PW)', '--token', '--other']],
    [['--password-file', '/run/x', '--token=/run/x', '--key', 'name', '--bypass', 'a', '--no-token', 'false']],
  ])('is not seen in the words %j', (words) => {
    expect(given(companion({ arguments: words }))).toEqual([]);
  });

  test.each([
    ['gethomepage.dev/widget.key', 'hunter2'],
    ['gethomepage.dev/widget.password', 'hunter2'],
    ['example.org/url', 'https://u:hunter2@h/x'],
    ['nginx.ingress.kubernetes.io/configuration-snippet', 'proxy_set_header Authorization "Basic aHVudGVy";'],
  ])('is refused in the annotation %s', (name, value) => {
    const expose = { by: 'ingress', host: 'a.example.org', annotations: { [name]: value } };
    expect(given({ 'pods.0.expose': expose })).toEqual([
      `pods[0].expose.annotations["${name}"]: the value (not shown, it may be a secret) looks like a secret: none stands in a declaration, leave it out`,
    ]);
  });

  test('is not seen in annotations that name one', () => {
    const annotations = {
      'nginx.ingress.kubernetes.io/auth-secret': 'basic-auth',
      'nginx.ingress.kubernetes.io/auth-type': 'basic',
      'nginx.ingress.kubernetes.io/auth-signin': 'https://auth.example.org/?rd=$escaped_request_uri',
      'gethomepage.dev/widget.key': '{{HOMEPAGE_VAR_KEY}}',
      'traefik.ingress.kubernetes.io/router.middlewares': 'auth-basic@kubernetescrd',
    };
    const expose = { by: 'ingress', host: 'a.example.org', annotations };
    expect(given({ 'pods.0.expose': expose })).toEqual([]);
  });
});

test.each([
  ['pods.0.companions', [{ ...minimalCompanion(), webUi: { port: 1 }, probe: { httpPath: '/ping?apikey=hunter2' } }]],
  ['cluster.admitUnlockedPods', { because: 'the token=hunter2 is for tests' }],
])('a secret is refused in %s too', (path, value) => {
  const lines = mistakesIn(exampleWith({ [path]: value }));
  expect(lines).toEqual([expect.stringContaining('(not shown, it may be a secret) has a password or token in it')]);
});

function minimalCompanion() {
  return { name: 'prowlarr', image: 'lscr.io/linuxserver/prowlarr:1.2.3', runAs: { user: 1, group: 1 } };
}
