// Command pack writes the module with vectors (without the extra packs), types and licence into a folder that GOPROXY can name.
//
//	go run ./pack OUT
package main

import (
	"archive/zip"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
)

const module = "example.org/marmot-vectors"

// Folders and files of the repository, seen from packaging/go, and where they lie in the module.
var contents = [][2]string{
	{"../../vectors", "vectors"},
	{"../types/go/types.go", "types.go"},
	{"../../LICENSE", "LICENSE"},
	{"go.mod", "go.mod"},
	{"vectors.go", "vectors.go"},
	{"README.md", "README.md"},
}

// Folders of vectors that the module leaves out.
var extra = map[string]bool{"engine": true, "scenarios": true, "shared-ratchet": true, "streams": true}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: go run ./pack OUT")
		os.Exit(2)
	}
	if err := pack(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func pack(out string) error {
	version, err := suiteVersion()
	if err != nil {
		return err
	}
	folder := filepath.Join(out, filepath.FromSlash(module), "@v")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	goMod, err := os.ReadFile("go.mod")
	if err != nil {
		return err
	}
	info, err := json.Marshal(map[string]string{"Version": version})
	if err != nil {
		return err
	}
	for name, text := range map[string][]byte{"list": []byte(version + "\n"), version + ".mod": goMod, version + ".info": info} {
		if err := os.WriteFile(filepath.Join(folder, name), text, 0o644); err != nil {
			return err
		}
	}
	return archive(filepath.Join(folder, version+".zip"), module+"@"+version+"/")
}

// suiteVersion is the version of the module: that of the vectors.
func suiteVersion() (string, error) {
	var manifest struct {
		SuiteVersion string `json:"suite_version"`
	}
	data, err := os.ReadFile("../../vectors/manifest.json")
	if err != nil {
		return "", err
	}
	err = json.Unmarshal(data, &manifest)
	return "v" + manifest.SuiteVersion, err
}

func archive(name, prefix string) error {
	file, err := os.Create(name)
	if err != nil {
		return err
	}
	defer file.Close()
	writer := zip.NewWriter(file)
	for _, pair := range contents {
		if err := add(writer, pair[0], prefix+pair[1]); err != nil {
			return err
		}
	}
	return writer.Close()
}

// add puts a file, or a folder without the extra packs in it, into the archive.
func add(writer *zip.Writer, from, to string) error {
	return filepath.WalkDir(from, func(source string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && extra[entry.Name()]:
			return filepath.SkipDir
		case entry.IsDir():
			return nil
		}
		below, err := filepath.Rel(from, source)
		if err != nil {
			return err
		}
		data, err := os.ReadFile(source)
		if err != nil {
			return err
		}
		held, err := writer.Create(path.Join(to, filepath.ToSlash(below)))
		if err != nil {
			return err
		}
		_, err = held.Write(data)
		return err
	})
}
