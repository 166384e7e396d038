package io.tocsin.source.accept;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AcceptLimitsTest {

    @Test
    void aSourceThatSendsTooOftenIsToldWhenToComeAgain() throws Exception {
        try (Door door = new Door("rate=0.1&burst=2")) {
            assertThat(door.send(door.post("{}")).statusCode()).isEqualTo(202);
            assertThat(door.send(door.post("{}")).statusCode()).isEqualTo(202);

            HttpResponse<String> third = door.send(door.post("{}"));

            AcceptTest.assertProblem(third, 429);
            assertThat(Integer.parseInt(
                            third.headers().firstValue("Retry-After").orElseThrow()))
                    .isBetween(5, 10);
        }
    }

    @Test
    void moreThanFitInFlightAreSentAwayAndTheRoomComesBack() throws Exception {
        try (Door door = new Door("maxInFlight=1&retryAfter=7")) {
            door.inbox.hold();
            CompletableFuture<HttpResponse<String>> first =
                    door.client().sendAsync(door.post("{}").build(), HttpResponse.BodyHandlers.ofString());
            await().atMost(Duration.ofSeconds(10)).until(() -> door.inbox.pending() == 1);

            HttpResponse<String> second = door.send(door.post("{}"));
            AcceptTest.assertProblem(second, 503);
            assertThat(second.headers().firstValue("Retry-After")).contains("7");

            door.inbox.release();
            assertThat(first.get().statusCode()).isEqualTo(202);
            assertThat(door.send(door.post("{}")).statusCode()).isEqualTo(202);
            assertThat(door.send(door.post("not json")).statusCode()).isEqualTo(400);
            assertThat(door.send(door.post("[]")).statusCode()).isEqualTo(422);
            assertThat(door.send(door.post("{}")).statusCode()).isEqualTo(202);
        }
    }

    @Test
    void aSenderThatDripsIsCutOffAndItsRoomComesBack() throws Exception {
        try (Door door = new Door("maxInFlight=1&bodyTimeout=300");
                Socket slow = new Socket("127.0.0.1", door.server.getPort())) {
            head(slow, door, 100, "");
            slow.getOutputStream().write('{');
            slow.getOutputStream().flush();

            assertThat(read(slow)).startsWith("HTTP/1.1 408 ").contains("application/problem+json");
            assertThat(door.send(door.post("{}")).statusCode()).isEqualTo(202);
        }
    }

    @Test
    void aSenderThatHangsUpInTheMiddleGivesItsRoomBack() throws Exception {
        try (Door door = new Door("maxInFlight=1")) {
            try (Socket gone = new Socket("127.0.0.1", door.server.getPort())) {
                head(gone, door, 100, "");
            }
            await().atMost(Duration.ofSeconds(5))
                    .until(() -> door.send(door.post("{}")).statusCode() == 202);
            assertThat(door.inbox.drafts).hasSize(1);
        }
    }

    /** Over a bare socket: the HTTP client of JDK 17 waits for ever where the answer is not 100 (JDK-8286171). */
    @Test
    void aSenderThatAsksFirstIsToldToContinueOrNot() throws Exception {
        try (Door door = new Door("maxBody=10");
                Socket fits = new Socket("127.0.0.1", door.server.getPort());
                Socket large = new Socket("127.0.0.1", door.server.getPort())) {
            head(fits, door, 2, "Expect: 100-continue\r\n");
            assertThat(read(fits)).startsWith("HTTP/1.1 100 ");
            fits.getOutputStream().write("{}".getBytes(StandardCharsets.US_ASCII));
            assertThat(read(fits)).startsWith("HTTP/1.1 202 ");

            head(large, door, 11, "Expect: 100-continue\r\n");
            assertThat(read(large)).startsWith("HTTP/1.1 413 ");
        }
    }

    @Test
    void aBodyWhoseChunksAreNoneIsToldSoAndTheConnectionEnds() throws Exception {
        for (String chunk : new String[] {"zz\r\n{}", "2\r\n{}0\r\n\r\n", "-1\r\n{}", "ffffffffffffffff\r\n{}"}) {
            try (Door door = new Door("maxInFlight=1");
                    Socket broken = new Socket("127.0.0.1", door.server.getPort())) {
                broken.setSoTimeout(10_000);
                broken.getOutputStream()
                        .write(("POST /v1/events/ci HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + door.token
                                        + "\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                                        + chunk)
                                .getBytes(StandardCharsets.US_ASCII));
                broken.getOutputStream().flush();

                assertThat(new String(broken.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                        .as(chunk)
                        .startsWith("HTTP/1.1 400 ")
                        .contains("a chunk of it can't be read");
                assertThat(door.send(door.post("{}")).statusCode()).isEqualTo(202);
            }
        }
    }

    @Test
    void bytesOfAllRequestsHaveOneRoomFromTheFirstToTheCommit() throws Exception {
        try (Door door = new Door("maxBody=4194304")) {
            door.context.getComponent("accept", AcceptComponent.class).setBytesInFlight(4_000_000);
            String megabyte = "{\"title\":\"" + "x".repeat(1_000_000) + "\"}";
            door.inbox.hold();
            CompletableFuture<HttpResponse<String>> first =
                    door.client().sendAsync(door.post(megabyte).build(), HttpResponse.BodyHandlers.ofString());
            await().atMost(Duration.ofSeconds(10)).until(() -> door.inbox.pending() == 1);

            HttpResponse<String> second = door.send(door.post(megabyte));
            AcceptTest.assertProblem(second, 503);
            assertThat(second.headers().firstValue("Retry-After")).contains("1");
            CompletableFuture<HttpResponse<String>> small =
                    door.client().sendAsync(door.post("{}").build(), HttpResponse.BodyHandlers.ofString());
            await().atMost(Duration.ofSeconds(10)).until(() -> door.inbox.pending() == 2);

            door.inbox.release();
            assertThat(first.get().statusCode()).isEqualTo(202);
            assertThat(small.get().statusCode()).isEqualTo(202);
            assertThat(door.send(door.post(megabyte)).statusCode()).isEqualTo(202);
            assertThat(door.send(door.post("not json")).statusCode()).isEqualTo(400);
            String large = "{\"title\":\"" + "x".repeat(4_000_000) + "\"}";
            assertThat(door.send(door.post(large)).statusCode())
                    .as("nobody else is there")
                    .isEqualTo(202);
            assertThat(door.context
                            .getComponent("accept", AcceptComponent.class)
                            .bodies()
                            .held())
                    .isZero();
        }
    }

    @Test
    void anOptionOutOfRangeStopsTheStartAndSaysWhich() {
        assertThatThrownBy(() -> new Door("maxBody=0"))
                .hasStackTraceContaining("maxBody is 0; expected at least 1 byte");
    }

    private static void head(Socket socket, Door door, int length, String more) throws Exception {
        OutputStream out = socket.getOutputStream();
        out.write(("POST /v1/events/ci HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + door.token
                        + "\r\nContent-Type: application/json\r\nContent-Length: " + length + "\r\n" + more + "\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private static String read(Socket socket) throws Exception {
        InputStream in = socket.getInputStream();
        byte[] buffer = new byte[4096];
        int length = in.read(buffer);
        return new String(buffer, 0, Math.max(0, length), StandardCharsets.US_ASCII);
    }
}
