package main

import (
	"encoding/binary"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// What a client does in the Pod, or tries when it has been taken over.

// runFlow keeps a UDP flow of some 300 packets/s and a TCP connection to the address alive, until it is killed.
func runFlow(arguments []string) error {
	if len(arguments) != 1 {
		return errors.New("usage: flow ADDRESS:PORT")
	}
	go keepConnection(arguments[0])
	var socket net.Conn
	for {
		if socket == nil {
			socket, _ = net.Dial("udp", arguments[0])
		}
		if socket != nil {
			socket.Write([]byte("flow")) // an error is a drop: the socket stays, as a client's does
		}
		time.Sleep(3 * time.Millisecond)
	}
}

func keepConnection(address string) {
	for {
		connection, err := net.DialTimeout("tcp", address, 2*time.Second)
		for err == nil {
			_, err = connection.Write([]byte("flow"))
			time.Sleep(20 * time.Millisecond)
		}
		time.Sleep(200 * time.Millisecond)
	}
}

// runConnect tries a TCP connection from an address of this machine.
func runConnect(arguments []string) error {
	if len(arguments) != 2 {
		return errors.New("usage: connect FROM ADDRESS:PORT")
	}
	dialer := net.Dialer{Timeout: 2 * time.Second, LocalAddr: &net.TCPAddr{IP: net.ParseIP(arguments[0])}}
	connection, err := dialer.Dial("tcp", arguments[1])
	if err != nil {
		return err
	}
	fmt.Println("connected")
	return connection.Close()
}

// runSend sends one datagram.
func runSend(arguments []string) error {
	if len(arguments) != 1 {
		return errors.New("usage: send ADDRESS:PORT")
	}
	socket, err := net.Dial("udp", arguments[0])
	if err != nil {
		return err
	}
	if _, err = socket.Write([]byte("datagram")); err == nil {
		fmt.Println("sent")
	}
	return err
}

// runMarked tries to send with the mark of gluetun's own packets.
func runMarked(arguments []string) error {
	if len(arguments) != 2 {
		return errors.New("usage: marked MARK ADDRESS:PORT")
	}
	mark, err := strconv.Atoi(arguments[0])
	if err != nil {
		return err
	}
	socket, err := dialMarked(arguments[1], mark)
	if err != nil {
		return err
	}
	if _, err = socket.Write([]byte("marked")); err == nil {
		fmt.Println("sent")
	}
	return err
}

// runRawFrame writes a UDP packet as an Ethernet frame to the interface, past iptables.
func runRawFrame(arguments []string) error {
	if len(arguments) != 3 {
		return errors.New("usage: raw-frame INTERFACE SOURCE DESTINATION:PORT")
	}
	const ipv4 = 0x0800
	fd, err := syscall.Socket(syscall.AF_PACKET, syscall.SOCK_DGRAM, int(networkOrder(ipv4)))
	if err != nil {
		return os.NewSyscallError("socket AF_PACKET", err)
	}
	link, err := net.InterfaceByName(arguments[0])
	if err != nil {
		return err
	}
	gateway, err := gatewayMAC()
	if err != nil {
		return err
	}
	to := &syscall.SockaddrLinklayer{Protocol: networkOrder(ipv4), Ifindex: link.Index, Halen: 6}
	copy(to.Addr[:], gateway)
	packet, err := udpPacket(arguments[1], arguments[2])
	if err != nil {
		return err
	}
	if err := syscall.Sendto(fd, packet, 0, to); err != nil {
		return os.NewSyscallError("sendto", err)
	}
	fmt.Println("sent")
	return nil
}

// gatewayMAC finds the default gateway's hardware address, asking for it if need be.
func gatewayMAC() (net.HardwareAddr, error) {
	u, err := readUplink()
	if err != nil {
		return nil, err
	}
	net.DialTimeout("tcp", u.gateway+":1", time.Second)
	output, _ := exec.Command("ip", "neighbour", "show", u.gateway).Output()
	return net.ParseMAC(valueAfter(strings.Fields(string(output)), "lladdr"))
}

func udpPacket(source, destination string) ([]byte, error) {
	from, err := netip.ParseAddr(source)
	if err != nil {
		return nil, err
	}
	to, err := netip.ParseAddrPort(destination)
	if err != nil {
		return nil, err
	}
	payload := []byte("raw frame")
	packet := make([]byte, 28, 28+len(payload))
	packet[0], packet[8], packet[9] = 0x45, 64, syscall.IPPROTO_UDP
	binary.BigEndian.PutUint16(packet[2:], uint16(28+len(payload)))
	copy(packet[12:], from.AsSlice())
	copy(packet[16:], to.Addr().AsSlice())
	var sum uint32
	for i := 0; i < 20; i += 2 {
		sum += uint32(binary.BigEndian.Uint16(packet[i:]))
	}
	binary.BigEndian.PutUint16(packet[10:], ^uint16(sum+sum>>16))
	binary.BigEndian.PutUint16(packet[20:], 40000)
	binary.BigEndian.PutUint16(packet[22:], to.Port())
	binary.BigEndian.PutUint16(packet[24:], uint16(8+len(payload))) // checksum 0: none
	return append(packet, payload...), nil
}
