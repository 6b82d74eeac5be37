import type { Explanation } from '../lock';

export const about = {
  id: 'vpn-secrets',
  leak: 'The VPN keys stand in the manifest or in environment variables, or the client can read them.',
  severity: 'risk',
  remedy: 'Keep the VPN keys in a Secret and mount it, read-only and with mode 0400, into gluetun alone.',
  story:
    "In 2 of 33 real Pods the VPN key is in the client's environment, in 3 the client mounts the Secret: whoever takes over the client has the VPN account. A key that stands in a manifest is in git for good. An environment variable is inherited by every process that gluetun starts, such as the port-forwarding command.",
  example: `volumes:
  - name: vpn-keys
    secret: { secretName: airvpn-wireguard, defaultMode: 0400 }
initContainers:
  - name: gluetun # alone
    volumeMounts:
      - { name: vpn-keys, mountPath: /run/secrets, readOnly: true }`,
} satisfies Explanation;
