package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.tocsin.channel.aws.SnsPublish;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.StreamSupport;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.LifecycleStrategySupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of receivers are taken over while the hub runs, each as a whole or not at all. */
@Tag("slow")
class ReceiverTakeoverTest {

    private static final String RULES =
            "rules:\n  - name: all\n    when: { status: [ firing, resolved ] }\n    notify: [ %s ]\n";

    @TempDir
    Path folder;

    private Sink sink;
    private Sink other;
    private TestHub hub;

    @BeforeEach
    void start() {
        sink = Sink.start();
        other = Sink.start();
        hub = HubFiles.in(folder)
                .rules(RULES.formatted("hook"))
                .webhook("hook", sink.url(), Map.of())
                .start();
    }

    @AfterEach
    void stop() {
        hub.close();
        sink.close();
        other.close();
    }

    @Test
    void aNewReceiverIsThereAtOnceAndSoIsTheRuleThatWasSavedBeforeIt() {
        hub.files().rules(RULES.formatted("hook, new"));
        await().until(() -> hub.hub().rules().broken().isPresent());
        hub.files().webhook("new", other.url(), Map.of());

        await().until(() -> hub.hub().rules().current().all().get(0).receivers().contains("new"));
        hub.send("ci", "{\"title\": \"it burns\"}");
        other.await(1);
        sink.await(1);
        assertThat(status()).isEqualTo("ready");
    }

    @Test
    void anEditIsTakenOverAndItsBreakerIsANewOne() {
        hub.send("ci", "{\"title\": \"one\"}");
        sink.await(1);
        taken(() -> hub.files().webhook("hook", other.url(), Map.of("concurrency", "1")));

        hub.send("ci", "{\"title\": \"two\"}");
        other.await(1);
        assertThat(sink.got()).hasSize(1);
        assertThat(receiver("hook").path("breaker").asText()).isEqualTo("closed");
    }

    @Test
    void aWrongEditIsRefusedWithItsLineAndTheLastGoodOneRunsOn() {
        refused(
                () -> hub.files().webhook("hook", other.url(), Map.of("method", "{{env:NOT_SET_ANYWHERE}}")),
                "hook.camel.yaml:11");
        refused(() -> hub.files().webhook("hook", "http://169.254.169.254/", Map.of()), "hook.camel.yaml:");
        refused(() -> hub.files().webhook("hook", other.url(), Map.of("retrySchedule", "soon")), "hook.camel.yaml:");
        refused(() -> hub.files().webhook("hook", other.url(), Map.of("colour", "red")), "colour");
        refused(() -> hub.files().write("receivers/hook.camel.yaml", "- templatedRoute: {"), "hook.camel.yaml");
        assertThat(status()).isEqualTo("degraded");

        hub.send("ci", "{\"title\": \"one\"}");
        sink.await(1);

        taken(() -> hub.files().webhook("hook", other.url(), Map.of()));
        assertThat(status()).isEqualTo("ready");
        hub.send("ci", "{\"title\": \"two\"}");
        other.await(1);
    }

    @Test
    void aReceiverWhoseOwnMessageCannotBeMadeIsRefusedUntilItCan() {
        hub.files().write("channels/own.jq", "{text: (.notice.title | shuot)}");
        refused(() -> hub.files().webhook("hook", other.url(), Map.of("template", "own.jq")), "own.jq:1");
        hub.send("ci", "{\"title\": \"one\"}");
        sink.await(1);

        taken(() -> hub.files().write("channels/own.jq", "{text: \"it burns\"}"));
        hub.send("ci", "{\"title\": \"two\"}");
        other.await(1);
        assertThat(other.got().get(0).body()).isEqualTo("{\"text\":\"it burns\"}");
        assertThat(status()).as("nothing waits for a restart").isEqualTo("ready");

        taken(() -> hub.files().write("channels/own.jq", "{text: \"it still burns\"}"));
        hub.send("ci", "{\"title\": \"three\"}");
        other.await(2);
        assertThat(other.got().get(1).body()).isEqualTo("{\"text\":\"it still burns\"}");
        assertThat(status()).isEqualTo("ready");
    }

    @Test
    void rulesAreNotSaidToBeReloadedWhereOnlyAReceiverWasEdited() {
        long rules = hub.hub().rules().taken();
        taken(() -> hub.files().webhook("hook", other.url(), Map.of()));
        hub.files().rules(RULES.formatted("hook") + "# edited\n");
        await().until(() -> hub.hub().rules().taken() > rules);
        assertThat(hub.hub().rules().taken()).isEqualTo(rules + 1);
    }

    @Test
    void whatWaitsForARemovedReceiverIsShownAndSentOnceItIsBack() throws IOException {
        sink.answer(503, "");
        String event = hub.send("ci", "{\"title\": \"one\"}");
        sink.await(1);
        await().untilAsserted(
                        () -> assertThat(receiver("hook").path("lastFailure").toString())
                                .contains("\"class\":\"transient\"", "503", "\"at\":\"20"));
        taken(this::removeHook);
        String later = hub.send("ci", "{\"title\": \"two\"}");

        await().untilAsserted(() -> {
            assertThat(receiver("hook").path("running").asBoolean(true)).isFalse();
            assertThat(receiver("hook").path("waiting").asInt()).isEqualTo(2);
        });
        for (String id : new String[] {event, later}) {
            assertThat(hub.read("/v1/events/" + id).toString()).contains("its receiver does not run");
        }
        assertThat(hub.count("SELECT count(*) FROM dead_letter")).isZero();
        assertThat(status()).isEqualTo("degraded"); // the rule names it
        assertThat(hub.get("/metrics").body()).doesNotContain("tocsin_delivery_seconds_count{receiver=\"hook\"");

        taken(() -> hub.files().webhook("hook", other.url(), Map.of()));
        other.await(2);
        await().untilAsserted(() -> assertThat(status()).isEqualTo("ready"));
    }

    @Test
    void twoThatShareALimitMayChangeIt() {
        for (String rate : new String[] {"5", "7"}) {
            long before = hub.hub().routeFiles().taken();
            hub.files()
                    .webhook("one", other.url(), Map.of("rate", rate))
                    .webhook("two", other.url(), Map.of("rate", rate));
            await().until(() -> hub.hub().routeFiles().taken() == before + 2);
            assertThat(hub.hub().routeFiles().broken()).isEmpty();
        }
        assertThat(hub.hub().receivers().names()).contains("one", "two");
    }

    @Test
    void aReceiverMayMoveToAnotherFile() throws IOException {
        Path from = hub.files().routes().resolve("receivers/hook.camel.yaml");
        taken(
                () -> hub.files()
                        .write(
                                "receivers/all.camel.yaml",
                                "- templatedRoute:\n    routeTemplateRef: log\n"
                                        + "    routeId: second\n    prefixId: second-\n    parameters:\n      - name: receiver\n        value: second\n"));
        String both =
                Files.readString(hub.files().routes().resolve("receivers/all.camel.yaml")) + Files.readString(from);
        Files.delete(from);
        hub.files().write("receivers/all.camel.yaml", both);

        await().until(() -> hub.hub().receivers().names().contains("hook")
                && hub.hub().routeFiles().broken().isEmpty()
                && hub.hub().routeFiles().taken() >= 3);
        hub.send("ci", "{\"title\": \"one\"}");
        sink.await(1);
    }

    @Test
    void anEditOfCodeIsSaidToNeedARestartUntilItIsTakenBack() throws IOException {
        Path template = hub.files().routes().resolve("channels/webhook.camel.yaml");
        String text = Files.readString(template);
        Files.writeString(template, text + "# edited\n");
        Files.writeString(hub.files().routes().resolve("channels/view.jq"), "# edited\n.");
        Files.writeString(hub.files().routes().resolve("channels/email.txt.ftl"), "${titel}");
        hub.files().write("channels/own.camel.yaml", text.replace("id: webhook", "id: own"));
        hub.files().receiver("own", "mine", Map.of("url", sink.url()));

        await().untilAsserted(() -> assertThat(ready())
                .contains("channels/webhook.camel.yaml: found an edit of this file; expected a restart")
                .contains("channels/view.jq: found an edit of this file; expected a restart")
                .contains("channels/email.txt.ftl: found an edit of this file; expected a restart")
                .contains("channels/own.camel.yaml: found this new file; expected a restart")
                .contains("receivers/mine.camel.yaml: found this new file; expected a restart"));
        assertThat(status()).isEqualTo("degraded");
        assertThat(hub.read("/v1/receivers").path("notTakenOver").toString())
                .contains("webhook.camel.yaml", "a restart");

        Files.writeString(template, text);
        await().untilAsserted(() -> assertThat(ready()).doesNotContain("webhook.camel.yaml"));
    }

    @Test
    void aSourceOverHttpIsTakenOverNewOrEdited() {
        String source = """
                - templatedRoute:
                    routeTemplateRef: http-source
                    routeId: source-builds
                    parameters:
                      - name: source
                        value: builds
                      - name: rate
                        value: "%d"
                """;
        taken(() -> hub.files().write("sources/builds.camel.yaml", source.formatted(50)));
        hub.send("builds", "{\"title\": \"it burns\"}");
        sink.await(1);

        taken(() -> hub.files().write("sources/builds.camel.yaml", source.formatted(60)));
        hub.send("builds", "{\"title\": \"it burns more\"}");
        sink.await(2);
    }

    /** Of two receivers in one file one can't go: the other must not be gone with it. */
    @Test
    void whereOneRouteOfAFileCanNotBeRemovedAllOfTheFileRunOn() {
        AtomicBoolean refuse = new AtomicBoolean(true);
        hub.hub().camel().addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onRoutesRemove(Collection<Route> routes) {
                if (routes.stream().anyMatch(route -> route.getId().equals("second")) && refuse.get()) {
                    throw new IllegalStateException("it stays");
                }
            }
        });
        taken(() -> hub.files().write("receivers/two.camel.yaml", two(sink.url())));
        hub.files().rules(RULES.formatted("first, second"));
        await().until(() -> hub.hub().rules().current().all().get(0).receivers().contains("second"));

        refused(() -> hub.files().write("receivers/two.camel.yaml", two(other.url())), "it stays");
        hub.send("ci", "{\"title\": \"one\"}");
        sink.await(2);
        assertThat(hub.hub().camel().getRouteController().getRouteStatus("first"))
                .isEqualTo(ServiceStatus.Started);
        assertThat(hub.hub().camel().getRouteController().getRouteStatus("second"))
                .isEqualTo(ServiceStatus.Started);

        refuse.set(false);
        taken(() -> hub.files().write("receivers/two.camel.yaml", two(other.url()) + "# again\n"));
        hub.send("ci", "{\"title\": \"two\"}");
        other.await(2);
        assertThat(sink.got()).hasSize(2);
    }

    private static String two(String url) {
        StringBuilder yaml = new StringBuilder();
        for (String name : List.of("first", "second")) {
            yaml.append("""
                    - templatedRoute:
                        routeTemplateRef: webhook
                        routeId: %s
                        prefixId: %1$s-
                        parameters:
                          - { name: receiver, value: %1$s }
                          - { name: url, value: "%2$s" }
                    """.formatted(name, url));
        }
        return yaml.toString();
    }

    @Test
    void anEditOfASourceThatFetchesIsTakenOverAndItsQueueLosesNothing() {
        try (TestQueue queue = new TestQueue("builds")) {
            taken(() -> hub.files().write("sources/builds.camel.yaml", queue.source("builds", 1)));
            queue.send("{\"title\": \"one\", \"fingerprint\": \"one\"}");
            sink.await(1);

            String edited =
                    queue.source("builds", 1).replace("source, value: \"builds\"", "source, value: \"deploys\"");
            taken(() -> hub.files().write("sources/builds.camel.yaml", edited));
            queue.send("{\"title\": \"two\", \"fingerprint\": \"two\"}");
            sink.await(2);
            assertThat(hub.count("SELECT count(*) FROM event WHERE source = 'deploys'"))
                    .isOne();
            await().until(queue::empty);
            assertThat(status()).isEqualTo("ready");
        }
    }

    /** The lease of what was cut off is not waited for: its end is settled like that of any send that got no answer. */
    @Test
    void whatAReceiverStillSendsWhenItsTimeIsOverIsGivenBackAndSentByTheNewOne() throws Exception {
        CountDownLatch answering = new CountDownLatch(1);
        sink.answer(got -> {
            waitFor(answering);
            return new Sink.Reply(200, "");
        });
        taken(() -> hub.files().webhook("hook", sink.url(), Map.of("retrySchedule", "1s")));
        hub.send("ci", "{\"title\": \"one\"}");
        sink.await(1);

        RunningRoutes routes = new RunningRoutes(
                hub.hub()::camel,
                hub.hub().camel().getRegistry().findSingleByType(MeterRegistry.class),
                Duration.ofMillis(500));
        routes.remove(List.of("hook"));
        await().until(() -> hub.count("SELECT count(*) FROM delivery WHERE state = 'pending' AND owner IS NULL") == 1);
        routes.add(
                "hook.camel.yaml",
                TestHub.read(hub.files().routes().resolve("receivers/hook.camel.yaml"))
                        .replace(sink.url(), other.url()));
        other.await(1);
        answering.countDown();
        await().until(() -> hub.count("SELECT count(*) FROM delivery WHERE state = 'delivered'") == 1);
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    /** A client of AWS has connections, for which nobody but its bean answers. */
    @Test
    void theBeansOfARemovedReceiverAreClosed() throws Exception {
        Path room = hub.files().routes().resolve("receivers");
        String topic = "arn:aws:sns:eu-central-1:123456789012:topic";
        taken(() -> hub.files()
                .receiver(
                        "sns", "mytopic", Map.of("topic", topic, "accessKey", "AKIAEXAMPLE", "secretKey", "example")));
        RouteDefinition route = hub.hub()
                .camel()
                .getCamelContextExtension()
                .getContextPlugin(Model.class)
                .getRouteDefinition("mytopic");
        SnsPublish made = (SnsPublish)
                route.getRouteTemplateContext().getLocalBeanRepository().lookupByName("snsBean");

        taken(() -> delete(room.resolve("mytopic.camel.yaml")));

        Exchange exchange = new DefaultExchange(hub.hub().camel());
        exchange.getMessage().setBody("{\"TopicArn\": \"" + topic + "\", \"Message\": \"m\"}");
        assertThatThrownBy(() -> made.process(exchange)).hasStackTraceContaining("Terminated");
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void removeHook() {
        delete(hub.files().routes().resolve("receivers/hook.camel.yaml"));
    }

    private void taken(Runnable edit) {
        long before = hub.hub().routeFiles().taken();
        edit.run();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> hub.hub().routeFiles().taken() > before);
    }

    private void refused(Runnable edit, String words) {
        long before = hub.hub().routeFiles().refused();
        edit.run();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> hub.hub().routeFiles().refused() > before);
        assertThat(hub.hub().routeFiles().broken().orElseThrow().toString()).contains(words);
    }

    private JsonNode receiver(String name) {
        return StreamSupport.stream(hub.read("/v1/receivers").path("receivers").spliterator(), false)
                .filter(receiver -> receiver.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private String ready() {
        return hub.read("/health/ready").toString();
    }

    private String status() {
        return hub.read("/health/ready").path("status").asText();
    }
}
