import { publish } from '../../lib/publish/publish';
import { version } from './version';

// Run by kill.test.ts as a process of its own: publishes one version after the other until it is killed.
const [directory = '', first = '0', last = 'Infinity'] = process.argv.slice(2);

process.stdin.once('data', () => {
  process.stdout.write('going\n');
  for (let number = Number(first); number <= Number(last); number += 1) publish(version(number), directory);
  process.exit(0);
});
process.stdout.write('ready\n');
