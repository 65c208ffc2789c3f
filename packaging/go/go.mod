module example.org/marmot-vectors

go 1.19
