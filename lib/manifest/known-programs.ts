/**
 * Builtins, and programs of busybox, coreutils, iproute2 and the like that start no other program. Those that may are read
 * apart; any other is one that may do anything.
 */
const names = new Set(
  `
  : [ [[ break cd continue echo exit false getopts jobs let local printf pwd read return set shift test trap true type
  ulimit umask unset wait

  base64 basename cat chgrp chmod chown cksum cmp column comm cp cut date dd df diff dirname du egrep envsubst expr fgrep
  fold grep gunzip gzip head hexdump install ln ls md5sum mkdir mkfifo mknod mktemp mv nl od paste readlink realpath rev
  rm rmdir seq sha1sum sha256sum shuf sort split stat strings sync tac tail tee touch tr truncate uniq unzip wc xxd yes
  zcat

  apk apt apt-get arch clear free getent groups hostname id kill killall logger lsmod modprobe mountpoint nproc pgrep
  pidof pkill printenv ps sleep stty sysctl tty uname uptime usleep which who whoami

  arping arp brctl conntrack curl dig drill ebtables firewall-cmd host ifconfig ifrename ipset jq nameif natpmpc netstat
  nft nslookup ping ping6 route ss traceroute traceroute6 tracepath transmission-remote ufw upnpc wg wget yq
  `
    .trim()
    .split(/\s+/),
);

/** iptables in all its kinds is read rule by rule. */
const netfilter = /^(?:ip6?tables(?:-legacy|-nft)?(?:-save|-restore)?|xtables-\w+-multi)$/;

/** Whether a program of this name is known to start no other one. */
export function isKnownProgram(name: string): boolean {
  return names.has(name) || netfilter.test(name);
}
