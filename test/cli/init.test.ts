import { init } from '../../lib/cli/init';
import { UsageError } from '../../lib/cli/usage-error';
import { PROVIDERS } from '../../lib/declaration/providers';
import { tunnelTypes } from '../../lib/main-file/new-declaration';

async function run(args: readonly string[]) {
  const written = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((name) =>
    jest.spyOn(process[name], 'write').mockImplementation((text) => {
      written[name] += text;
      return true;
    }),
  );
  try {
    return { status: await init.run(['--yes', ...args]), ...written };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

test('options alone make a main.ts that synthesizes, and say what to do next', async () => {
  const { status, stdout, stderr } = await run([
    ...['--provider', 'airvpn', '--port', '47148', '--storage', 'hostPath=/srv/torrents', '--webui', 'LoadBalancer'],
    ...['--repository', 'https://git.example.org/me/home.git', '--timezone', 'Europe/Berlin'],
  ]);
  expect(status).toBe(0);
  expect(stdout).toContain("provider: 'airvpn'");
  expect(stdout).toContain('torrentPort: 47148');
  expect(stdout).toContain("downloads: { hostPath: '/srv/torrents/downloads' }");
  expect(stdout).toContain("gitOps: { repository: 'https://git.example.org/me/home.git', branch: 'main' }");
  expect(stderr).toContain('wireguard_private_key,wireguard_preshared_key');
});

const pairs = (Object.keys(PROVIDERS) as (keyof typeof PROVIDERS)[]).flatMap((provider) =>
  tunnelTypes(provider).map((type) => [provider, type] as const),
);

test.each(pairs)('%s over %s gives a main.ts that synthesizes', async (provider, type) => {
  expect(await run(['--provider', provider, '--type', type])).toMatchObject({ status: 0 });
});

test.each(['qbittorrent', 'transmission', 'deluge'])('%s is set up for a port that changes', async (client) => {
  const { stdout } = await run(['--provider', 'protonvpn', '--client', client, '--port', 'dynamic']);
  expect(stdout).toContain("torrentPort: 'dynamic'");
});

test('providers are known by what people call them', async () => {
  expect((await run(['--provider', 'PIA'])).stdout).toContain("provider: 'private internet access'");
});

test('the namespace comes before the Secrets, and the Secrets before the Pod', async () => {
  const { stderr } = await run(['--provider', 'mullvad', '--repository', 'https://git.example.org/me/home.git']);
  expect(stderr).toMatch(
    /npm run synth\n.*apply -f dist\/home\/namespace-downloads\.yaml\n.*podlock secret .*--wireguard-config FILE.*webui-password .*commit and push.*apply -f dist\/gitops\/home-argocd\.yaml\n$/s,
  );
});

test.each([
  [[], /--provider is missing/],
  [['--provider', 'mulvad'], /--provider "mulvad"; did you mean "mullvad"\?/],
  [['--provider', 'ipvanish', '--type', 'wireguard'], /--type "wireguard"; allowed: openvpn$/],
  [['--provider', 'mullvad', '--port', 'dynamic'], /gluetun cannot ask mullvad for a port/],
  [['--provider', 'mullvad', '--port', '70000'], /is not a port/],
  [['--provider', 'mullvad', '--storage', 'floppy'], /is no place for data: allowed are claim=500Gi/],
  [['--provider', 'mullvad', '--namespace', 'kube-system'], /is reserved for Kubernetes itself/],
])('%j is refused', async (args, message) => {
  await expect(run(args)).rejects.toThrow(UsageError);
  await expect(run(args)).rejects.toThrow(message);
});

const KEY = 'yAnz5TF+lXXJte14tji3zlMNq+hd2rYUIgJBgB3fBmk=';

test.each([
  ...['address', 'provider', 'type', 'port', 'client', 'storage', 'webui', 'gitops', 'repository', 'namespace'].map(
    (option) => [`--${option}`, KEY],
  ),
  ['--address', `10.0.0.2/${KEY}`],
  ['--provider', 'airvpn', KEY],
  [`--${KEY}`],
])('a key that is given by mistake is not shown: %s', async (...args) => {
  const mistake = await run(args[0] === '--provider' ? args : ['--provider', 'airvpn', ...args]).catch(
    (error: Error) => error,
  );
  expect(mistake).toBeInstanceOf(Error);
  expect(`${mistake}`).not.toContain('yAnz5TF');
});
