package io.tocsin.source.accept;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.model.event.Accepted;
import io.tocsin.model.event.EventDraft;
import io.tocsin.model.event.StoreUnavailableException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AcceptTest {
    private Door door;

    @BeforeEach
    void open() throws Exception {
        door = new Door("");
    }

    @AfterEach
    void close() {
        door.close();
    }

    @Test
    void anObjectIsAnsweredWithItsIdAndStatus() throws Exception {
        HttpResponse<String> answer = door.send(door.post("{\"title\":\"x\"}"));

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(answer.body()).isEqualTo("{\"id\":\"e-0\",\"status\":\"accepted\"}");
    }

    @Test
    void anArrayIsAnsweredWithOneStatusPerElementInOrder() throws Exception {
        door.inbox.judge(draft -> new Accepted(
                text(draft), text(draft).contains("2") ? Accepted.Status.DUPLICATE : Accepted.Status.ACCEPTED));

        HttpResponse<String> answer = door.send(door.post("[{\"a\":1}, {\"a\":2}]"));

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.body())
                .isEqualTo("[{\"id\":\"{\\\"a\\\":1}\",\"status\":\"accepted\"},"
                        + "{\"id\":\"{\\\"a\\\":2}\",\"status\":\"duplicate\"}]");
    }

    @Test
    void anEmptyListIsSaidToHoldNoEvent() throws Exception {
        HttpResponse<String> answer = door.send(door.post("[]"));

        assertProblem(answer, 422);
        assertThat(answer.body()).contains("the list is empty");
        assertThat(door.inbox.drafts).isEmpty();
    }

    /** By its specification a batch holds zero or more. */
    @Test
    void anEmptyBatchOfCloudEventsIsFineAndStoresNothing() throws Exception {
        HttpResponse<String> answer =
                door.send(door.post("[]").setHeader("Content-Type", "application/cloudevents-batch+json"));

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.body()).isEqualTo("[]");
        assertThat(door.inbox.drafts).isEmpty();
    }

    @Test
    void anIdempotencyKeyMetWithAnotherBodyIsAProblem() throws Exception {
        door.inbox.judge(draft -> new Accepted("e", Accepted.Status.CONFLICT));

        HttpResponse<String> answer = door.send(door.post("{\"title\":\"x\"}").header("Idempotency-Key", "k1"));

        assertProblem(answer, 422);
        assertThat(json(answer).get("type").asText()).isEqualTo("urn:tocsin:problem:id-reused");
        assertThat(door.inbox.drafts.get(0).externalId()).contains("key:k1");
    }

    @Test
    void anUnknownSourceAndABadTokenGetTheSame401() throws Exception {
        HttpResponse<String> bad = door.send(HttpRequest.newBuilder(door.uri("/v1/events/ci"))
                .header("Authorization", "Bearer tsn_wrong")
                .POST(HttpRequest.BodyPublishers.ofString("{}")));
        HttpResponse<String> unknown = door.send(HttpRequest.newBuilder(door.uri("/v1/events/nobody"))
                .header("Authorization", "Bearer " + door.token)
                .POST(HttpRequest.BodyPublishers.ofString("{}")));
        HttpResponse<String> none = door.send(
                HttpRequest.newBuilder(door.uri("/v1/events/ci")).POST(HttpRequest.BodyPublishers.ofString("{}")));

        assertProblem(bad, 401);
        assertThat(bad.headers().firstValue("WWW-Authenticate"))
                .hasValueSatisfying(v -> assertThat(v).startsWith("Bearer"));
        assertThat(List.of(unknown.statusCode(), none.statusCode())).containsOnly(401);
        assertThat(List.of(unknown.body(), none.body())).containsOnly(bad.body());
        assertThat(unknown.headers().map().keySet())
                .isEqualTo(bad.headers().map().keySet());
        assertThat(door.inbox.drafts).isEmpty();
    }

    @Test
    void aPathThatIsNotThereIsAProblem() throws Exception {
        assertProblem(door.send(HttpRequest.newBuilder(door.uri("/nothing"))), 404);
        assertProblem(door.send(HttpRequest.newBuilder(door.uri("/v1/events/Not%20A%20Name"))), 404);
        assertProblem(door.send(HttpRequest.newBuilder(door.uri("/v1/events/a%2Fb"))), 404);
    }

    @Test
    void aMethodOtherThanPostNamesTheOneThatIsAllowed() throws Exception {
        HttpResponse<String> answer = door.send(HttpRequest.newBuilder(door.uri("/v1/events/ci")));

        assertProblem(answer, 405);
        assertThat(answer.headers().firstValue("Allow")).hasValue("POST, OPTIONS");
    }

    @Test
    void aBodyThatIsTooLongIsRefusedByItsAnnouncementAndOnItsWay() throws Exception {
        String long1 = "\"" + "x".repeat(4200 * 1024) + "\"";
        assertProblem(door.send(door.post("[" + long1 + "]")), 413);

        byte[] bytes = ("[" + long1 + "]").getBytes(StandardCharsets.UTF_8);
        HttpRequest.Builder chunked = door.post("")
                .POST(HttpRequest.BodyPublishers.fromPublisher(HttpRequest.BodyPublishers.ofByteArray(bytes)));
        assertProblem(door.send(chunked), 413);

        assertThat(door.send(door.post("{}")).statusCode()).isEqualTo(202);
        assertThat(door.inbox.drafts).hasSize(1);
    }

    @Test
    void aMediaTypeThatIsNotJsonIsRefused() throws Exception {
        assertProblem(door.send(door.post("{}").setHeader("Content-Type", "text/xml")), 415);
        assertProblem(door.send(door.post("{}").setHeader("Content-Type", "application/json; charset=utf-16")), 415);
        assertProblem(door.send(door.post("a=b").setHeader("Content-Type", "application/x-www-form-urlencoded")), 415);
        assertProblem(door.send(door.post("{}").setHeader("Content-Encoding", "gzip")), 415);
    }

    @Test
    void aStoreThatIsAwayIs503AndSaysWhenToComeAgain() throws Exception {
        door.inbox.judge(draft -> {
            throw new StoreUnavailableException("disk full at /var/secret/place");
        });

        HttpResponse<String> answer = door.send(door.post("{}"));

        assertProblem(answer, 503);
        assertThat(answer.headers().firstValue("Retry-After")).contains("1");
        assertThat(answer.body()).doesNotContain("secret");
    }

    @Test
    void aFaultOfOursGivesAReferenceAndNothingElse() throws Exception {
        door.inbox.judge(draft -> {
            throw new IllegalStateException("jdbc:sqlite:/var/secret/place");
        });

        HttpResponse<String> answer = door.send(door.post("{}"));

        assertProblem(answer, 500);
        assertThat(json(answer).get("instance").asText()).startsWith("urn:uuid:");
        assertThat(answer.body())
                .doesNotContain("secret")
                .doesNotContain("Exception")
                .doesNotContain("io.tocsin");
    }

    @Test
    void fiveHundredHeldCommitsHoldNoThread() throws Exception {
        door.inbox.hold();
        Set<Thread> before = workers(); // other tests' servers may be stopping still

        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            answers.add(door.client()
                    .sendAsync(door.post("{\"n\":" + i + "}").build(), HttpResponse.BodyHandlers.ofString()));
        }
        await().atMost(Duration.ofSeconds(20)).until(() -> door.inbox.pending() == 500);

        assertThat(workers()).as("twenty workers could hold twenty").isSubsetOf(before);
        assertThat(Thread.getAllStackTraces())
                .as("and no threads were started for the rest")
                .hasSizeLessThan(300);
        assertThat(answers).noneMatch(CompletableFuture::isDone);

        door.inbox.release();
        for (CompletableFuture<HttpResponse<String>> answer : answers) {
            assertThat(answer.get().statusCode()).isEqualTo(202);
        }
    }

    @Test
    void whenTheHubStopsPendingRequestsFinishAndNewOnesGet503() throws Exception {
        door.inbox.hold();
        CompletableFuture<HttpResponse<String>> pending =
                door.client().sendAsync(door.post("{}").build(), HttpResponse.BodyHandlers.ofString());
        await().atMost(Duration.ofSeconds(10)).until(() -> door.inbox.pending() == 1);

        CompletableFuture<Void> stopped = CompletableFuture.runAsync(door.context::stop);
        await().atMost(Duration.ofSeconds(10)).until(() -> {
            HttpResponse<String> late = door.send(door.post("{}").timeout(Duration.ofSeconds(2)));
            return late.statusCode() == 503
                    && late.headers().firstValue("Retry-After").isPresent();
        });
        assertThat(pending).isNotDone();

        door.inbox.release();
        assertThat(pending.get().statusCode()).isEqualTo(202);
        stopped.get();
    }

    private static Set<Thread> workers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("vert.x-worker-thread"))
                .collect(Collectors.toSet());
    }

    static void assertProblem(HttpResponse<String> answer, int status) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(json(answer).get("status").asInt()).isEqualTo(status);
        assertThat(json(answer).get("title").asText()).isNotBlank();
    }

    private static JsonNode json(HttpResponse<String> answer) throws Exception {
        return new ObjectMapper().readTree(answer.body());
    }

    private static String text(EventDraft draft) {
        return new String(draft.body(), StandardCharsets.UTF_8);
    }
}
