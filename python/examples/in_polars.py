"""Labels in a polars frame, and in a lazy one of any length: python in_polars.py statements.parquet"""

import sys

import polars as pl

import stance

classifier = stance.Classifier()

# A column of a frame in memory.
frame = pl.read_parquet(sys.argv[1])
labelled = frame.hstack(classifier.classify(frame["text"]))


# A lazy query, labelled batch by batch, so that it may be larger than memory.
def label(batch: pl.DataFrame) -> pl.DataFrame:
    return batch.hstack(classifier.classify(batch["text"]))


query = pl.scan_parquet(sys.argv[1])
schema = label(query.head(0).collect()).schema
streamed = query.map_batches(label, schema=schema, streamable=True)
assert streamed.collect(engine="streaming").equals(labelled)

print(labelled.group_by("predicted_stance").len().sort("predicted_stance"))
