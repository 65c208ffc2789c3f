// Package marmotvectors holds the test vectors for clients of the Marmot protocol. What tests mean stands in vectors/README.md.
package marmotvectors

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"strings"
)

//go:embed vectors
var embedded embed.FS

// Profiles that this version knows.
var Profiles = []string{"pr40", "mip-2026-01", "mip-2026-04", "adopted-2026-07"}

// File is a vector file of one topic and profile. JSON has no members under x_.
type File struct {
	Path, Topic, Profile string
	JSON                 []byte
	Tests                []Case
}

// Case is a test with the Unix seconds at which it is judged.
type Case struct {
	ID, Result string
	Now        int64
	JSON       json.RawMessage
}

// Unsupported is a file of a topic or profile that this version does not know: not failed, only not judged.
type Unsupported struct{ Path, Why string }

// Suite is every file that the manifest lists.
type Suite struct {
	Files       []File
	Unsupported []Unsupported
}

// FS are the files in this package, with manifest.json at the root.
func FS() fs.FS {
	files, err := fs.Sub(embedded, "vectors")
	if err != nil {
		panic(err) // The folder is embedded.
	}
	return files
}

// Load reads every file once its SHA-256 and its number of tests are right.
func Load(files fs.FS) (Suite, error) {
	var suite Suite
	var manifest Manifest
	data, err := fs.ReadFile(files, "manifest.json")
	if err != nil {
		return suite, err
	}
	if err := Decode(data, &manifest); err != nil {
		return suite, fmt.Errorf("manifest.json: %w", err)
	}
	if err := expect("manifest.json", "format", manifest.Format, "marmot-vectors-manifest/1"); err != nil {
		return suite, err
	}
	for _, entry := range manifest.Files {
		data, err := fs.ReadFile(files, entry.Path)
		if err != nil {
			return suite, err
		}
		digest := sha256.Sum256(data)
		if err := expect(entry.Path, "SHA-256", hex.EncodeToString(digest[:]), entry.Sha256); err != nil {
			return suite, err
		}
		switch {
		case FileOf(entry.Topic) == nil:
			suite.Unsupported = append(suite.Unsupported, Unsupported{entry.Path, "unknown topic " + entry.Topic})
		case !contains(Profiles, entry.Profile):
			suite.Unsupported = append(suite.Unsupported, Unsupported{entry.Path, "unknown profile " + entry.Profile})
		default:
			file, err := load(data, entry)
			if err != nil {
				return suite, err
			}
			suite.Files = append(suite.Files, file)
		}
	}
	return suite, nil
}

// LoadMinimal reads the tests to begin with.
func LoadMinimal(files fs.FS) (Minimal, error) {
	var minimal Minimal
	data, err := fs.ReadFile(files, "minimal.json")
	if err != nil {
		return minimal, err
	}
	if err := Decode(data, &minimal); err != nil {
		return minimal, fmt.Errorf("minimal.json: %w", err)
	}
	return minimal, expect("minimal.json", "test_count", int64(len(minimal.Tests)), minimal.TestCount)
}

// Decode reads JSON into one of the types of this package. Members under x_ are ignored, other unknown ones are refused, but
// for topics whose type has an open end: MemberCoalescingExpect has after_remove_… in JSON alone.
func Decode(data []byte, into any) error {
	data, err := withoutExtensions(data)
	if err != nil {
		return err
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	return decoder.Decode(into)
}

// envelope is what files of all topics have in common.
type envelope struct {
	Format           string          `json:"format"`
	SuiteVersion     string          `json:"suite_version"`
	Topic            string          `json:"topic"`
	Profile          string          `json:"profile"`
	Spec             json.RawMessage `json:"spec"`
	Generator        json.RawMessage `json:"generator"`
	SyntheticSecrets bool            `json:"synthetic_secrets"`
	TestCount        int64           `json:"test_count"`
	Notes            json.RawMessage `json:"notes"`
	Groups           []struct {
		Now   int64             `json:"now"`
		Tests []json.RawMessage `json:"tests"`
	} `json:"groups"`
}

func load(data []byte, entry FileEntry) (File, error) {
	file := File{Path: entry.Path, Topic: entry.Topic, Profile: entry.Profile}
	var held envelope
	if err := Decode(data, &held); err != nil {
		return file, fmt.Errorf("%s: %w", entry.Path, err)
	}
	for _, group := range held.Groups {
		for _, raw := range group.Tests {
			test := struct {
				ID     string `json:"id"`
				Result string `json:"result"`
				Now    *int64 `json:"now"`
			}{Now: &group.Now}
			if err := json.Unmarshal(raw, &test); err != nil {
				return file, fmt.Errorf("%s: %w", entry.Path, err)
			}
			file.Tests = append(file.Tests, Case{test.ID, test.Result, *test.Now, raw})
		}
	}
	for _, fact := range []struct {
		what          string
		found, wanted any
	}{
		{"format", held.Format, "marmot-vectors/1"},
		{"topic", held.Topic, entry.Topic},
		{"profile", held.Profile, entry.Profile},
		{"test_count", held.TestCount, entry.TestCount},
		{"number of tests", int64(len(file.Tests)), entry.TestCount},
	} {
		if err := expect(entry.Path, fact.what, fact.found, fact.wanted); err != nil {
			return file, err
		}
	}
	var err error
	file.JSON, err = withoutExtensions(data)
	return file, err
}

func withoutExtensions(data []byte) ([]byte, error) {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		return nil, err
	}
	dropExtensions(value)
	return json.Marshal(value)
}

func dropExtensions(value any) {
	switch value := value.(type) {
	case map[string]any:
		for name, member := range value {
			if strings.HasPrefix(name, "x_") {
				delete(value, name)
			} else {
				dropExtensions(member)
			}
		}
	case []any:
		for _, item := range value {
			dropExtensions(item)
		}
	}
}

func contains(known []string, name string) bool {
	for _, each := range known {
		if each == name {
			return true
		}
	}
	return false
}

func expect(path, what string, found, wanted any) error {
	if found != wanted {
		return fmt.Errorf("%s: %s is %v, expected %v", path, what, found, wanted)
	}
	return nil
}
