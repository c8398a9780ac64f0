"""How fast, how large and how exact searchkit is beside other engines.

``python -m benchmarks run CORPUS`` builds and queries one corpus with every
engine and writes what it measured. The parts, in the order of the work:

- `corpus` reads a file of articles; `synthesis` enlarges it;
- `queries` takes queries from files and samples others from the corpus;
- `engines` puts every engine behind one small interface;
- `worker` is the process of one engine, `driving` starts it and asks it;
- `measures` is the arithmetic, `results` the record of a run, `report` the table.

Nothing here is part of the package: searchkit is used as anybody would use it,
through `searchkit.open` and the command.
"""
