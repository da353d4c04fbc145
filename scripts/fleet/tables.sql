-- The tables of a data set, for DuckDB. Start it in the data set's folder:
--
--     cd fleet && duckdb -init …/scripts/fleet/tables.sql
--     D .read …/scripts/fleet/next_hops.sql
--
-- all_messages, all_recipients … have every capture; messages, recipients … only the
-- newest one of each host, which is what most questions are about. The host and the
-- time come from columns: partition names are encoded. To read fewer files, put a part
-- of a partition's name into a path: 'host=*/capture=2026-03-*/messages.parquet'.
-- Where partitions were written by different versions, add union_by_name = true.
SET TimeZone = 'UTC';
CREATE OR REPLACE TEMP VIEW all_messages AS SELECT * FROM read_parquet('host=*/capture=*/messages.parquet', hive_partitioning = false);
CREATE OR REPLACE TEMP VIEW all_recipients AS SELECT * FROM read_parquet('host=*/capture=*/recipients.parquet', hive_partitioning = false);
CREATE OR REPLACE TEMP VIEW all_replies AS SELECT * FROM read_parquet('host=*/capture=*/replies.parquet', hive_partitioning = false);
CREATE OR REPLACE TEMP VIEW all_causes AS SELECT * FROM read_parquet('host=*/capture=*/causes.parquet', hive_partitioning = false);
CREATE OR REPLACE TEMP VIEW all_problems AS SELECT * FROM read_parquet('host=*/capture=*/problems.parquet', hive_partitioning = false);
CREATE OR REPLACE TEMP VIEW all_events AS SELECT * FROM read_parquet('host=*/capture=*/events.parquet', hive_partitioning = false);
CREATE OR REPLACE TEMP VIEW captures AS SELECT * FROM read_parquet('host=*/capture=*/captures.parquet', hive_partitioning = false);

-- A table, not a view: which capture is the newest is looked up once.
CREATE OR REPLACE TEMP TABLE newest AS SELECT host, max(capture) AS capture FROM captures GROUP BY host;
CREATE OR REPLACE TEMP VIEW messages AS SELECT * FROM all_messages AS m WHERE EXISTS (FROM newest AS n WHERE n.host IS NOT DISTINCT FROM m.host AND n.capture IS NOT DISTINCT FROM m.capture);
CREATE OR REPLACE TEMP VIEW recipients AS SELECT * FROM all_recipients AS m WHERE EXISTS (FROM newest AS n WHERE n.host IS NOT DISTINCT FROM m.host AND n.capture IS NOT DISTINCT FROM m.capture);
CREATE OR REPLACE TEMP VIEW replies AS SELECT * FROM all_replies AS m WHERE EXISTS (FROM newest AS n WHERE n.host IS NOT DISTINCT FROM m.host AND n.capture IS NOT DISTINCT FROM m.capture);
CREATE OR REPLACE TEMP VIEW causes AS SELECT * FROM all_causes AS m WHERE EXISTS (FROM newest AS n WHERE n.host IS NOT DISTINCT FROM m.host AND n.capture IS NOT DISTINCT FROM m.capture);
CREATE OR REPLACE TEMP VIEW problems AS SELECT * FROM all_problems AS m WHERE EXISTS (FROM newest AS n WHERE n.host IS NOT DISTINCT FROM m.host AND n.capture IS NOT DISTINCT FROM m.capture);
CREATE OR REPLACE TEMP VIEW events AS SELECT * FROM all_events AS m WHERE EXISTS (FROM newest AS n WHERE n.host IS NOT DISTINCT FROM m.host AND n.capture IS NOT DISTINCT FROM m.capture);

-- The domain that affected.sql asks about.
SET VARIABLE domain = 'example.com';
