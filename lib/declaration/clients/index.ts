import type { z } from 'zod';
import { list, nearest } from '../../network/nearest';
import { ValueError } from '../../network/value-error';
import { dispatch } from '../dispatch';
import { report } from '../leaf';
import { sketch } from '../sketch';
import { delugeSchema } from './deluge';
import { otherSchema } from './other';
import { qbittorrentSchema } from './qbittorrent';
import { rtorrentSchema } from './rtorrent';
import { transmissionSchema } from './transmission';

/** Every client by the name that a declaration uses. A new one is a file in this folder and a line here. */
const CLIENTS = {
  qbittorrent: qbittorrentSchema,
  transmission: transmissionSchema,
  deluge: delugeSchema,
  rtorrent: rtorrentSchema,
  other: otherSchema,
};

type Clients = typeof CLIENTS;
export type Application = keyof Clients;
/** The client as a user writes it: `application` first, then what that one has. */
export type ClientInput = { [A in Application]: z.input<Clients[A]> }[Application];
/** The client, parsed. */
export type Client = { [A in Application]: z.output<Clients[A]> }[Application];

const applications = Object.keys(CLIENTS);

/** The BitTorrent client, or another program in its place. */
export const clientSchema: z.ZodType<Client, ClientInput> = dispatch<ClientInput, Client>(
  (value, sink) => {
    const { application } = value;
    if (typeof application === 'string' && Object.hasOwn(CLIENTS, application)) {
      return CLIENTS[application as Application] as z.ZodType<Client>;
    }
    if (application === undefined)
      report(sink, { kind: 'missing', expected: list(applications, 'or') }, ['application']);
    else {
      const problem = `is not allowed here: allowed are ${list(applications)}`;
      const error = new ValueError(application, problem, nearest(application, applications));
      report(sink, { kind: 'wrong', error }, ['application']);
    }
    return undefined;
  },
  'an object with application, image, runAs and webUi',
  (value) =>
    sketch(
      ['application', 'image', 'runAs', 'webUi'],
      applications.includes(value as Application) ? 'application' : undefined,
    ),
);

/** The name of the client's container, and its label. */
export function clientName(client: Client): string {
  return client.application === 'other' ? client.name : client.application;
}
