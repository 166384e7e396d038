package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A source that has gone mad costs nobody but itself. Its quota refills by a thousandth of a request a second, so that
 * how long a run takes decides nothing.
 */
@Timeout(120)
class NoisySourceTest {
    private static final int BURST = 20;
    private static final int TIMES = 100;
    private static final int THREADS = 8;
    private static final int MAX_BODY = 200;

    private static final String NOBODY_IS_TOLD =
            "rules: [ { name: none, when: { source: [ none ] }, notify: [ log ] } ]";

    @TempDir
    private Path folder;

    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS + 1);
    private TestHub hub;

    @BeforeEach
    void start() {
        hub = HubFiles.in(folder)
                .rules(NOBODY_IS_TOLD)
                .write("sources/noisy.camel.yaml", noisy())
                .start();
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
        hub.close();
    }

    @Test
    void aSourceAtAHundredTimesItsQuotaIsToldToWaitAndTheOthersNoticeNothing() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        Future<List<HttpResponse<String>>> quiet = threads.submit(() -> postUntil(over, "quiet"));
        List<HttpResponse<String>> noisy;
        try {
            noisy = postTogether("noisy", BURST * TIMES);
        } finally {
            over.set(true);
        }

        assertThat(quiet.get(30, TimeUnit.SECONDS)).isNotEmpty().allSatisfy(answer -> assertThat(answer.statusCode())
                .isEqualTo(202));
        assertThat(of(noisy, 202)).hasSize(BURST);
        assertThat(of(noisy, 429)).hasSize(BURST * TIMES - BURST).allSatisfy(answer -> assertThat(seconds(answer))
                .isPositive());
        assertThat(hub.count("SELECT count(*) FROM event WHERE source = 'noisy'"))
                .isEqualTo(BURST);
        assertThat(hub.count("SELECT count(*) FROM event WHERE source = 'quiet'"))
                .isEqualTo(quiet.get().size());
    }

    @Test
    void whoIsNotBelievedDoesNotSpendTheQuota() {
        for (int i = 0; i < 2 * BURST; i++) {
            assertThat(hub.exchange(hub.request("/v1/events/noisy")
                                    .header("Content-Type", "application/json")
                                    .POST(BodyPublishers.ofString(event(i))))
                            .statusCode())
                    .isEqualTo(401);
        }

        assertThat(hub.post("/v1/events/noisy", event(0)).statusCode()).isEqualTo(202);
    }

    @Test
    void theLimitOfItsBodiesIsItsOwn() {
        String large = event(0).replace("it burns", "it burns".repeat(MAX_BODY / 8));

        assertThat(hub.post("/v1/events/noisy", large).statusCode()).isEqualTo(413);
        assertThat(hub.post("/v1/events/quiet", large).statusCode()).isEqualTo(202);
    }

    /** The example of docs/sources.md, with a smaller quota. */
    private static String noisy() {
        String page = TestHub.read(Path.of("docs/sources.md"));
        int from = page.lastIndexOf("```yaml\n", page.indexOf("routeTemplateRef: http-source")) + "```yaml\n".length();
        String example = page.substring(from, page.indexOf("```", from));
        assertThat(example).contains("value: ci\n", "value: \"50\"\n", "value: \"500\"\n", "value: 64KB\n");
        return example.replace("source-ci", "source-noisy")
                .replace("value: ci\n", "value: noisy\n")
                .replace("value: \"50\"\n", "value: \"0.001\"\n")
                .replace("value: \"500\"\n", "value: \"" + BURST + "\"\n")
                .replace("value: 64KB\n", "value: \"" + MAX_BODY + "\"\n");
    }

    private List<HttpResponse<String>> postTogether(String source, int times) throws Exception {
        List<Callable<List<HttpResponse<String>>>> shares = IntStream.range(0, THREADS)
                .<Callable<List<HttpResponse<String>>>>mapToObj(thread -> () -> IntStream.range(0, times)
                        .filter(i -> i % THREADS == thread)
                        .mapToObj(i -> hub.post("/v1/events/" + source, event(i)))
                        .toList())
                .toList();
        return threads.invokeAll(shares).stream()
                .flatMap(NoisySourceTest::result)
                .toList();
    }

    private List<HttpResponse<String>> postUntil(AtomicBoolean over, String source) {
        List<HttpResponse<String>> answers = new ArrayList<>();
        do {
            answers.add(hub.post("/v1/events/" + source, event(answers.size())));
        } while (!over.get());
        return answers;
    }

    private static Stream<HttpResponse<String>> result(Future<List<HttpResponse<String>>> share) {
        try {
            return share.get().stream();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    private static List<HttpResponse<String>> of(List<HttpResponse<String>> answers, int status) {
        return answers.stream().filter(answer -> answer.statusCode() == status).toList();
    }

    private static long seconds(HttpResponse<String> answer) {
        return answer.headers().firstValueAsLong("Retry-After").orElse(0);
    }

    private static String event(int number) {
        return "{\"title\":\"it burns\",\"fingerprint\":\"" + number + "\"}";
    }
}
