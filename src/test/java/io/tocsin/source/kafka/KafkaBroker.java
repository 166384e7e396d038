package io.tocsin.source.kafka;

import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Time;

/** A real Kafka broker, KRaft, in this JVM and on loopback, that can stop and come back with what it had. */
public final class KafkaBroker implements AutoCloseable {
    private final Properties settings = new Properties();
    private final String address;
    private KafkaRaftServer server;
    private KafkaProducer<byte[], byte[]> producer;

    private KafkaBroker(Path folder) throws IOException {
        address = "127.0.0.1:" + freePort();
        int controller = freePort();
        settings.putAll(Map.ofEntries(
                Map.entry("process.roles", "broker,controller"),
                Map.entry("node.id", "1"),
                Map.entry("controller.quorum.voters", "1@127.0.0.1:" + controller),
                Map.entry("listeners", "PLAINTEXT://" + address + ",CONTROLLER://127.0.0.1:" + controller),
                Map.entry("advertised.listeners", "PLAINTEXT://" + address),
                Map.entry("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"),
                Map.entry("controller.listener.names", "CONTROLLER"),
                Map.entry("inter.broker.listener.name", "PLAINTEXT"),
                Map.entry("log.dirs", folder.resolve("log").toString()),
                Map.entry("auto.create.topics.enable", "false"),
                Map.entry("offsets.topic.num.partitions", "1"),
                Map.entry("offsets.topic.replication.factor", "1"),
                Map.entry("transaction.state.log.num.partitions", "1"),
                Map.entry("group.initial.rebalance.delay.ms", "0"),
                Map.entry("log.cleaner.enable", "false")));
        format(folder);
    }

    /** Starts one in an empty folder. */
    public static KafkaBroker in(Path folder) throws IOException {
        KafkaBroker broker = new KafkaBroker(folder);
        broker.start();
        return broker;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void format(Path folder) throws IOException {
        Path file = folder.resolve("server.properties");
        try (var out = Files.newBufferedWriter(file)) {
            settings.store(out, null);
        }
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        String[] format = {"format", "--cluster-id", "dG9jc2luLXRlc3QtMDAwMQ", "--config", file.toString()};
        if (StorageTool.execute(format, new PrintStream(said, true, StandardCharsets.UTF_8)) != 0) {
            throw new IllegalStateException(said.toString(StandardCharsets.UTF_8));
        }
    }

    /** Starts it, the first time or again, on the same port and with the same records. */
    public void start() {
        server = new KafkaRaftServer(new KafkaConfig(settings, false), Time.SYSTEM);
        server.startup();
        producer = new KafkaProducer<>(
                // LZ4, as many producers have it: what is read here passes the library that the hub brings.
                Map.of("bootstrap.servers", address, "enable.idempotence", "false", "compression.type", "lz4"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Stops it; consumers find nobody. */
    public void stop() {
        producer.close(Duration.ofSeconds(5));
        server.shutdown();
        server.awaitShutdown();
    }

    /** Where it listens, {@code 127.0.0.1:<port>}. */
    public String address() {
        return address;
    }

    /** Makes a topic, and waits until its partitions have a leader. */
    public void topic(String name, int partitions) {
        try (Admin admin = admin()) {
            get(admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1)))
                    .all());
            await().atMost(Duration.ofSeconds(20))
                    .ignoreExceptions()
                    .until(() ->
                            get(admin.describeTopics(List.of(name)).allTopicNames()).get(name).partitions().stream()
                                    .allMatch(partition -> partition.leader() != null));
        }
    }

    /** Sends records to one partition, and returns when the broker has them. */
    public void send(String topic, int partition, String... values) {
        List<Future<RecordMetadata>> sent = java.util.Arrays.stream(values)
                .map(value -> producer.send(
                        new ProducerRecord<>(topic, partition, null, value.getBytes(StandardCharsets.UTF_8))))
                .toList();
        sent.forEach(KafkaBroker::get);
    }

    /** Sends one record, as it is. */
    public void send(ProducerRecord<byte[], byte[]> record) {
        get(producer.send(record));
    }

    /** The offsets that a group has committed for a topic, by partition; none is 0. */
    public Map<Integer, Long> committed(String group, String topic) {
        try (Admin admin = admin()) {
            Map<Integer, Long> offsets =
                    get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata()).entrySet().stream()
                            .filter(entry -> entry.getKey().topic().equals(topic))
                            .collect(Collectors.toMap(
                                    entry -> entry.getKey().partition(), entry -> Optional.ofNullable(entry.getValue())
                                            .map(value -> value.offset())
                                            .orElse(0L)));
            return new LinkedHashMap<>(offsets);
        }
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", address));
    }

    private static <T> T get(Future<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        stop();
    }
}
