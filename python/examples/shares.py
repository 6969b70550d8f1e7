"""Articles in a Parquet file → who is on which side: python shares.py articles.parquet shares.png"""

import sys

import matplotlib
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

import stance

matplotlib.use("agg")

articles, picture = sys.argv[1:]
batches = pq.ParquetFile(articles).iter_batches(batch_size=1000)
statements = stance.extract_batches(batches, column="article", terms=False)
labelled = pl.DataFrame(pa.Table.from_batches(stance.score_batches(statements)))

colours = {"support": "#2b6cb0", "neutral": "#a0aec0", "oppose": "#c05621", "unsure": "#edf2f7"}
shares = (
    labelled.filter(pl.col("speaker_name").is_not_null())
    .group_by("speaker_name")
    .agg(
        pl.len().alias("statements"),
        *((pl.col("predicted_stance") == side).mean().round(2).alias(side) for side in colours),
    )
    .sort("statements", "speaker_name", descending=[True, False])
)
with pl.Config(tbl_rows=-1, tbl_hide_dataframe_shape=True, tbl_hide_column_data_types=True, fmt_str_lengths=40):
    print(shares)

axes = shares.to_pandas().set_index("speaker_name")[list(colours)].plot.barh(stacked=True, color=colours, xlim=(0, 1))
axes.invert_yaxis()
axes.set(xlabel="share of the speaker's statements", ylabel="")
axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1), ncols=4, frameon=False)
axes.figure.savefig(picture, bbox_inches="tight")
