-- The tables of a data set, for a cluster of ClickHouse named fleet: a local table on
-- each node, and over them one that is read and written as a whole. Rows go to nodes by
-- host, so that all rows of a capture are on one node. What is unknown is the empty text
-- or the time 0, which compress better than NULL; of numbers it is NULL. Fill them with
-- what spoolscope export --format tables writes:
--
--     cat fleet/host=*/capture=*/messages.jsonl | clickhouse-client --date_time_input_format best_effort \
--       --query "INSERT INTO messages FORMAT JSONEachRow"
--
-- Newer versions also read the Parquet files: INSERT INTO messages SELECT * FROM file(…).
CREATE DATABASE IF NOT EXISTS fleet;
CREATE TABLE IF NOT EXISTS fleet.local_messages (host String, capture DateTime, archive String, queue String, id String, system String, state String, kind String, why String, reason String, code String, enhanced String, server String, status String, obstacle String, side String, cause String, cause_side String, `from` String, recipients Int32, created DateTime, last_try DateTime, next_try DateTime, failing_since DateTime, given_up DateTime, age Nullable(Int64), tries Nullable(Int32), priority Nullable(Int64), size Nullable(Int64), subject String, client String, login String, source String, source_kind String, quarantine String, bounce String, origin String, origin_client String) ENGINE = MergeTree PARTITION BY toYYYYMM(capture) ORDER BY (server, host, capture, created);
CREATE TABLE IF NOT EXISTS fleet.local_recipients (host String, capture DateTime, archive String, queue String, id String, n Int32, address String, domain String, first_of_domain UInt8, status String, state String, server String, `from` String, age Nullable(Int64)) ENGINE = MergeTree PARTITION BY toYYYYMM(capture) ORDER BY (domain, host, capture);
CREATE TABLE IF NOT EXISTS fleet.local_replies (host String, capture DateTime, archive String, queue String, id String, n Int32, server String, code String, enhanced String, why String, action String, echo UInt8, text String) ENGINE = MergeTree PARTITION BY toYYYYMM(capture) ORDER BY (server, host, capture);
CREATE TABLE IF NOT EXISTS fleet.local_causes (host String, capture DateTime, archive String, n Int32, cause String, side String, confidence String, messages Int64, once Int64, oldest DateTime, title String, inside String, text String, filter String) ENGINE = MergeTree PARTITION BY toYYYYMM(capture) ORDER BY (host, capture, n);
CREATE TABLE IF NOT EXISTS fleet.local_problems (host String, capture DateTime, archive String, severity String, kind String, unread UInt8, file String, line Nullable(Int32), offset Nullable(Int64), reason String) ENGINE = MergeTree PARTITION BY toYYYYMM(capture) ORDER BY (host, capture, kind);
CREATE TABLE IF NOT EXISTS fleet.local_events (host String, capture DateTime, archive String, queue String, id String, n Int32, time DateTime, clock String, event String, `from` String, `to` String, peer String, ip String, login String, size Nullable(Int64), code Nullable(Int32), enhanced String, text String, delay Nullable(Int32), count Int32, other String, program String, log String, line Int32) ENGINE = MergeTree PARTITION BY toYYYYMM(capture) ORDER BY (host, capture, id, n);
CREATE TABLE IF NOT EXISTS fleet.local_captures (host String, capture DateTime, archive String, dated_by String, messages Int64, recipients Int64, bytes Int64, lifetime Int64, complete UInt8, filter String, redacted String, schema String) ENGINE = MergeTree PARTITION BY toYYYYMM(capture) ORDER BY (host, capture);
CREATE TABLE IF NOT EXISTS fleet.messages AS fleet.local_messages ENGINE = Distributed(fleet, fleet, local_messages, cityHash64(host));
CREATE TABLE IF NOT EXISTS fleet.recipients AS fleet.local_recipients ENGINE = Distributed(fleet, fleet, local_recipients, cityHash64(host));
CREATE TABLE IF NOT EXISTS fleet.replies AS fleet.local_replies ENGINE = Distributed(fleet, fleet, local_replies, cityHash64(host));
CREATE TABLE IF NOT EXISTS fleet.causes AS fleet.local_causes ENGINE = Distributed(fleet, fleet, local_causes, cityHash64(host));
CREATE TABLE IF NOT EXISTS fleet.problems AS fleet.local_problems ENGINE = Distributed(fleet, fleet, local_problems, cityHash64(host));
CREATE TABLE IF NOT EXISTS fleet.events AS fleet.local_events ENGINE = Distributed(fleet, fleet, local_events, cityHash64(host));
CREATE TABLE IF NOT EXISTS fleet.captures AS fleet.local_captures ENGINE = Distributed(fleet, fleet, local_captures, cityHash64(host));
