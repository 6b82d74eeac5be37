import type { About } from '../lock';

export const about = {
  id: 'inbound',
  leak: "Other Pods reach gluetun's control server, DNS or proxy at the Pod's address, and any container that shares its loopback stops or re-points the VPN.",
  severity: 'risk',
  remedy:
    'Bind the control server to 127.0.0.1, demand an API key that only gluetun knows, and admit only the WebUI and torrent ports by a NetworkPolicy.',
} satisfies About;
