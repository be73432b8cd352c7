// Checks a log folder and receipts with the transparency log packages of the Go project
// (golang.org/x/mod/sumdb/note and tlog, in Debian golang-golang-x-mod-dev).
//
// usage: check-log VKEY LOG_DIR [-older CHECKPOINT] [RECEIPT...]
//
// Ends with status 1 and a sentence at the first thing these packages do not accept.
package main

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// head is a signed tree head.
type head struct {
	size int64
	root tlog.Hash
}

// keys are the log's outside key and the inner one derived from it.
func keys(vkey string) (note.Verifiers, error) {
	outside, err := note.NewVerifier(vkey)
	if err != nil {
		return nil, err
	}
	// name+8 hexadecimal digits+base64 of a type byte and the key
	key, err := base64.StdEncoding.DecodeString(vkey[len(outside.Name())+10:])
	if err != nil {
		return nil, err
	}
	innerKey, err := note.NewEd25519VerifierKey(outside.Name()+"/inner", key[1:])
	if err != nil {
		return nil, err
	}
	inner, err := note.NewVerifier(innerKey)
	if err != nil {
		return nil, err
	}
	return note.VerifierList(outside, inner), nil
}

func openHead(signed []byte, known note.Verifiers) (head, error) {
	opened, err := note.Open(signed, known)
	if err != nil {
		return head{}, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[3] != "" || opened.Sigs[0].Name != lines[0] {
		return head{}, errors.New("not a checkpoint signed by the log it names")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return head{}, err
	}
	root, err := tlog.ParseHash(lines[2])
	return head{size, root}, err
}

// folder reads tiles of a C2SP log folder, whose paths leave out the tile height.
type folder string

func (folder) Height() int { return 8 }

func (f folder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var contents [][]byte
	for _, tile := range tiles {
		path := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
		content, err := os.ReadFile(filepath.Join(string(f), path))
		if err != nil {
			return nil, err
		}
		contents = append(contents, content)
	}
	return contents, nil
}

func (folder) SaveTiles([]tlog.Tile, [][]byte) {}

// entries gives every leaf of the folder, in order.
func (f folder) entries(size int64) ([][]byte, error) {
	var leaves [][]byte
	for from := int64(0); from < size; from += 256 {
		tile := tlog.Tile{H: 8, L: 0, N: from / 256, W: 256}
		if size-from < 256 {
			tile.W = int(size - from)
		}
		path := strings.Replace(tile.Path(), "tile/8/0/", "tile/entries/", 1)
		content, err := os.ReadFile(filepath.Join(string(f), path))
		if err != nil {
			return nil, err
		}
		for len(content) > 0 {
			length := int(binary.BigEndian.Uint16(content))
			leaves = append(leaves, content[2:2+length])
			content = content[2+length:]
		}
	}
	if int64(len(leaves)) != size {
		return nil, fmt.Errorf("%d entries for %d leaves", len(leaves), size)
	}
	return leaves, nil
}

func checkFolder(f folder, now head) error {
	hashes := tlog.TileHashReader(tlog.Tree{N: now.size, Hash: now.root}, f)
	root, err := tlog.TreeHash(now.size, hashes)
	if err != nil || root != now.root {
		return fmt.Errorf("tiles do not give the signed root: %v", err)
	}
	leaves, err := f.entries(now.size)
	if err != nil {
		return err
	}
	var indexes []int64
	for place := range leaves {
		indexes = append(indexes, tlog.StoredHashIndex(0, int64(place)))
	}
	held, err := hashes.ReadHashes(indexes)
	if err != nil {
		return err
	}
	for place, leaf := range leaves {
		if tlog.RecordHash(leaf) != held[place] {
			return fmt.Errorf("entry %d is not the leaf of the tree", place)
		}
	}
	return nil
}

func checkOlder(f folder, now, older head) error {
	hashes := tlog.TileHashReader(tlog.Tree{N: now.size, Hash: now.root}, f)
	proof, err := tlog.ProveTree(now.size, older.size, hashes)
	if err != nil {
		return err
	}
	if err := tlog.CheckTree(proof, now.size, now.root, older.size, older.root); err != nil {
		return err
	}
	older.root[0] ^= 1
	if tlog.CheckTree(proof, now.size, now.root, older.size, older.root) == nil {
		return errors.New("a changed older root was accepted")
	}
	return nil
}

func checkReceipt(text []byte, known note.Verifiers) error {
	front, signed, found := bytes.Cut(text, []byte("\n\n"))
	lines := strings.Split(string(front), "\n")
	if !found || len(lines) < 3 || lines[0] != "c2sp.org/tlog-proof@v1" {
		return errors.New("not a receipt")
	}
	leaf, err := base64.StdEncoding.Strict().DecodeString(strings.TrimPrefix(lines[1], "extra "))
	if err != nil {
		return err
	}
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[2], "index "), 10, 64)
	if err != nil {
		return err
	}
	var proof tlog.RecordProof
	for _, line := range lines[3:] {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			return err
		}
		proof = append(proof, hash)
	}
	now, err := openHead(signed, known)
	if err != nil {
		return err
	}
	if err := tlog.CheckRecord(proof, now.size, now.root, index, tlog.RecordHash(leaf)); err != nil {
		return err
	}
	leaf[1] ^= 1
	if tlog.CheckRecord(proof, now.size, now.root, index, tlog.RecordHash(leaf)) == nil {
		return errors.New("a changed leaf was accepted")
	}
	return nil
}

func run(vkey, dir string, rest []string) error {
	known, err := keys(vkey)
	if err != nil {
		return fmt.Errorf("key: %w", err)
	}
	signed, err := os.ReadFile(filepath.Join(dir, "checkpoint"))
	if err != nil {
		return err
	}
	now, err := openHead(signed, known)
	if err != nil {
		return fmt.Errorf("checkpoint: %w", err)
	}
	if err := checkFolder(folder(dir), now); err != nil {
		return fmt.Errorf("log folder: %w", err)
	}
	if len(rest) >= 2 && rest[0] == "-older" {
		signed, err := os.ReadFile(rest[1])
		if err != nil {
			return err
		}
		older, err := openHead(signed, known)
		if err == nil {
			err = checkOlder(folder(dir), now, older)
		}
		if err != nil {
			return fmt.Errorf("older checkpoint: %w", err)
		}
		rest = rest[2:]
	}
	for _, file := range rest {
		text, err := os.ReadFile(file)
		if err == nil {
			err = checkReceipt(text, known)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", filepath.Base(file), err)
		}
	}
	fmt.Printf("%d leaves and %d receipts hold\n", now.size, len(rest))
	return nil
}

func main() {
	if len(os.Args) < 3 {
		fmt.Fprintln(os.Stderr, "usage: check-log VKEY LOG_DIR [-older CHECKPOINT] [RECEIPT...]")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2], os.Args[3:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
