package dev.pulse.benchmarks.page;

/** A benchmark's page: what it is called, and what the reader must know to judge its figures. */
enum Chapter {
    PIPELINE(
            "pipeline",
            "Pipeline",
            "Broker, ingest, verifier, lifecycle stream and explorer as processes of their own; a load process posts the"
                    + " signed heartbeats of 10,000, 100,000 and 1,000,000 distinct nodes. Costs are processor time out of"
                    + " `/proc`, for each process and in all, over the heartbeats that came through. The load process is"
                    + " shown and not counted. The unit of the ratios, one AWS-LC verify, is measured on the same machine"
                    + " in the same window."),
    INGEST(
            "ingest",
            "Ingest",
            "Real HTTP over kept-alive connections from a load process with bodies signed beforehand; processor time of"
                    + " the ingest for each request, its producer included, against nginx answering 204 to the same"
                    + " requests, turn by turn in the same run. No other gateway to Kafka stands beside it: Strimzi's Kafka"
                    + " Bridge (0.31 to 0.33) could not be had as released where this was recorded, neither from Maven"
                    + " nor as an image."),
    DETECTION(
            "detection",
            "Detection",
            "A million nodes of which one in a hundred falls silent. Lateness is the time from a node's deadline to its"
                    + " event in `nodes.events`; a node that is called offline and was heard from is a false one, of which"
                    + " there must be none. Then all fall silent together."),
    RECOVERY(
            "recovery",
            "Recovery",
            "kill -9 of each process at a million nodes, started again at once; the time until the service has caught up"
                    + " with the log, without and with a standby replica."),
    INSTANCES(
            "instances",
            "Instances",
            "A second instance of each stream joins under load, leaves in order, comes back on its stores and is killed,"
                    + " without standby replicas and with one. A pause is the longest time in which no transaction of"
                    + " some partition ended, so that readers of committed records got nothing of it; undisturbed, that is"
                    + " a commit interval or two. Processor time is that of all instances of the stream, out of `/proc`,"
                    + " for a heartbeat that was sent."),
    CONNECTIONS(
            "connections",
            "Connections",
            "Idle kept-alive connections on one ingest, their memory, and the latency of the active ones meanwhile."),
    EXPLORER(
            "explorer",
            "Explorer",
            "A million nodes of a grid that is drawn by a seed, written into `nodes.state`, with 10,000 changes of theirs a"
                    + " second coming in but where it is said otherwise. Broker, registry and explorer are processes of"
                    + " their own. Searches are drawn too: combinations of all filters, sorts, counts, facets, places and"
                    + " samples; their time is what the service says in `Server-Timing`. PostgreSQL has the same nodes in"
                    + " one table with an index on every field, and answers the same searches in SQL on the same machine."
                    + " Most watchers follow one node, fifty follow all."),
    STORAGE(
            "storage",
            "Storage",
            "Bytes of the segments on one broker's disk for a heartbeat that came in, by topic, as ingest and streams"
                    + " batch and compress them at a steady rate. `./pulse size` computes disks and network from them."),
    MICRO(
            "micro",
            "Micro-benchmarks",
            "Each step of a heartbeat's path by itself, by JMH: one thread, JVMs of their own, average time of an"
                    + " operation. The error is half the width of JMH's 99.9 % confidence interval; one fork tells"
                    + " nothing of the difference between forks. The processors are those that the topologies run, with"
                    + " maps in the place of their stores and nothing behind them. Nodes have keys of their own.");

    private final String benchmark;
    private final String title;
    private final String about;

    Chapter(String benchmark, String title, String about) {
        this.benchmark = benchmark;
        this.title = title;
        this.about = about;
    }

    /** The benchmark's name, its command and its file. */
    String benchmark() {
        return benchmark;
    }

    String title() {
        return title;
    }

    /** How its figures came about. */
    String about() {
        return about;
    }
}
