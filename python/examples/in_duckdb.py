"""Labels beside the result of a query in DuckDB: python in_duckdb.py statements.parquet"""

import sys

import duckdb
import pyarrow as pa

import stance

query = duckdb.connect().sql(f"select * from read_parquet('{sys.argv[1]}')")
reader = query.to_arrow_reader(100_000)

# Scored while it is read, and read back by DuckDB under the name of the variable, through a connection of its own: the
# first one is still giving out rows.
classifier = stance.Classifier()
schema = stance.scored_schema(reader.schema, classifier)
labelled = pa.RecordBatchReader.from_batches(schema, stance.score_batches(reader, classifier))
print(duckdb.connect().sql("select predicted_stance, count(*) as n from labelled group by all order by all"))
