package io.culvert.outbox.testing;

import java.util.Map;

/** Where a broker of Kafka runs: in the process of the tests, or in a container. */
interface Broker {
  /** Starts it, or starts it again on the same port and data. It answers when this returns. */
  void resume();

  /** Stops it; its data stays. */
  void pause();

  /** Stops it for good. */
  void close();

  /**
   * The settings of a broker that is its own controller.
   *
   * @param address what it listens on, empty for every address
   * @param port for clients, who find it on loopback
   * @param controller its port for itself, on loopback
   * @param folder of its data
   */
  static Map<String, String> settings(String address, int port, int controller, String folder) {
    return Map.ofEntries(
        Map.entry("process.roles", "broker,controller"),
        Map.entry("node.id", "1"),
        Map.entry("controller.quorum.voters", "1@127.0.0.1:" + controller),
        Map.entry(
            "listeners",
            "PLAINTEXT://" + address + ":" + port + ",CONTROLLER://127.0.0.1:" + controller),
        Map.entry("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port),
        Map.entry("controller.listener.names", "CONTROLLER"),
        Map.entry("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"),
        Map.entry("log.dirs", folder),
        Map.entry("offsets.topic.replication.factor", "1"),
        Map.entry("offsets.topic.num.partitions", "1"),
        Map.entry("transaction.state.log.replication.factor", "1"),
        Map.entry("transaction.state.log.min.isr", "1"),
        Map.entry("group.initial.rebalance.delay.ms", "0"),
        Map.entry("auto.create.topics.enable", "false"),
        Map.entry("log.segment.bytes", "8388608"),
        Map.entry("log.index.size.max.bytes", "65536"));
  }
}
