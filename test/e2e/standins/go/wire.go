package main

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
)

// The stand-in's tunnel: IP packets over UDP, unencrypted, behind a handshake
// that only the holder of the key can make. One byte says what a datagram is.
const (
	handshake = 1 // nonce, proof
	accepted  = 2 // nonce, proof
	keepalive = 3
	data      = 4 // an IP packet
)

const nonceSize = 32

func proof(key [32]byte, kind byte, nonce []byte) []byte {
	mac := hmac.New(sha256.New, key[:])
	mac.Write([]byte{kind})
	mac.Write(nonce)
	return mac.Sum(nil)
}

func newNonce() []byte {
	nonce := make([]byte, nonceSize)
	rand.Read(nonce)
	return nonce
}

func greeting(key [32]byte, kind byte, nonce []byte) []byte {
	return append(append([]byte{kind}, nonce...), proof(key, kind, nonce)...)
}

// nonceOf returns the nonce of a handshake or its answer, if the sender holds the key.
func nonceOf(key [32]byte, datagram []byte) ([]byte, bool) {
	if len(datagram) != 1+nonceSize+sha256.Size {
		return nil, false
	}
	nonce := datagram[1 : 1+nonceSize]
	return nonce, hmac.Equal(datagram[1+nonceSize:], proof(key, datagram[0], nonce))
}
