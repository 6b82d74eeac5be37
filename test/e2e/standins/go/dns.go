package main

import (
	"errors"
	"log"
	"net"
	"os"
	"strings"
	"time"
)

const resolvConf = "/etc/resolv.conf"

// nameserver returns the first nameserver of resolv.conf.
func nameserver() string {
	content, _ := os.ReadFile(resolvConf)
	for _, line := range strings.Split(string(content), "\n") {
		if fields := strings.Fields(line); len(fields) > 1 && fields[0] == "nameserver" {
			return fields[1]
		}
	}
	return ""
}

// serveDNS answers on every address, as gluetun does, from the resolver beyond
// the tunnel; single-label names go to the resolver that was there before it.
func serveDNS(original string) error {
	socket, err := net.ListenPacket("udp", ":53")
	if err != nil {
		return err
	}
	go func() {
		buffer := make([]byte, 4096)
		for {
			n, client, err := socket.ReadFrom(buffer)
			if errors.Is(err, net.ErrClosed) {
				return
			}
			query := append([]byte(nil), buffer[:n]...)
			go func() {
				upstream := "1.1.1.1"
				if name := questionOf(query); name != "" && !strings.Contains(name, ".") {
					upstream = original
				}
				if upstream == "127.0.0.1" {
					log.Printf("ERROR [dns] loop: the original resolver is this server itself")
					return
				}
				if answer := ask(upstream, query); answer != nil {
					socket.WriteTo(answer, client)
				}
			}()
		}
	}()
	return os.WriteFile(resolvConf, []byte("nameserver 127.0.0.1\n"), 0o644)
}

func ask(server string, query []byte) []byte {
	connection, err := net.DialTimeout("udp", net.JoinHostPort(server, "53"), 2*time.Second)
	if err != nil {
		return nil
	}
	defer connection.Close()
	connection.SetDeadline(time.Now().Add(2 * time.Second))
	connection.Write(query)
	answer := make([]byte, 4096)
	n, err := connection.Read(answer)
	if err != nil {
		return nil
	}
	return answer[:n]
}

// questionOf returns the first name that a DNS query asks for.
func questionOf(query []byte) string {
	var labels []string
	for at := 12; at < len(query) && query[at] != 0; at += int(query[at]) + 1 {
		end := at + 1 + int(query[at])
		if end > len(query) {
			return ""
		}
		labels = append(labels, string(query[at+1:end]))
	}
	return strings.Join(labels, ".")
}

// answerOf gives the address for an A query and no record for any other.
func answerOf(query []byte, address net.IP) []byte {
	end := 12
	for end < len(query) && query[end] != 0 {
		end += int(query[end]) + 1
	}
	end += 5
	if len(query) < 12 || end > len(query) {
		return nil
	}
	answer := append([]byte(nil), query[:end]...)
	answer[2], answer[3] = 0x81, 0x80
	copy(answer[6:12], []byte{0, 0, 0, 0, 0, 0})
	if query[end-3] == 1 {
		answer[7] = 1
		answer = append(answer, 0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4)
		answer = append(answer, address.To4()...)
	}
	return answer
}
