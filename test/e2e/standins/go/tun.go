package main

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"unsafe"
)

// openTun makes a tun interface that lives as long as the returned file. Like
// gluetun it makes the device node itself where none is mounted (needs MKNOD).
func openTun(name string) (*os.File, error) {
	const path = "/dev/net/tun"
	if _, err := os.Stat(path); os.IsNotExist(err) {
		if err := os.MkdirAll("/dev/net", 0o751); err != nil {
			return nil, fmt.Errorf("creating TUN device file node: %w", err)
		}
		if err := syscall.Mknod(path, syscall.S_IFCHR|0o666, 10<<8|200); err != nil {
			return nil, fmt.Errorf("creating TUN device file node: %w", err)
		}
	}
	fd, err := syscall.Open(path, syscall.O_RDWR|syscall.O_NONBLOCK|syscall.O_CLOEXEC, 0)
	if err != nil {
		return nil, fmt.Errorf("unix opening TUN device file: %w", err)
	}
	var request struct {
		name  [16]byte
		flags uint16
		_     [22]byte
	}
	const iffTun, iffNoPI, tunSetIff = 0x0001, 0x1000, 0x400454ca
	copy(request.name[:15], name)
	request.flags = iffTun | iffNoPI
	if _, _, errno := syscall.Syscall(syscall.SYS_IOCTL, uintptr(fd), tunSetIff, uintptr(unsafe.Pointer(&request))); errno != 0 {
		syscall.Close(fd)
		return nil, fmt.Errorf("setting up TUN device %s: %w", name, errno)
	}
	return os.NewFile(uintptr(fd), path), nil // non-blocking: Close wakes a reader
}

// run runs a program and turns its output into the error's text.
func run(program string, arguments ...string) error {
	output, err := exec.Command(program, arguments...).CombinedOutput()
	if err == nil {
		return nil
	}
	text := strings.TrimSpace(string(output))
	if strings.Contains(text, "File exists") {
		text = "file exists" // the kernel's EEXIST as gluetun words it
	}
	return fmt.Errorf("%s %s: %s", program, strings.Join(arguments, " "), text)
}

// runAll runs one program with several argument lists, until one fails.
func runAll(program string, lines ...string) error {
	for _, line := range lines {
		if err := run(program, strings.Fields(line)...); err != nil {
			return err
		}
	}
	return nil
}

func hasIPv6() bool {
	_, err := os.Stat("/proc/net/if_inet6")
	return err == nil
}
