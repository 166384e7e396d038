package io.tocsin.source.accept;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Requests whose end a proxy in front may see elsewhere than the hub does: what the proxy took for one request's body, the
 * hub would take for a request of its own. Each is refused and its connection closed, so that nothing behind it is read.
 */
@Timeout(60)
class SmugglingTest {
    private static final String OPEN = "{\"title\":\"openly\"}";
    private static final String HIDDEN = "{\"title\":\"hidden\"}";
    private static final String CHUNKED = "12\r\n" + OPEN + "\r\n0\r\n\r\n";

    private Door door;

    @BeforeEach
    void open() throws Exception {
        door = new Door("");
    }

    @AfterEach
    void close() {
        door.close();
    }

    /** Name of the case, then head and body of the request that hides another one behind it. */
    static Stream<Arguments> ambiguous() {
        return Stream.of(
                Arguments.of("CVE-2026-42581: both framings, HTTP/1.0", "1.0", bothFramings(), CHUNKED),
                Arguments.of("CVE-2026-42581: both framings, HTTP/1.1", "1.1", bothFramings(), CHUNKED),
                Arguments.of("chunks, HTTP/1.0", "1.0", "Transfer-Encoding: chunked", CHUNKED),
                Arguments.of(
                        "CVE-2026-33870: a quoted chunk extension over a line's end",
                        "1.1",
                        "Transfer-Encoding: chunked",
                        "12;a=\"\r\n" + OPEN + "\r\n0\r\n\r\n"),
                Arguments.of(
                        "CVE-2026-33870: the same in the last chunk",
                        "1.1",
                        "Transfer-Encoding: chunked",
                        "12\r\n" + OPEN + "\r\n0;a=\"\r\n\r\n"),
                Arguments.of(
                        "CVE-2025-58056: chunks that end with a bare line feed",
                        "1.1",
                        "Transfer-Encoding: chunked",
                        CHUNKED.replace("\r\n", "\n")),
                Arguments.of("two lengths", "1.1", "Content-Length: 18\r\nContent-Length: 5", OPEN),
                Arguments.of("a length with a sign", "1.1", "Content-Length: +18", OPEN),
                Arguments.of("a size in another notation", "1.1", "Transfer-Encoding: chunked", "0x" + CHUNKED),
                Arguments.of(
                        "an encoding nobody knows", "1.1", "Transfer-Encoding: xchunked\r\nContent-Length: 18", OPEN),
                Arguments.of("an encoding after the chunks", "1.1", "Transfer-Encoding: chunked, identity", CHUNKED),
                Arguments.of("a space before the colon", "1.1", "Transfer-Encoding : chunked", CHUNKED));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ambiguous")
    void aRequestWhoseEndIsAmbiguousIsRefusedAndNothingBehindItIsRead(
            String name, String version, String framing, String body) throws IOException {
        String answers = exchange(request(version, framing, body) + hidden());

        assertThat(door.inbox.drafts).as(answers).isEmpty();
        assertThat(answers).doesNotContain(" 202 ");
    }

    /** CVE-2026-50020: only empty lines may stand before a request line. */
    @Test
    void bytesBetweenRequestsEndTheConnection() throws IOException {
        String answers = exchange(request("1.1", "Content-Length: 18", OPEN) + "\u0001\0" + hidden());

        assertThat(door.inbox.drafts).as(answers).singleElement().satisfies(draft -> assertThat(draft.body())
                .asString()
                .isEqualTo(OPEN));
    }

    @Test
    void anHonestRequestInChunksIsTakenAndItsConnectionGoesOn() throws IOException {
        String end = request("1.1", "Connection: close\r\nContent-Length: 18", HIDDEN);

        String answers =
                exchange(request("1.1", "Transfer-Encoding: chunked", "12;a=b\r\n" + CHUNKED.substring(4)) + end);

        assertThat(door.inbox.drafts).as(answers).hasSize(2);
    }

    private static String bothFramings() {
        return "Connection: keep-alive\r\nTransfer-Encoding: chunked\r\nContent-Length: 4096";
    }

    private String hidden() {
        return request("1.1", "Content-Length: 18", HIDDEN);
    }

    private String request(String version, String framing, String body) {
        return "POST /v1/events/ci HTTP/" + version + "\r\nHost: hub.example\r\nAuthorization: Bearer " + door.token
                + "\r\nContent-Type: application/json\r\n" + framing + "\r\n\r\n" + body;
    }

    /** What the hub says until it closes the connection; a connection that it keeps open fails the test. */
    private String exchange(String raw) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", door.server.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(raw.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
