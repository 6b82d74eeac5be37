"""Real packets for the guard's test: python3 packets.py COMMAND ..., run inside a network namespace."""

import argparse
import socket
import struct
import sys
import time

SO_BINDTODEVICE = 25
SO_MARK = 36


def family(address):
    return socket.AF_INET6 if ":" in address else socket.AF_INET


def new_socket(options, kind, protocol=0):
    sock = socket.socket(family(options.address), kind, protocol)
    if options.mark:
        sock.setsockopt(socket.SOL_SOCKET, SO_MARK, options.mark)
    if options.device:
        sock.setsockopt(socket.SOL_SOCKET, SO_BINDTODEVICE, options.device.encode())
    return sock


def checksum(data):
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def echo_request(address):
    if ":" in address:
        return struct.pack("!BBHHH", 128, 0, 0, 1, 1)  # the kernel fills in the checksum of ICMPv6
    bare = struct.pack("!BBHHH", 8, 0, 0, 1, 1)
    return struct.pack("!BBHHH", 8, 0, checksum(bare), 1, 1)


def every_kind(options):
    """One TCP SYN, one datagram to two ports each, one ping: to the address given."""

    def udp(port):
        new_socket(options, socket.SOCK_DGRAM).sendto(b"leak", (options.address, port))

    def tcp(port):
        sock = new_socket(options, socket.SOCK_STREAM)
        sock.setblocking(False)
        sock.connect_ex((options.address, port))

    def ping():
        protocol = socket.IPPROTO_ICMPV6 if ":" in options.address else socket.IPPROTO_ICMP
        new_socket(options, socket.SOCK_RAW, protocol).sendto(echo_request(options.address), (options.address, 0))

    for send in (lambda: udp(53), lambda: udp(6881), lambda: tcp(443), lambda: tcp(10250), ping):
        try:
            send()
        except OSError:
            pass  # what left is counted on the other side


def send(options):
    """One datagram; prints "sent", or the kernel's refusal."""
    try:
        sock = new_socket(options, socket.SOCK_DGRAM)
        if options.source_port:
            sock.bind(("", options.source_port))
        sock.sendto(b"one", (options.address, options.port))
        print("sent")
    except OSError as error:
        print(error.strerror)


def join(options):
    """Joins a multicast group, as local peer discovery does, and leaves it again."""
    sock = new_socket(options, socket.SOCK_DGRAM)
    index = socket.if_nametoindex(options.device)
    group = socket.inet_pton(family(options.address), options.address)
    if ":" in options.address:
        sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_JOIN_GROUP, group + struct.pack("@I", index))
    else:
        sock.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, group + struct.pack("=4si", bytes(4), index))
    time.sleep(0.5)  # the kernel reports a membership after a random delay
    sock.close()


def flood(options):
    """Sends without a pause until it is ended."""
    sock = new_socket(options, socket.SOCK_DGRAM)
    print("ready", flush=True)
    while True:
        try:
            sock.sendto(b"leak", (options.address, options.port))
        except OSError:
            pass


def ask(options):
    """Sends a line and prints the answer, or why there is none."""
    try:
        sock = new_socket(options, socket.SOCK_STREAM if options.protocol == "tcp" else socket.SOCK_DGRAM)
        sock.settimeout(options.patience)
        if options.source:
            sock.bind((options.source, 0))
        sock.connect((options.address, options.port))
        sock.sendall(b"hello")
        print(sock.recv(100).decode())
    except OSError as error:
        print(error.strerror or "timed out")


def serve(options):
    """Answers every line with the address it came from. Prints "ready" once it listens."""
    kind = socket.SOCK_STREAM if options.protocol == "tcp" else socket.SOCK_DGRAM
    sock = new_socket(options, kind)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    sock.bind((options.address, options.port))
    if kind == socket.SOCK_STREAM:
        sock.listen()
    print("ready", flush=True)
    while True:
        if kind == socket.SOCK_DGRAM:
            _, peer = sock.recvfrom(100)
            sock.sendto(f"you are {peer[0]}".encode(), peer)
            continue
        connection, peer = sock.accept()
        if connection.recv(100):
            connection.sendall(f"you are {peer[0]}".encode())
        connection.close()


def flow(options):
    """Keeps one connection: prints "ready" after a first answer, then sends 20 packets for each line that it reads."""
    sock = new_socket(options, socket.SOCK_STREAM if options.protocol == "tcp" else socket.SOCK_DGRAM)
    sock.settimeout(2)
    sock.connect((options.address, options.port))
    push(sock, options)


def answer_flow(options):
    """The other end: takes one connection, answers once, prints "ready", then sends 20 packets for each line."""
    sock = new_socket(options, socket.SOCK_STREAM if options.protocol == "tcp" else socket.SOCK_DGRAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    sock.bind((options.address, options.port))
    print("listening", flush=True)
    if options.protocol == "tcp":
        sock.listen()
        connection, _ = sock.accept()
        connection.recv(100)
    else:
        _, peer = sock.recvfrom(100)
        sock.connect(peer)
        connection = sock
    push(connection, options, asks=False)


def push(sock, options, asks=True):
    sock.sendall(b"hello")
    if asks:
        sock.recv(100)
    if options.protocol == "tcp":
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    sock.settimeout(0)
    print("ready", flush=True)
    for turn, _ in enumerate(sys.stdin, 1):
        for _ in range(20):
            try:
                sock.sendall(b"more")
            except OSError:
                pass
        print("pushed", turn, flush=True)


COMMANDS = {
    "every-kind": every_kind,
    "send": send,
    "join": join,
    "flood": flood,
    "ask": ask,
    "serve": serve,
    "flow": flow,
    "answer-flow": answer_flow,
}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("command", choices=COMMANDS)
    parser.add_argument("address")
    parser.add_argument("port", type=int, nargs="?")
    parser.add_argument("--protocol", choices=["tcp", "udp"], default="udp")
    parser.add_argument("--mark", type=int)
    parser.add_argument("--device")
    parser.add_argument("--source-port", type=int)
    parser.add_argument("--source")
    parser.add_argument("--patience", type=float, default=1.0)
    options = parser.parse_args()
    COMMANDS[options.command](options)


main()
