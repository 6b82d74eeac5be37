import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { valuesInCompose } from '../../lib/cli/compose-values';
import { UsageError } from '../../lib/cli/usage-error';
import { at } from '../../lib/declaration/raw-value';
import { fixture, inFolder } from '../compose/project';

const target = { namespace: 'downloads', name: 'client-vpn' };

test('podlock secret takes what the compose file and its files have', () => {
  inFolder(fixture('proton.yml'), (cwd) => {
    const args = ['--namespace', 'downloads', '--name', 'client-vpn', '--keys', 'openvpn_user,openvpn_password'];
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      [join(__dirname, '../../bin/podlock.js'), 'secret', ...args, '--from-compose', 'compose.yml'],
      { cwd, encoding: 'utf8' },
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const { data, stringData } = load(stdout) as Readonly<Record<string, Readonly<Record<string, string>> | undefined>>;
    const password = at(stringData, 'openvpn_password') ?? atob(String(at(data, 'openvpn_password')));
    expect(password).toBe('not-a-password');
  });
});

test('a Secret that the file has nothing of is refused, with those that it has', () => {
  inFolder(fixture('proton.yml'), (folder) => {
    const values = () => valuesInCompose([join(folder, 'compose.yml')], { ...target, name: 'other' });
    expect(values).toThrow(UsageError);
    expect(values).toThrow(/has nothing of the Secret other; it has of: client-vpn/);
  });
});

test('a file that is no compose file is refused with its place', () => {
  inFolder({ 'compose.yml': '- a' }, (folder) => {
    expect(() => valuesInCompose([join(folder, 'compose.yml')], target)).toThrow(
      /--from-compose: .*compose\.yml:1:1 is no/,
    );
  });
});
