// What a user of the Go module does. Arguments: a folder with a file of an unknown topic, and one with a wrong hash.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"

	mv "example.org/marmot-vectors"
)

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func load(files fs.FS) (mv.Suite, int) {
	suite, err := mv.Load(files)
	must(err)
	count := 0
	for _, file := range suite.Files {
		count += len(file.Tests)
		if file.Topic == "member-coalescing" { // It has members that no type names.
			must(json.Unmarshal(file.JSON, &mv.MemberCoalescingFile{}))
		} else {
			must(mv.Decode(file.JSON, mv.FileOf(file.Topic)))
		}
	}
	return suite, count
}

func main() {
	_, count := load(mv.FS())
	minimal, err := mv.LoadMinimal(mv.FS())
	must(err)
	fmt.Println(count, "tests,", len(minimal.Tests), "to begin with")
	held, count := load(os.DirFS(os.Args[1]))
	fmt.Println(count, "tests,", held.Unsupported[0].Why)
	if bytes.Contains(held.Files[0].JSON, []byte(`"x_`)) {
		panic("a member under x_ is left")
	}
	if _, err := mv.Load(os.DirFS(os.Args[2])); err != nil {
		fmt.Println("refused:", err)
	}
}
