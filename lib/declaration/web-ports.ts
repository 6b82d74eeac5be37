import type { PodDeclaration } from './declaration';

/**
 * The TCP ports of a Pod that private addresses reach without the tunnel, in ascending order: WebUIs, and nothing else. The
 * guard, gluetun's firewall and the NetworkPolicy let in exactly these.
 */
export function webPorts({ client, companions }: PodDeclaration): readonly number[] {
  const ports = [client.webUi.port, ...companions.flatMap(({ webUi }) => webUi?.port ?? [])];
  return ports.toSorted((one, other) => one - other);
}
