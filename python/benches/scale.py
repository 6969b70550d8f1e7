"""The same statements through Spark and through the program: python benches/scale.py ROWS PROGRAM [FOLDER]

Statements are put together from pieces of the training data, each other than all before. They are written once as CSV
(for the program) and once as Parquet (for Spark, `local[2]`); both write CSV. Their answers are compared row by row.
"""

import atexit
import csv
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import machine
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq
import pyspark
from pyspark.sql import SparkSession

import stance.spark

rows, program = int(sys.argv[1]), sys.argv[2]
if len(sys.argv) > 3:
    folder = Path(sys.argv[3])
    folder.mkdir(exist_ok=True)
else:
    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder)
source = Path(__file__).resolve().parents[2] / "training-data" / "export-controls.csv"
with open(source, encoding="utf-8", newline="") as file:
    clauses = sorted({part.strip() for row in csv.DictReader(file) for part in row["text"].split(",") if part.strip()})
chance = random.Random(1)
with pq.ParquetWriter(folder / "rows.parquet", pa.schema([("id", pa.int64()), ("text", pa.string())])) as parquet:
    with open(folder / "rows.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["id", "text"])
        for start in range(0, rows, 100_000):
            ids = list(range(start, min(start + 100_000, rows)))
            texts = [", ".join(chance.choices(clauses, k=2)) + f" {k}" for k in ids]
            writer.writerows(zip(ids, texts))
            parquet.write_table(pa.table({"id": ids, "text": texts}))
size = os.path.getsize(folder / "rows.csv") / 1e6


def timed(name, call):  # type: ignore[no-untyped-def]
    before = time.monotonic()
    call()
    taken = time.monotonic() - before
    print(f"{name:34} {taken:8.1f} s {rows / taken:>12,.0f} rows/s {size / taken:8.1f} MB/s", flush=True)
    return taken


print(machine.line() + f", Spark {pyspark.__version__}")
print(f"{rows:,} rows, {size:.0f} MB of CSV", flush=True)
with open(folder / "program.csv", "wb") as output:
    for threads in ("1", "2"):
        output.seek(0)
        command = [program, "classify", str(folder / "rows.csv"), "--threads", threads, "--format", "csv"]
        timed(f"program, {threads} thread(s)", lambda: subprocess.run(command, stdout=output, check=True))

os.environ["PYSPARK_PYTHON"] = sys.executable


def session() -> SparkSession:
    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    return builder.config("spark.driver.host", "127.0.0.1").getOrCreate()


begun = time.monotonic()
spark = session()
spark.sparkContext.setLogLevel("ERROR")
frame = spark.read.parquet(str(folder / "rows.parquet"))
stance.spark.label(frame.limit(10)).collect()
print(f"{'Spark, start and first ten rows':34} {time.monotonic() - begun:8.1f} s", flush=True)


def write(result, name):  # type: ignore[no-untyped-def]
    result.write.mode("overwrite").option("header", True).csv(str(folder / name))


def same(batches):  # type: ignore[no-untyped-def]
    yield from batches


timed("Spark, read and write alone", lambda: write(frame, "copied"))
timed("Spark, through Python, no labels", lambda: write(frame.mapInArrow(same, frame.schema), "passed"))
timed("Spark, labels", lambda: write(stance.spark.label(frame), "labelled"))
spark.stop()

theirs = pa.csv.read_csv(folder / "program.csv").sort_by("id")
parts = [pa.csv.read_csv(path) for path in sorted((folder / "labelled").glob("*.csv"))]
ours = pa.concat_tables(parts).sort_by("id")
assert ours.num_rows == theirs.num_rows == rows
for name in theirs.column_names:
    if name.endswith("probability"):
        assert ours[name].null_count == theirs[name].null_count, name
        apart = pc.max(pc.abs(pc.subtract(ours[name], theirs[name]))).as_py()
        assert apart <= 5.1e-7, (name, apart)
    else:
        assert ours[name].equals(theirs[name]), name
print("the answers are the same")
