import { closed, note, open, type Probe } from '../../live/evidence';

export const probe: Probe = ({ unlockedPod, pod }) => {
  if (unlockedPod.kind === 'unseen') return [note(`a Pod without locks as a dry run: ${unlockedPod.why}`)];
  const { isRefused, message } = unlockedPod.value;
  const what = `the API server, asked as a dry run for a Pod without any lock in ${pod.namespace}`;
  return isRefused ? [closed(`${what}, refuses: ${message.slice(0, 300)}`)] : [open(`${what}, takes it`)];
};
