import type { Conversion } from './conversion';
import type { Gate } from './find-gates';
import { dataOf } from './mounts';
import type { Service } from './service';
import { showMarks } from './unset';
import type { MountSource } from './volume-kinds';

/** Says which services outside a gate have the same data as somebody inside: they would not see what a claim holds. */
export function tellSharedData(gates: readonly Gate[], outside: readonly Service[], conversion: Conversion): void {
  if (conversion.options.storage.kind !== 'claim') return;
  const others = outside.map((service) => ({ name: service.name, data: dataOf(service) }));
  for (const member of gates.flatMap(({ members }) => members)) {
    for (const source of dataOf(member)) {
      const sharers = others.filter(({ data }) => data.some((other) => isShared(source, other)));
      if (sharers.length === 0) continue;
      const names = sharers.map(({ name }) => name).sort();
      const who =
        names.length === 1 ? `${names[0]}, which stays outside and` : `${names.join(', ')}, which stay outside and`;
      conversion.note(
        'decided',
        `shared with ${who} cannot see the Pod's claim: --storage hostPath or --storage nfs=SERVER:/PATH keeps one folder for all; or put them behind the gate too, where they become companions`,
        { subject: showMarks(source.text), place: source.place },
      );
    }
  }
}

/** The same volume, the same folder, or a folder in the other. */
function isShared(one: MountSource, other: MountSource): boolean {
  if (one.id === other.id) return true;
  return one.isBind && other.isBind && (one.id.startsWith(`${other.id}/`) || other.id.startsWith(`${one.id}/`));
}
